import { Link } from '@tanstack/react-router';
import { CheckCheck, Inbox, Settings2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import type { InboxFilter } from './entries.ts';
import { groupEntries } from './group-entries.ts';
import { GroupList } from './group-list.tsx';
import { closeInboxDialogs } from './inbox-dialogs.ts';
import { readAll } from './marks.ts';
import { PushOffer } from './push-offer.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { useInboxCounts } from './use-inbox.ts';
import { WhyDialog } from './why-dialog.tsx';

const PAGE_SIZE = 50;

/** What others did that concerns one, the newest first, live on every screen (web W17). */
export function InboxPage() {
  const organization = useOrganization();
  const [filter, setFilter] = useState<InboxFilter>('all');
  const input = { organizationId: organization.id, filter, limit: PAGE_SIZE };
  const query = useReadPages('inbox.list', input, { staleMs: 0 });
  // Who goes away by the browser's Back is not asked again on the next visit.
  useEffect(() => closeInboxDialogs, []);
  return (
    <Page>
      <PageHeader
        title={t('nav.inbox')}
        description={t('inbox.text', { organization: organization.name })}
        actions={<HeadActs organizationId={organization.id} />}
      />
      <div className="flex flex-col gap-4">
        <Filters filter={filter} organizationId={organization.id} onChange={setFilter} />
        <PagesView query={query} skeleton={<TableSkeleton rows={6} />}>
          {(entries) =>
            entries.length === 0 && !query.hasNextPage ? (
              <Nothing filter={filter} onShowAll={() => setFilter('all')} />
            ) : (
              <>
                <PushOffer entries={entries} />
                <GroupList organizationId={organization.id} groups={groupEntries(entries)} />
              </>
            )
          }
        </PagesView>
        <LoadMore query={query} />
      </div>
      <SnoozeDialog />
      <WhyDialog />
    </Page>
  );
}

function HeadActs({ organizationId }: { organizationId: string }) {
  const counts = useInboxCounts(organizationId);
  return (
    <>
      <Button
        disabled={counts === undefined || counts.unread === 0}
        onClick={() => void readAll(organizationId, counts?.seq ?? 0)}
      >
        <CheckCheck aria-hidden="true" />
        {t('inbox.allRead')}
      </Button>
      <Link
        to="/settings/notifications"
        className={buttonClass({ variant: 'ghost', size: 'icon' })}
        aria-label={t('inbox.settings')}
        title={t('inbox.settings')}
      >
        <Settings2 aria-hidden="true" />
      </Link>
    </>
  );
}

interface FiltersProps {
  filter: InboxFilter;
  organizationId: string;
  onChange: (filter: InboxFilter) => void;
}

function Filters({ filter, organizationId, onChange }: FiltersProps) {
  const counts = useInboxCounts(organizationId);
  const withCount = (label: string, count = 0) => (count === 0 ? label : `${label} ${count}`);
  return (
    <div className="max-w-130">
      <Segmented<InboxFilter>
        label={t('inbox.filter')}
        value={filter}
        onChange={onChange}
        options={[
          { value: 'all', label: t('inbox.filterAll') },
          { value: 'unread', label: withCount(t('inbox.filterUnread'), counts?.unread) },
          { value: 'snoozed', label: withCount(t('inbox.filterSnoozed'), counts?.snoozed) },
          { value: 'archived', label: t('inbox.filterArchived') },
        ]}
      />
    </div>
  );
}

const EMPTY = {
  all: ['inbox.emptyAll', 'inbox.emptyAllText'],
  unread: ['inbox.emptyUnread', 'inbox.emptyUnreadText'],
  snoozed: ['inbox.emptySnoozed', 'inbox.emptySnoozedText'],
  archived: ['inbox.emptyArchived', 'inbox.emptyArchivedText'],
} as const;

function Nothing({ filter, onShowAll }: { filter: InboxFilter; onShowAll: () => void }) {
  const { id } = useOrganization();
  const [title, text] = EMPTY[filter];
  return (
    <EmptyState
      icon={Inbox}
      title={t(title)}
      description={t(text)}
      action={
        filter === 'all' ? (
          <Link
            to="/o/$organizationId/boards"
            params={{ organizationId: id }}
            className={buttonClass()}
          >
            {t('inbox.toBoards')}
          </Link>
        ) : (
          <Button onClick={onShowAll}>{t('inbox.showAll')}</Button>
        )
      }
    />
  );
}
