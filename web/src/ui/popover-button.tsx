import { Popover as Radix } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';
import { cx } from './cx.ts';

interface PopoverButtonProps {
  /** Names the box. */
  label: string;
  /** The button that opens and closes the box; it must accept a ref and props. */
  trigger: ReactNode;
  align?: 'start' | 'end';
  className?: string;
  /** What stands in the box, with the way to close it. */
  children: (close: () => void) => ReactNode;
}

const LANDMARKS = '[role="dialog"], main';

/** A button with a box of controls below it. Escape and a press outside close the box. */
export function PopoverButton({
  label,
  trigger,
  align = 'start',
  className,
  children,
}: PopoverButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [container, setContainer] = useState<HTMLElement | null>(null);
  // Drawn at the end of the landmark it belongs to: in a dialog it stays within reach of its keys.
  const onOpenChange = (next: boolean) => {
    if (next) setContainer(button.current?.closest<HTMLElement>(LANDMARKS) ?? null);
    setOpen(next);
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild ref={button}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cx(
            'z-40 flex max-h-[min(36rem,var(--radix-popover-content-available-height))] max-w-[calc(100vw-1rem)] animate-in',
            'flex-col overflow-y-auto rounded bg-raised p-3 shadow-raised outline-none',
            className,
          )}
        >
          {children(() => setOpen(false))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
