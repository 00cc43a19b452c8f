import { Popover as Radix } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, type RefObject, useRef } from 'react';

interface PopoverProps {
  label: string;
  /** What the box belongs to; it opens right below. */
  anchor: RefObject<HTMLElement | null>;
  /** `isEscaped`: it was left by Escape, so that what was chosen does not count. */
  onClose: (isEscaped: boolean) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
}

/** What has been typed already stays: the caret goes behind it, and nothing is selected. */
function focusFirstText(event: Event): void {
  const box = event.currentTarget;
  const field = box instanceof HTMLElement ? box.querySelector('input') : null;
  if (field?.type !== 'text') return;
  event.preventDefault();
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

/** A small box over the page, open for as long as it is drawn. Where the focus goes after it, its owner decides. */
export function Popover({ label, anchor, onClose, onKeyDown, children }: PopoverProps) {
  const isEscaped = useRef(false);
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose(isEscaped.current)}>
      <Radix.Anchor virtualRef={anchor} />
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          onKeyDown={onKeyDown}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          onEscapeKeyDown={() => {
            isEscaped.current = true;
          }}
          onOpenAutoFocus={focusFirstText}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-50 w-64 animate-in rounded bg-raised p-2 shadow-raised outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
