import { Link } from '@tanstack/react-router';
import { UserPlus, UserSearch } from 'lucide-react';
import { useState } from 'react';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { SearchInput } from '../../app/search-input.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { MemberTable } from './member-table.tsx';

export function MembersPage() {
  const { name } = useOrganization();
  const [search, setSearch] = useState('');
  return (
    <Page>
      <PageHeader
        title={t('members.title')}
        description={t('members.text', { organization: name })}
        actions={<InviteLink />}
      />
      <div className="flex flex-col gap-4">
        <SearchInput label={t('members.search')} value={search} onChange={setSearch} />
        <MemberList search={useDebounced(search.trim())} onClear={() => setSearch('')} />
      </div>
    </Page>
  );
}

function InviteLink() {
  const { id: organizationId } = useOrganization();
  if (!useMay('members:invite')) return null;
  return (
    <Link
      to="/o/$organizationId/invitations"
      params={{ organizationId }}
      search={{ new: true }}
      className={buttonClass({ variant: 'primary' })}
    >
      <UserPlus aria-hidden="true" />
      {t('members.invite')}
    </Link>
  );
}

function MemberList({ search, onClear }: { search: string; onClear: () => void }) {
  const { id: organizationId } = useOrganization();
  const query = useReadPages('members.list', { organizationId, ...(search ? { search } : {}) });
  return (
    <div>
      <PagesView query={query} skeleton={<TableSkeleton />}>
        {(members) =>
          members.length > 0 ? (
            <MemberTable members={members} />
          ) : (
            <EmptyState
              icon={UserSearch}
              title={t('members.noneFound')}
              description={t('members.noneFoundText', { search })}
              action={<Button onClick={onClear}>{t('ui.clearFilter')}</Button>}
            />
          )
        }
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}
