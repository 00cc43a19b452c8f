import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDocumentTitle } from '../lib/use-document-title.ts';

interface EntryCardProps {
  title: string;
  text?: ReactNode;
  icon?: LucideIcon;
  /** A line above the title, such as the step of a wizard. */
  eyebrow?: string;
  /** Below the card: the way to another screen. */
  footer?: ReactNode;
  children?: ReactNode;
}

/** One question at a time: a heading, a sentence, a form. */
export function EntryCard({ title, text, icon: Icon, eyebrow, footer, children }: EntryCardProps) {
  useDocumentTitle(title);
  return (
    <>
      <div className="rounded border border-line bg-surface p-6 shadow-button sm:p-8">
        {Icon && (
          <span className="mb-5 grid size-10 place-items-center rounded bg-accent-soft text-accent-ink">
            <Icon aria-hidden="true" className="size-5" />
          </span>
        )}
        {eyebrow && <p className="mb-1 text-sm text-muted">{eyebrow}</p>}
        <h1 className="text-xl font-semibold tracking-tight text-ink">{title}</h1>
        {text && <p className="mt-1 text-base wrap-anywhere text-muted">{text}</p>}
        {children && <div className="mt-6">{children}</div>}
      </div>
      {footer && <div className="text-center text-base text-muted">{footer}</div>}
    </>
  );
}

/** Links inside the text of an entry screen. */
export const entryLinkClass =
  'rounded-inner font-medium text-accent-ink underline-offset-4 hover:underline';
