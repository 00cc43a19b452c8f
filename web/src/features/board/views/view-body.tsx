import { lazy, Suspense } from 'react';
import { loadModule } from '../../../lib/load-module.ts';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import { BoardTable } from '../board-table.tsx';
import { NothingFound } from './nothing-found.tsx';
import { useShownCount } from './use-shown.ts';
import { useViews } from './view-provider.tsx';

const KanbanBoard = lazy(async () => {
  const { KanbanBoard: component } = await loadModule(() => import('../kanban/kanban-board.tsx'));
  return { default: component };
});

/** The board as its view shows it. */
export function ViewBody() {
  const { view } = useViews();
  const { count, isFiltered } = useShownCount();
  if (isFiltered && count === 0) return <NothingFound />;
  if (view.kind === 'table') return <BoardTable />;
  return (
    <Suspense fallback={<TableSkeleton rows={8} />}>
      <KanbanBoard />
    </Suspense>
  );
}
