import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** A few large numbers, each under its name. */
export function Totals({ className, children }: { className: string; children: ReactNode }) {
  return (
    <dl
      className={cx(
        'grid grid-cols-2 gap-px overflow-hidden rounded border border-line bg-line',
        className,
      )}
    >
      {children}
    </dl>
  );
}

interface TotalProps {
  label: string;
  isBad?: boolean;
  children: ReactNode;
}

export function Total({ label, isBad = false, children }: TotalProps) {
  return (
    <div className="flex flex-col bg-surface px-4 py-3">
      <dt className="text-xs text-muted">{label}</dt>
      <dd
        className={cx('text-xl font-semibold tabular-nums', isBad ? 'text-danger-ink' : 'text-ink')}
      >
        {children}
      </dd>
    </div>
  );
}
