import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { NothingHere } from '../../../app/not-found.tsx';
import { SearchInput } from '../../../app/search-input.tsx';
import { t } from '../../../i18n/t.tsx';
import { describeFailure } from '../../../lib/failure-text.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Page, PageHeader } from '../../../ui/page-header.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import { BoardGone } from '../board-gone.tsx';
import type { BoardModel } from '../board-model.ts';
import { PeopleProvider } from '../people.tsx';
import { TableProvider, useBoardModel } from '../table-context.ts';
import { useBoard } from '../use-board.ts';
import { createTable } from '../views/create-table.ts';
import { AsideTable } from './aside-table.tsx';
import { type AsideState, listAside, searchAside } from './put-aside.ts';

/** What was deleted, archived or hidden on a board, and the ways back (web W18). */
export function BoardTrashPage() {
  const { boardId } = useParams({ from: '/shell/boards/$boardId/trash' });
  const { opened, retry } = useBoard(boardId);
  if (!opened) {
    return (
      <Page isWide>
        <TableSkeleton />
      </Page>
    );
  }
  if (opened.ok) return <OpenTrash key={boardId} model={opened.data} />;
  const { error } = opened;
  if (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN')
    return <NothingHere title={t('boardGone.notFound')} text={t('boardGone.notFoundText')} />;
  return (
    <Page>
      <PageHeader title={t('trash.title')} />
      <ErrorState message={describeFailure(error)} onRetry={retry} />
    </Page>
  );
}

function OpenTrash({ model }: { model: BoardModel }) {
  const [table] = useState(() => createTable(model));
  return (
    <TableProvider value={table}>
      <PeopleProvider>
        <Trash />
      </PeopleProvider>
    </TableProvider>
  );
}

function Trash() {
  const { board } = useBoardModel();
  const [why, setWhy] = useState<AsideState>('deleted');
  const [search, setSearch] = useState('');
  const status = board.status();
  const view = board.view();
  if (typeof status === 'object') return <BoardGone reason={status.left} />;
  if (view.board.deletedAt !== null) return <BoardGone reason="deleted" />;
  const all = listAside(view, why);
  return (
    <Page isWide>
      <PageHeader
        title={t('trash.title')}
        description={t('trash.text', { name: view.board.name })}
        actions={
          <Link to="/boards/$boardId" params={{ boardId: board.id }} className={buttonClass()}>
            <ArrowLeft aria-hidden="true" />
            {t('trash.back')}
          </Link>
        }
      />
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <Segmented
            label={t('trash.state')}
            value={why}
            onChange={setWhy}
            options={[
              { value: 'deleted', label: t('trash.deleted') },
              { value: 'archived', label: t('trash.archived') },
              { value: 'hidden', label: t('trash.hidden') },
            ]}
          />
          <SearchInput label={t('trash.search')} value={search} onChange={setSearch} />
        </div>
        <AsideTable
          key={why}
          why={why}
          found={searchAside(all, search)}
          isSearched={all.length > 0}
          onClear={() => setSearch('')}
        />
      </div>
    </Page>
  );
}
