import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface FieldFrameProps {
  icon: LucideIcon;
  name: string;
  children: ReactNode;
}

/** One line of fields: its name, and the value behind it. */
export function FieldFrame({ icon: Icon, name, children }: FieldFrameProps) {
  return (
    <div className="flex min-h-9 items-start gap-1">
      <dt className="flex h-9 w-28 shrink-0 items-center gap-2 text-sm text-muted sm:w-32">
        <Icon aria-hidden="true" className="size-3.5 shrink-0" />
        <span className="truncate" title={name}>
          {name}
        </span>
      </dt>
      <dd className="relative min-w-0 flex-1">{children}</dd>
    </div>
  );
}

/** The look of a value that opens its editor when it is pressed. */
export const fieldClass =
  'flex min-h-9 w-full items-center gap-2 rounded-inner px-2 py-1 text-left text-sm text-ink transition-colors';
