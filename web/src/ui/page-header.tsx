import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { useDocumentTitle } from '../lib/use-document-title.ts';

interface PageHeaderProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page; it also names the browser tab. */
export function PageHeader({ title, description, actions }: PageHeaderProps) {
  useDocumentTitle(title);
  return (
    <header className="flex flex-col items-start justify-between gap-x-8 gap-y-4 sm:flex-row sm:flex-wrap">
      <div className="max-w-160 min-w-0 sm:flex-1 sm:basis-60">
        <h1 className="text-xl font-semibold tracking-tight text-ink">{title}</h1>
        {description && <p className="mt-0.5 text-base text-muted">{description}</p>}
      </div>
      {actions && <div className="flex max-w-full flex-wrap gap-2">{actions}</div>}
    </header>
  );
}

interface PageProps {
  /** For pages of two columns. */
  isWide?: boolean;
  children: ReactNode;
}

/** The column of a page: one measure and one rhythm everywhere. */
export function Page({ isWide = false, children }: PageProps) {
  return (
    <div
      className={cx(
        'mx-auto flex w-full flex-col gap-8 px-4 py-6 sm:px-8 sm:py-10',
        isWide ? 'max-w-300' : 'max-w-240',
      )}
    >
      {children}
    </div>
  );
}
