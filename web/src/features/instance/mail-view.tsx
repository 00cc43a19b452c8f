import type { Output } from '@boardwire/sdk/operations';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { buttonClass } from '../../ui/button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import { MailFrame } from './mail-frame.tsx';

type Mail = Output<'mailbox.get'>;

export function MailView() {
  const { mailId } = useParams({ from: '/shell/dev/mailbox/$mailId' });
  const query = useRead('mailbox.get', { mailId });
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Link
        to="/dev/mailbox"
        className={buttonClass({ variant: 'ghost', size: 'sm', className: 'self-start lg:hidden' })}
      >
        <ArrowLeft aria-hidden="true" />
        {t('mailbox.back')}
      </Link>
      <QueryView query={query} skeleton={<CardSkeleton lines={4} />}>
        {(mail) => <MailCard key={mail.id} mail={mail} />}
      </QueryView>
    </div>
  );
}

function MailCard({ mail }: { mail: Mail }) {
  const [view, setView] = useState<'html' | 'plain'>('html');
  return (
    <article className="overflow-hidden rounded border border-line bg-surface">
      <header className="flex flex-col gap-3 border-b border-line p-4 sm:p-5">
        <h2 className="text-lg font-semibold tracking-tight break-words">{mail.subject}</h2>
        <div className="flex flex-wrap items-end justify-between gap-4">
          <MailFacts mail={mail} />
          <Segmented
            label={t('mailbox.view')}
            value={view}
            onChange={setView}
            options={[
              { value: 'html', label: t('mailbox.html') },
              { value: 'plain', label: t('mailbox.plain') },
            ]}
          />
        </div>
      </header>
      {view === 'html' ? (
        <MailFrame html={mail.html} title={t('mailbox.frame', { subject: mail.subject })} />
      ) : (
        <pre className="p-4 font-mono text-sm break-words whitespace-pre-wrap sm:p-5">
          {mail.text}
        </pre>
      )}
    </article>
  );
}

function MailFacts({ mail }: { mail: Mail }) {
  const facts = [
    [t('mailbox.from'), mail.from],
    [t('mailbox.to'), mail.to],
    [t('mailbox.sent'), formatDateTime(mail.at)],
  ] as const;
  return (
    <dl className="grid min-w-0 grid-cols-[auto_1fr] gap-x-3 text-sm">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="truncate text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
