import type { Output } from '@boardwire/sdk/operations';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { Inbox, RotateCw } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { useRead, useReadPages } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { When } from '../../ui/when.tsx';
import { OwnerOnly } from './owner-only.tsx';

type MailSummary = Output<'mailbox.list'>['items'][number];

/** New mail arrives by a job, seconds after the act: the list looks again by itself. */
const LOOK_AGAIN_MS = 5_000;
const MAIL_VARIABLE = 'SMTP_URL';

export function MailboxPage() {
  return (
    <OwnerOnly>
      <Mailbox />
    </OwnerOnly>
  );
}

function Mailbox() {
  const query = useReadPages('mailbox.list', {}, { refetchEveryMs: LOOK_AGAIN_MS });
  const { mailId } = useParams({ strict: false });
  const { data: status } = useRead('instance.status', {});
  return (
    <Page isWide>
      <PageHeader
        title={t('mailbox.title')}
        description={t(status?.mail === 'smtp' ? 'mailbox.textSmtp' : 'mailbox.text', {
          variable: MAIL_VARIABLE,
        })}
        actions={
          <RefreshButton isPending={query.isRefetching} onClick={() => void query.refetch()} />
        }
      />
      <PagesView query={query} skeleton={<TableSkeleton />}>
        {(mails) => {
          if (mails.length === 0) return <NoMail />;
          return (
            <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
              <div className={cx(mailId && 'hidden lg:block')}>
                <MailList mails={mails} />
                <LoadMore query={query} />
              </div>
              <Outlet />
            </div>
          );
        }}
      </PagesView>
    </Page>
  );
}

function RefreshButton({ isPending, onClick }: { isPending: boolean; onClick: () => void }) {
  return (
    <Button onClick={onClick} aria-busy={isPending}>
      <RotateCw aria-hidden="true" />
      {t('mailbox.refresh')}
    </Button>
  );
}

function NoMail() {
  return (
    <EmptyState icon={Inbox} title={t('mailbox.emptyTitle')} description={t('mailbox.emptyText')} />
  );
}

function MailList({ mails }: { mails: readonly MailSummary[] }) {
  return (
    <ul
      aria-label={t('mailbox.list')}
      className="overflow-hidden rounded border border-line bg-surface"
    >
      {mails.map((mail) => (
        <li key={mail.id} className="border-b border-line last:border-0">
          <Link
            to="/dev/mailbox/$mailId"
            params={{ mailId: mail.id }}
            className="block px-4 py-3 transition-colors hover:bg-hover focus-visible:-outline-offset-2 data-[status=active]:bg-accent-soft"
          >
            <span className="flex items-baseline justify-between gap-3">
              <span className="truncate text-sm font-medium text-ink">{mail.to}</span>
              <When at={mail.at} className="shrink-0 text-xs text-muted" />
            </span>
            <span className="block truncate text-sm text-muted">{mail.subject}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
