import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface PointMenuProps {
  /** Names the menu. */
  label: string;
  /** Where it opens, in CSS pixels of the window. */
  at: { x: number; y: number };
  /** The landmark that it is drawn in, so that it stays within reach of a dialog's keys. */
  container: HTMLElement | null;
  /** Called when it is gone, to put the focus where it belongs. */
  onClosed: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A menu at a point, for right clicks and the menu key. Open for as long as it is drawn. */
export function PointMenu({ label, at, container, onClose, onClosed, children }: PointMenuProps) {
  return (
    <Radix.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Trigger asChild>
        <span
          aria-hidden="true"
          tabIndex={-1}
          className="pointer-events-none fixed size-0"
          style={{ left: at.x, top: at.y }}
        />
      </Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          aria-label={label}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
          className="z-50 min-w-56 animate-in rounded bg-raised p-1 shadow-raised outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
