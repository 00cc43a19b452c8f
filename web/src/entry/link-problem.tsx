import { Link } from '@tanstack/react-router';
import { Unlink } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../i18n/t.tsx';
import { EntryCard, entryLinkClass } from './entry-card.tsx';

/** A link without its secret: cut short on the way. */
export function IncompleteLink() {
  return (
    <EntryCard
      icon={Unlink}
      title={t('link.missingTitle')}
      text={t('link.missingText')}
      footer={<ToLogIn />}
    />
  );
}

/** A link that was used, has expired or was replaced. */
export function SpentLink({
  text = t('link.badText'),
  children,
}: {
  text?: string;
  children?: ReactNode;
}) {
  return (
    <EntryCard icon={Unlink} title={t('link.badTitle')} text={text} footer={<ToLogIn />}>
      {children}
    </EntryCard>
  );
}

function ToLogIn() {
  return (
    <Link to="/" className={entryLinkClass}>
      {t('entry.continue')}
    </Link>
  );
}
