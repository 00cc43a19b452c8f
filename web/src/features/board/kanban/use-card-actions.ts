import { Archive, CircleCheck, PanelRight, SquareArrowRight, Trash2 } from 'lucide-react';
import { useCallback } from 'react';
import type { Action } from '../../../app/actions.ts';
import { useTargetActions } from '../../../app/use-actions.ts';
import { t } from '../../../i18n/t.tsx';
import { TITLE } from '../column-facts.ts';
import { sendWithUndo } from '../edits.ts';
import { useOpenItem } from '../item/item-link.ts';
import { type Table, useMayOnBoard, useTable } from '../table-context.ts';
import { toggled } from '../table-store.ts';
import { readText } from '../values.ts';
import type { Kanban } from './kanban-context.ts';

function listMoves({ shown }: Table, { drop, listMoving }: Kanban, itemId: string): Action[] {
  return shown
    .buckets()
    .filter(({ itemIds }) => !itemIds.includes(itemId))
    .map(({ key, name, itemIds }) => ({
      id: `card.move.${key}`,
      title: t('kanban.moveToColumn', { name }),
      group: 'edit',
      icon: SquareArrowRight,
      run: () => drop(listMoving(itemId), key, itemIds.length),
    }));
}

function listEnds({ model }: Table, itemId: string): Action[] {
  const title = readText(model.item(itemId)?.values[TITLE]);
  const put = (op: 'items.archive' | 'items.delete') => {
    const text = t(op === 'items.archive' ? 'board.archived' : 'board.deleted', { title });
    sendWithUndo(model.board, text, { op, input: { itemId } });
  };
  return [
    {
      id: 'card.archive',
      title: t('boards.archive'),
      group: 'edit',
      icon: Archive,
      run: () => put('items.archive'),
    },
    {
      id: 'card.delete',
      title: t('boards.delete'),
      group: 'edit',
      icon: Trash2,
      tone: 'danger',
      run: () => put('items.delete'),
    },
  ];
}

/** What the context menu of a card offers (web W1): the same as the card's own menu. */
export function useCardActions(kanban: Kanban): void {
  const table = useTable();
  const openItem = useOpenItem();
  const mayWrite = useMayOnBoard('item:write');
  const actionsOf = useCallback(
    (itemId: string): readonly Action[] => [
      {
        id: 'card.open',
        title: t('kanban.open'),
        group: 'items',
        icon: PanelRight,
        run: () => openItem(itemId),
      },
      {
        id: 'card.select',
        title: t('kanban.select'),
        group: 'items',
        icon: CircleCheck,
        run: () =>
          table.store.setState(({ selected }) => ({ selected: toggled(selected, itemId) })),
      },
      ...(kanban.mayMove ? listMoves(table, kanban, itemId) : []),
      ...(mayWrite ? listEnds(table, itemId) : []),
    ],
    [table, openItem, kanban, mayWrite],
  );
  useTargetActions('item', actionsOf);
}
