import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

const OPEN_DELAY_MS = 400;

/** Holds the shared delay: the second tooltip of a row opens at once. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Radix.Provider delayDuration={OPEN_DELAY_MS}>{children}</Radix.Provider>;
}

interface TooltipProps {
  label: string;
  /** Shortcut in the notation of the action registry, such as `mod+k`. */
  keys?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactNode;
}

/** Names its child on hover and focus; never the only place of an information. */
export function Tooltip({ label, keys, side = 'top', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-in items-center gap-2 rounded bg-raised px-2 py-1 text-xs text-ink shadow-raised"
        >
          {label}
          {keys !== undefined && <Kbd keys={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
