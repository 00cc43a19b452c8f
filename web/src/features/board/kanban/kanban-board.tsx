import { useCallback, useMemo, useRef, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { useBoardModel, useMayOnBoard, useTable, useTableState } from '../table-context.ts';
import { listCardFields } from '../views/card-fields.ts';
import { isDroppable } from '../views/group-items.ts';
import type { ShownBucket } from '../views/row-engine.ts';
import { useShownBuckets } from '../views/use-shown.ts';
import { useViews } from '../views/view-provider.tsx';
import { type CardPlace, HELP_ID, type Kanban, KanbanProvider } from './kanban-context.ts';
import { KanbanColumn } from './kanban-column.tsx';
import { useAutoScroll } from './use-auto-scroll.ts';
import { useCardActions } from './use-card-actions.ts';
import { useDragged } from './use-card-drag.ts';
import { useDrop } from './use-drop.ts';

/** The card that Tab leads to: the one that was left last, else the first. */
function findTabStop(
  buckets: readonly ShownBucket[],
  activeId: string | undefined,
): string | undefined {
  const isShown = buckets.some(({ itemIds }) => itemIds.includes(activeId ?? ''));
  return isShown ? activeId : buckets.find(({ itemIds }) => itemIds.length > 0)?.itemIds[0];
}

function useKanbanValue(buckets: readonly ShownBucket[]): Kanban {
  const { shown, store } = useTable();
  const { tree } = useBoardModel();
  const { view } = useViews();
  const activeId = useTableState(({ active }) => active?.itemId);
  const mayWrite = useMayOnBoard('item:write');
  const drop = useDrop();
  const dragged = useDragged();
  const [places] = useState(() => new Map<string, CardPlace>());
  const by = shown.groupedBy();
  const mayMove = mayWrite && (by.kind !== 'column' || isDroppable(by.column));
  const { columns } = tree();
  const ids = listCardFields(columns, view.settings);
  const fieldKey = ids.join(' ');
  const fields = useMemo(
    () => fieldKey.split(' ').flatMap((id) => columns.find((column) => column.id === id) ?? []),
    [fieldKey, columns],
  );
  const listMoving = useCallback(
    (itemId: string) => {
      const { selected } = store.getState();
      if (!selected.has(itemId)) return [itemId];
      return shown
        .buckets()
        .flatMap(({ itemIds }) => itemIds)
        .filter((id) => selected.has(id));
    },
    [store, shown],
  );
  const tabStop = findTabStop(buckets, activeId);
  return useMemo(
    () => ({ mayMove, fields, tabStop, dragged, drop, listMoving, places }),
    [mayMove, fields, tabStop, dragged, drop, listMoving, places],
  );
}

/** The board as columns of cards, by group or by a field with one choice (web W15). */
export function KanbanBoard() {
  const board = useRef<HTMLDivElement>(null);
  const buckets = useShownBuckets();
  const kanban = useKanbanValue(buckets);
  useCardActions(kanban);
  useAutoScroll(board);
  return (
    <KanbanProvider value={kanban}>
      <div
        ref={board}
        role="group"
        aria-label={t('views.kanban')}
        className="relative flex min-h-0 flex-1 snap-x items-start gap-3 overflow-x-auto overscroll-x-contain p-3 max-sm:snap-mandatory sm:snap-none"
      >
        <p id={HELP_ID} className="sr-only">
          {t('kanban.help')}
        </p>
        {buckets.map((bucket) => (
          <KanbanColumn key={bucket.key} bucket={bucket} />
        ))}
      </div>
    </KanbanProvider>
  );
}
