import type { ComponentProps, ReactNode } from 'react';
import { t } from '../i18n/t.tsx';
import { cx } from './cx.ts';

interface TableProps {
  /** Names the table for assistive technology. */
  label: string;
  /** Heads in order; a `null` head is an unnamed column of acts. */
  head: readonly (TableHead | null)[];
  children: ReactNode;
}

export interface TableHead {
  label: string;
  className?: string;
}

/** Columns that phones leave out; their facts are repeated in the first cell there. */
export const wideOnly = 'hidden md:table-cell';

export function Table({ label, head, children }: TableProps) {
  return (
    <div className="relative overflow-x-auto rounded border border-line bg-surface">
      <table aria-label={label} className="w-full border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-line">
            {head.map((cell, index) => (
              <th
                key={cell?.label ?? index}
                scope="col"
                className={cx(
                  'h-9 px-3 text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4',
                  cell?.className,
                )}
              >
                {cell ? cell.label : <span className="sr-only">{t('ui.actions')}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function Row({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cx(
        'border-b border-line transition-colors last:border-0 hover:bg-hover',
        className,
      )}
      {...rest}
    />
  );
}

export function Cell({ className, ...rest }: ComponentProps<'td'>) {
  return (
    <td className={cx('h-12 px-3 py-2 align-middle first:pl-4 last:pr-4', className)} {...rest} />
  );
}
