import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useDocumentTitle } from '../lib/use-document-title.ts';
import { t } from '../i18n/t.tsx';
import { buttonClass } from '../ui/button.tsx';

interface NothingHereProps {
  title: string;
  text: string;
}

/** A page that is not there, or not for this person. */
export function NothingHere({ title, text }: NothingHereProps) {
  useDocumentTitle(title);
  return (
    <div className="grid min-h-[70dvh] place-items-center px-4">
      <div className="flex max-w-100 flex-col items-center text-center">
        <span className="grid size-12 place-items-center rounded bg-neutral-soft text-muted">
          <Compass aria-hidden="true" className="size-6" />
        </span>
        <h1 className="mt-5 text-xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-1 text-base text-muted">{text}</p>
        <Link to="/" className={buttonClass({ variant: 'primary', className: 'mt-6' })}>
          {t('notFound.home')}
        </Link>
      </div>
    </div>
  );
}

export function NotFoundPage() {
  return (
    <main>
      <NothingHere title={t('notFound.title')} text={t('notFound.text')} />
    </main>
  );
}
