import {
  Archive,
  ArrowDown,
  ArrowUp,
  Copy,
  CornerDownRight,
  FolderInput,
  PanelRight,
  SquareCheck,
  Trash2,
} from 'lucide-react';
import type { Action } from '../../../app/actions.ts';
import { t } from '../../../i18n/t.tsx';
import { send, sendWithUndo } from '../edits.ts';
import type { Table } from '../table-context.ts';
import { toggled } from '../table-store.ts';
import { readText } from '../values.ts';
import { type DropItems, listMoving, moveItem } from './move-by-keys.ts';

/** What acts on a row need besides the table. */
interface RowActsContext {
  open: (itemId: string) => void;
  drop: DropItems;
  addSubItem: (parentId: string) => void;
}

type Make = (
  id: string,
  title: string,
  icon: Action['icon'],
  run: () => void,
  tone?: 'danger',
) => Action;

const make =
  (group: Action['group']): Make =>
  (id, title, icon, run, tone) => ({ id, title, group, icon, run, ...(tone ? { tone } : {}) });

/** "Move to…": the way of those who cannot drag (web W37). */
function listMoves(table: Table, itemId: string, { drop }: RowActsContext): Action[] {
  const { shown, model } = table;
  const isSubItem = (model.item(itemId)?.parentId ?? null) !== null;
  const add = make('edit');
  const moves = [
    add('row.up', t('board.moveUp'), ArrowUp, () => moveItem(table, itemId, -1, drop)),
    add('row.down', t('board.moveDown'), ArrowDown, () => moveItem(table, itemId, 1, drop)),
  ];
  if (isSubItem || shown.groupedBy().kind === 'none') return moves;
  const others = shown.buckets().filter(({ itemIds }) => !itemIds.includes(itemId));
  return moves.concat(
    others.map(({ key, name, itemIds }) =>
      add(`row.to.${key}`, t('table.moveTo', { name }), FolderInput, () =>
        drop(listMoving(table, itemId), key, itemIds.length),
      ),
    ),
  );
}

/** What can be done with an item by its context menu. */
export function listRowActs(table: Table, itemId: string, context: RowActsContext): Action[] {
  const { model, store } = table;
  const item = model.item(itemId);
  if (!item) return [];
  const { board } = model;
  const title = readText(item.values['title']);
  const isSelected = store.getState().selected.has(itemId);
  const look = make('items');
  const acts = [
    look('row.open', t('table.open'), PanelRight, () => context.open(itemId)),
    look('item.select', t(isSelected ? 'table.unselect' : 'table.select'), SquareCheck, () =>
      store.setState(({ selected }) => ({ selected: toggled(selected, itemId) })),
    ),
  ];
  if (!board.permissions().includes('item:write')) return acts;
  const add = make('create');
  if (item.parentId === null)
    acts.push(
      add('row.sub', t('board.addSubItem'), CornerDownRight, () => context.addSubItem(itemId)),
    );
  acts.push(
    add('row.copy', t('board.duplicate'), Copy, () =>
      send(board, { op: 'items.duplicate', input: { itemId } }),
    ),
  );
  const put = (op: 'items.archive' | 'items.delete', text: string) => () =>
    sendWithUndo(board, text, { op, input: { itemId } });
  const end = make('view');
  return [
    ...acts,
    ...listMoves(table, itemId, context),
    end(
      'row.archive',
      t('boards.archive'),
      Archive,
      put('items.archive', t('board.archived', { title })),
    ),
    end(
      'row.delete',
      t('boards.delete'),
      Trash2,
      put('items.delete', t('board.deleted', { title })),
      'danger',
    ),
  ];
}
