import type { ColumnType } from '@boardwire/contract/column-types';
import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import {
  CalendarDays,
  CircleDot,
  MoveDown,
  MoveUp,
  Plus,
  Redo2,
  SquareCheck,
  Tags,
  Undo2,
  UserRound,
} from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { Action } from '../../../app/actions.ts';
import { useActions, useTargetActions } from '../../../app/use-actions.ts';
import { t } from '../../../i18n/t.tsx';
import { NameDialog } from '../../../ui/name-dialog.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { goTo, goToLine, startEditing } from '../cell-moves.ts';
import { sendNewItem } from '../lost-lines.ts';
import { useOpenItem } from '../item/item-link.ts';
import { useDrop } from '../kanban/use-drop.ts';
import { type Table, useTable } from '../table-context.ts';
import { toggled } from '../table-store.ts';
import { showUndo, tellWait } from '../tell-edit.ts';
import { redoEdit, undoEdit, type UndoResult } from '../undo-stack.ts';
import { useViews } from '../views/view-provider.tsx';
import type { ViewKind } from '../views/view-settings.ts';
import { goToEdgeLine, moveLine } from './line-keys.ts';
import { listRowActs } from './row-acts.ts';
import { useFollowedPeek } from './use-peek.ts';

/** The item that a letter is about: that of the line with the focus, or the one under the pointer. */
function findTarget({ store, model }: Table): string | undefined {
  const { active, activeLine, selected } = store.getState();
  const hovered = document.querySelector('[data-item]:hover')?.getAttribute('data-item');
  const line = activeLine !== null && model.item(activeLine) ? activeLine : undefined;
  return line ?? hovered ?? [...selected][0] ?? active?.itemId;
}

/** Opens the editor of the first column of a type, for all selected items if the target is one of them (web W3). */
function setFirst(table: Table, type: ColumnType): void {
  const { model, shown, store } = table;
  const itemId = findTarget(table);
  const column = shown.columns().find((each) => each.type === type);
  if (itemId === undefined || !column || !model.board.permissions().includes('item:write')) return;
  const { selected } = store.getState();
  goTo(table, { itemId, field: column.id });
  startEditing(table, '', selected.size > 1 && selected.has(itemId));
}

function step(table: Table, by: 1 | -1): void {
  const { activeLine, active } = table.store.getState();
  const key = activeLine ?? active?.itemId;
  if (key === undefined) return goToEdgeLine(table, 'first');
  let at = key;
  // Heads and the line for a new item are no items.
  for (;;) {
    const next = moveLine(table, at, by);
    if (!next || next.key === at || next.kind === 'item') return;
    at = next.key;
  }
}

type UndoAct = (board: LiveBoard) => Promise<UndoResult>;

const undoLast: UndoAct = (board) => undoEdit(board, undefined, tellWait);

async function undo(table: Table, act: UndoAct): Promise<void> {
  const result = await act(table.model.board);
  if (result.kind === 'nothing') showToast({ tone: 'neutral', title: t('table.nothingToUndo') });
  showUndo(result);
}

function listActions(table: Table, kind: ViewKind): Action[] {
  const add = (
    id: string,
    title: string,
    icon: Action['icon'],
    run: () => void,
    keys?: string,
  ) => ({
    id,
    title,
    icon,
    run,
    group: 'items' as const,
    ...(keys === undefined ? {} : { keys }),
  });
  const select = () => {
    const itemId = findTarget(table);
    if (itemId === undefined) return;
    table.store.setState(({ selected }) => ({ selected: toggled(selected, itemId) }));
  };
  return [
    add('board.newItem', t('shortcut.newItem'), Plus, () => addItem(table, kind)),
    add('item.next', t('shortcut.nextItem'), MoveDown, () => step(table, 1)),
    add('item.previous', t('shortcut.previousItem'), MoveUp, () => step(table, -1)),
    add('item.select', t('shortcut.selectItem'), SquareCheck, select),
    add('item.status', t('shortcut.setStatus'), CircleDot, () => setFirst(table, 'status')),
    add('item.assignee', t('shortcut.setAssignee'), UserRound, () => setFirst(table, 'person')),
    add('item.date', t('shortcut.setDate'), CalendarDays, () => setFirst(table, 'date')),
    add('item.labels', t('shortcut.setLabels'), Tags, () => setFirst(table, 'tags')),
  ];
}

/** The bucket of the line with the focus, of the one under the pointer, or the first. */
function findBucket({ store, shown, model }: Table): string | undefined {
  const { active, activeLine } = store.getState();
  const hovered = document.querySelector('[data-item]:hover')?.getAttribute('data-item');
  const buckets = shown.buckets();
  for (const key of [activeLine, hovered, active?.itemId]) {
    const itemId = model.item(key ?? '')?.parentId ?? key;
    const found = buckets.find(
      (bucket) => bucket.key === key || (itemId && bucket.itemIds.includes(itemId)),
    );
    if (found) return found.key;
  }
  return buckets[0]?.key;
}

/** Leads to where the title of a new item is typed (web W2). */
function addItem(table: Table, kind: ViewKind): void {
  const { store, model } = table;
  const key = findBucket(table);
  if (key === undefined || !model.board.permissions().includes('item:write')) return;
  if (kind === 'kanban') return store.setState({ addingTo: key });
  store.setState(({ collapsed }) => ({ collapsed: toggled(collapsed, key, false) }));
  goToLine(table, `add ${key}`);
}

const TYPING = 'input, textarea, select, [contenteditable]';

/** Undo belongs to the board unless a text is being typed, which has an undo of its own. */
function listUndo(table: Table): Action[] {
  const unlessTyping = (act: UndoAct) => () => {
    if (!document.activeElement?.closest(TYPING)) void undo(table, act);
  };
  const base = { group: 'edit' as const };
  return [
    {
      ...base,
      id: 'board.undo',
      title: t('table.undo'),
      icon: Undo2,
      keys: 'mod+z',
      run: unlessTyping(undoLast),
    },
    {
      ...base,
      id: 'board.redo',
      title: t('table.redo'),
      icon: Redo2,
      keys: 'mod+shift+z',
      run: unlessTyping(redoEdit),
    },
  ];
}

/** Offers what can be done on an open board to the palette, to keys and to context menus (web W1). */
export function BoardActs() {
  const table = useTable();
  const openItem = useOpenItem();
  const drop = useDrop();
  useFollowedPeek();
  const [parentId, setParent] = useState<string>();
  const { kind } = useViews().view;
  useActions(useMemo(() => [...listActions(table, kind), ...listUndo(table)], [table, kind]));
  useTargetActions(
    'item',
    useCallback(
      (itemId) => listRowActs(table, itemId, { open: openItem, drop, addSubItem: setParent }),
      [table, openItem, drop],
    ),
  );
  if (parentId === undefined) return null;
  return (
    <NameDialog
      title={t('board.addSubItem')}
      label={t('board.itemTitle')}
      action={t('board.add')}
      onClose={() => setParent(undefined)}
      onSubmit={(title) => {
        const id = crypto.randomUUID();
        void sendNewItem(table, { boardId: table.model.board.id, id, parentId, title });
        table.store.setState(({ expanded }) => ({ expanded: toggled(expanded, parentId, true) }));
        return undefined;
      }}
    />
  );
}
