import { whyGone } from '@boardwire/sdk/live/read-board';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { NothingHere } from '../../app/not-found.tsx';
import { setPreference } from '../../app/preferences.ts';
import { useAccount } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { isFault } from '../../lib/is-fault.ts';
import { useDocumentTitle } from '../../lib/use-document-title.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { ImportDrop } from '../imports/index.ts';
import { BoardGone } from './board-gone.tsx';
import { BoardHeader } from './board-header.tsx';
import type { BoardModel } from './board-model.ts';
import { useRemoteNews } from './live/use-remote-news.ts';
import { useOfferNames } from './live/edit-names.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ConflictDialog } from './item/conflict-dialog.tsx';
import { ItemPanel } from './item/item-panel.tsx';
import { ItemSearch } from './item-search.ts';
import { LostNotice } from './lost-notice.tsx';
import { PeopleProvider } from './people.tsx';
import { BoardActs } from './table/board-acts.tsx';
import { forgetLines, storeLines } from './stored-lines.ts';
import { TableProvider, useBoardModel, useMayOnBoard } from './table-context.ts';
import { useBoard } from './use-board.ts';
import { BoardStage } from './views/board-stage.tsx';
import { createTable } from './views/create-table.ts';
import { FilterLine } from './views/filter-line.tsx';
import { ViewBar } from './views/view-bar.tsx';
import { ViewBody } from './views/view-body.tsx';
import { ViewProvider } from './views/view-provider.tsx';

/** A board, live. */
export function BoardPage() {
  const { boardId } = useParams({ from: '/shell/boards/$boardId' });
  const { opened, retry } = useBoard(boardId);
  const { id: ownId } = useAccount();
  const isTaken = opened !== undefined && whyGone(opened) === 'revoked';
  useEffect(() => {
    if (isTaken) forgetLines(ownId, boardId);
  }, [isTaken, ownId, boardId]);
  if (!opened) {
    return (
      <Page isWide>
        <TableSkeleton rows={10} />
      </Page>
    );
  }
  if (opened.ok) return <OpenBoard key={boardId} model={opened.data} />;
  const { error } = opened;
  if (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN')
    return <NothingHere title={t('boardGone.notFound')} text={t('boardGone.notFoundText')} />;
  return (
    <Page>
      <PageHeader title={t('board.closed')} />
      <ErrorState
        message={describeFailure(error)}
        requestId={isFault(error) ? error.requestId : undefined}
        onRetry={retry}
      />
    </Page>
  );
}

function OpenBoard({ model }: { model: BoardModel }) {
  const { id: ownId } = useAccount();
  const [table] = useState(() => {
    const created = createTable(model);
    storeLines(created, ownId);
    return created;
  });
  return (
    <TableProvider value={table}>
      <PeopleProvider>
        <ViewProvider>
          <BoardScreen />
        </ViewProvider>
      </PeopleProvider>
    </TableProvider>
  );
}

function BoardScreen() {
  const { board } = useBoardModel();
  const { name, organizationId, deletedAt } = board.view().board;
  const status = board.status();
  const mayManage = useMayOnBoard('board:manage');
  useDocumentTitle(name);
  useEffect(() => {
    // The sidebar shows the organization that the board is of.
    setPreference({ lastOrganizationId: organizationId });
  }, [organizationId]);
  usePresenceOfPage();
  useRemoteNews();
  useOfferNames();
  if (typeof status === 'object') return <BoardGone reason={status.left} />;
  if (deletedAt !== null) return <BoardGone reason="deleted" />;
  return (
    <div className="relative flex h-[calc(100dvh-6.75rem-var(--banner-height,0px))] min-w-0 flex-col md:h-[calc(100dvh-var(--banner-height,0px))]">
      <BoardHeader />
      <ViewBar />
      <div className="flex min-h-0 flex-1">
        <BoardStage>
          <ViewBody />
        </BoardStage>
        <ItemPanel />
      </div>
      <FilterLine />
      <LostNotice />
      <BulkBar />
      {mayManage && <ImportDrop organizationId={organizationId} boardId={board.id} />}
      <BoardActs />
      <ItemSearch />
      <ConflictDialog />
    </div>
  );
}

/** Tells others whether the page is being looked at. */
function usePresenceOfPage(): void {
  const { board } = useBoardModel();
  useEffect(() => {
    const tell = () => board.setPresence({ state: document.hidden ? 'idle' : 'active' });
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [board]);
}
