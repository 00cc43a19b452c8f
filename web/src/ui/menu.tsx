import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';
import { cx } from './cx.ts';

const itemClass = [
  'flex min-h-8 cursor-default items-center gap-2.5 rounded-inner px-2 text-sm outline-none select-none',
  'data-highlighted:bg-hover data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
].join(' ');

/** One colour or the other: of two, the later in the style sheet would win. */
const plainClass = 'text-ink [&_svg]:text-muted';

const LANDMARKS = '[role="dialog"], main, aside, header';

interface MenuProps {
  /** The button that opens the menu; it must accept a ref and props. */
  trigger: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'right';
  className?: string;
  /** Before it is drawn, to find out what it shows. */
  onOpen?: () => void;
  children: ReactNode;
}

/** A menu of acts. Not modal: the modal form locks the page with a style element (policy). */
export function Menu({
  trigger,
  align = 'end',
  side = 'bottom',
  className,
  onOpen,
  children,
}: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [container, setContainer] = useState<HTMLElement | null>(null);
  // Drawn at the end of the landmark it belongs to: in a dialog it stays within reach of its keys.
  const onOpenChange = (isOpen: boolean) => {
    if (!isOpen) return;
    onOpen?.();
    setContainer(button.current?.closest<HTMLElement>(LANDMARKS) ?? null);
  };
  return (
    <Radix.Root modal={false} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild ref={button}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cx(
            'z-50 min-w-52 animate-in rounded bg-raised p-1 shadow-raised outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface MenuItemProps {
  icon?: LucideIcon;
  tone?: 'danger';
  disabled?: boolean;
  /** Shown at the end of the row, such as a shortcut. */
  trailing?: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({
  icon: Icon,
  tone,
  disabled = false,
  trailing,
  onSelect,
  children,
}: MenuItemProps) {
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      className={cx(itemClass, tone === 'danger' ? 'text-danger-ink' : plainClass)}
    >
      {Icon && <Icon aria-hidden="true" />}
      <span className="flex-1">{children}</span>
      {trailing}
    </Radix.Item>
  );
}

interface MenuChoiceProps<Value extends string> {
  value: Value;
  options: readonly { value: Value; label: ReactNode; icon?: LucideIcon }[];
  onChange: (value: Value) => void;
}

/** One of several, the chosen one ticked. */
export function MenuChoice<Value extends string>({
  value,
  options,
  onChange,
}: MenuChoiceProps<Value>) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as Value)}>
      {options.map(({ value: own, label, icon: Icon }) => (
        <Radix.RadioItem key={own} value={own} className={cx(itemClass, plainClass)}>
          {Icon && <Icon aria-hidden="true" />}
          <span className="min-w-0 flex-1 truncate">{label}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden="true" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-xs text-muted">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
