import { useNavigate, useSearch } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { AuditActions } from './audit-actions.tsx';
import { AuditFilterBar } from './audit-filter-bar.tsx';
import { type AuditFilter, toAuditInput } from './audit-filter.ts';
import { AuditTable } from './audit-table.tsx';

/** The log of an organization; the filter lives in the address (web W14). */
export function AuditPage() {
  const { name: organization } = useOrganization();
  const filter = useSearch({ from: '/shell/o/$organizationId/audit' });
  const navigate = useNavigate({ from: '/o/$organizationId/audit' });
  const setFilter = (next: AuditFilter) => void navigate({ search: next, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('audit.title')}
        description={t('audit.text', { organization })}
        actions={<AuditActions filter={filter} />}
      />
      <div className="flex flex-col gap-4">
        <AuditFilterBar filter={filter} onChange={setFilter} />
        <Entries filter={filter} onClear={() => setFilter({})} />
      </div>
    </Page>
  );
}

function Entries({ filter, onClear }: { filter: AuditFilter; onClear: () => void }) {
  const { id: organizationId } = useOrganization();
  const query = useReadPages('audit.list', toAuditInput(organizationId, filter));
  return (
    <div>
      <PagesView query={query} skeleton={<TableSkeleton rows={8} />}>
        {(entries) =>
          entries.length > 0 ? (
            <AuditTable entries={entries} />
          ) : (
            <EmptyState
              icon={ScrollText}
              title={t('audit.emptyTitle')}
              description={t('audit.emptyText')}
              action={<Button onClick={onClear}>{t('ui.clearFilter')}</Button>}
            />
          )
        }
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}
