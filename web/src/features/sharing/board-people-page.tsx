import { Link, useParams } from '@tanstack/react-router';
import type { Output } from '@boardwire/sdk/operations';
import { ArrowLeft, UserSearch } from 'lucide-react';
import { useState } from 'react';
import { NothingHere } from '../../app/not-found.tsx';
import { SearchInput } from '../../app/search-input.tsx';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useRead, useReadPages } from '../../lib/query.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { Card } from '../../ui/section.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { AddPeople } from './add-people.tsx';
import { BoardVisibility } from './board-visibility.tsx';
import { InviteGuest } from './invite-guest.tsx';
import { PeopleTable } from './people-table.tsx';
import { ShareLinks } from './share-links.tsx';

type Board = Output<'boards.get'>;

/** Who can see a board and why, what they may do, and for its administrators the ways to change that (SPEC A4). */
export function BoardPeoplePage() {
  const { boardId } = useParams({ from: '/shell/boards/$boardId/people' });
  const { data, error, refetch } = useRead('boards.get', { boardId });
  if (data) return <People board={data} />;
  const failure = error?.failure;
  if (failure?.code === 'NOT_FOUND' || failure?.code === 'FORBIDDEN')
    return <NothingHere title={t('boardGone.notFound')} text={t('boardGone.notFoundText')} />;
  return (
    <Page>
      <PageHeader title={t('boardPeople.title')} />
      {failure ? (
        <ErrorState message={describeFailure(failure)} onRetry={() => void refetch()} />
      ) : (
        <TableSkeleton />
      )}
    </Page>
  );
}

function People({ board }: { board: Board }) {
  const [search, setSearch] = useState('');
  const mayAdminister = board.permissions.includes('board:administer');
  return (
    <Page>
      <PageHeader
        title={t('boardPeople.title')}
        description={t(
          board.visibility === 'private' ? 'boardPeople.textPrivate' : 'boardPeople.textOpen',
          { name: board.name },
        )}
        actions={<BackLink boardId={board.id} />}
      />
      <div className="flex flex-col gap-4">
        <SearchInput label={t('boardPeople.search')} value={search} onChange={setSearch} />
        <PeopleList
          boardId={board.id}
          search={useDebounced(search.trim())}
          mayAdminister={mayAdminister}
          onClear={() => setSearch('')}
        />
      </div>
      {mayAdminister && (
        <Card className="flex flex-col gap-6">
          <AddPeople boardId={board.id} organizationId={board.organizationId} />
          <BoardVisibility board={board} />
          <InviteGuest organizationId={board.organizationId} />
          <ShareLinks boardId={board.id} />
        </Card>
      )}
    </Page>
  );
}

function BackLink({ boardId }: { boardId: string }) {
  return (
    <Link to="/boards/$boardId" params={{ boardId }} className={buttonClass()}>
      <ArrowLeft aria-hidden="true" />
      {t('trash.back')}
    </Link>
  );
}

interface PeopleListProps {
  boardId: string;
  search: string;
  mayAdminister: boolean;
  onClear: () => void;
}

function PeopleList({ boardId, search, mayAdminister, onClear }: PeopleListProps) {
  const query = useReadPages('boards.listPeople', { boardId, ...(search ? { search } : {}) });
  return (
    <div>
      <PagesView query={query} skeleton={<TableSkeleton />}>
        {(people) =>
          people.length > 0 ? (
            <PeopleTable boardId={boardId} people={people} mayAdminister={mayAdminister} />
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
