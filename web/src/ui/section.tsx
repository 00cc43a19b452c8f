import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface SectionProps {
  title: string;
  description?: ReactNode;
  /** Acts at the right of the title. */
  actions?: ReactNode;
  tone?: 'danger';
  children: ReactNode;
}

/** One subject of a page: a heading with its explanation, then its content. */
export function Section({ title, description, actions, children }: SectionProps) {
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="max-w-150 min-w-0">
          <h2 className="text-base font-semibold text-ink">{title}</h2>
          {description && <p className="text-sm text-muted">{description}</p>}
        </div>
        {actions && <div className="flex max-w-full flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

/** A quiet frame around what belongs together. */
export function Card({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div className={cx('rounded border border-line bg-surface p-4 sm:p-5', className)}>
      {children}
    </div>
  );
}

interface SettingRowProps {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
}

/** A line of a card: what it is at the left, its value or act at the right. */
export function SettingRow({ title, description, children }: SettingRowProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-b border-line py-4 first:pt-0 last:border-0 last:pb-0">
      <div className="max-w-130 min-w-0">
        <div className="text-base font-medium text-ink">{title}</div>
        {description && <div className="text-sm text-muted">{description}</div>}
      </div>
      {children && <div className="flex max-w-full flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
