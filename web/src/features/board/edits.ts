import type { Item } from '@boardwire/contract/board-model';
import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { FieldInput, LiveBoard, MutationHandle } from '@boardwire/sdk/live/live-board-types';
import { writeValues } from '@boardwire/sdk/live/write-values';
import { t } from '../../i18n/t.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { keepLeftValue } from './keep-lines.ts';
import type { Table } from './table-context.ts';
import { type CellPlace, type RefusedValue, refusedKey } from './table-store.ts';
import { describeRejection } from './describe-rejection.ts';
import { isDiscarded, offerUndo, showRefusal, tellConflict } from './tell-edit.ts';
import { noteEdit } from './undo-stack.ts';
import { watchWrites } from './written-since.ts';

function tellRefusal({ done }: MutationHandle): void {
  void done.then((outcome) => {
    if (outcome.kind === 'refused') showRefusal(outcome.error);
  });
}

/** Sends calls that have no cell to show a refusal in. */
export function send(board: LiveBoard, ...calls: [BoardCall, ...BoardCall[]]): MutationHandle {
  const handle = board.mutate(...calls);
  noteEdit(board, handle);
  tellRefusal(handle);
  return handle;
}

/** Sends calls, which stand or fall together, and offers to take them back. */
export function sendWithUndo(
  board: LiveBoard,
  title: string,
  ...calls: [BoardCall, ...BoardCall[]]
): MutationHandle {
  const handle = board.mutate(...calls);
  offerUndo(board, title, noteEdit(board, handle));
  tellRefusal(handle);
  return handle;
}

/** Keeps a value that could not be saved at its cell, with the reason. */
export function keepRefused(table: Table, place: CellPlace, refused: RefusedValue): void {
  if (keepLeftValue(table, place, refused)) return;
  const { store } = table;
  const next = new Map(store.getState().refused);
  store.setState({ refused: next.set(refusedKey(place), refused) });
}

/** Forgets a refused value. */
export function forgetRefused({ store }: Table, place: CellPlace): void {
  const next = new Map(store.getState().refused);
  if (next.delete(refusedKey(place))) store.setState({ refused: next });
}

async function copyValue(value: FieldInput): Promise<void> {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    showToast({ tone: 'danger', title: t('ui.copyFailed') });
  }
}

/** Sets a field as somebody who has seen the item as it was then: what others wrote since is not replaced in silence. */
function setField(
  board: LiveBoard,
  { itemId, field }: CellPlace,
  value: FieldInput,
  seen: Item | undefined,
): MutationHandle {
  if (!seen) return board.update(itemId, { [field]: value });
  const state = { ...board.view(), items: new Map([[itemId, seen]]) };
  return board.mutate(writeValues(state, itemId, { [field]: value }));
}

/**
 * Writes a cell. A refused value stays at its cell with the reason, to be mended there (web W25). `seen` is the item as it
 * was when the edit began.
 */
export async function writeCell(
  table: Table,
  place: CellPlace,
  value: FieldInput,
  seen?: Item,
): Promise<void> {
  forgetRefused(table, place);
  const { board } = table.model;
  const watch = watchWrites(board);
  const handle = setField(board, place, value, seen);
  watch.addOwn(handle.id);
  noteEdit(board, handle);
  const outcome = await handle.done;
  if (outcome.kind === 'done') return tellConflict(outcome);
  const { itemId, field } = place;
  // What was written there since stands for itself: it is not marked with what it took the place of.
  if (isDiscarded(outcome.error) || watch.look().get(itemId)?.has(field)) return;
  const message = describeRejection(outcome.error);
  keepRefused(table, place, { value, message });
  showToast({
    tone: 'danger',
    title: message,
    description: t('board.takenBack'),
    action: { label: t('board.copyValue'), run: () => void copyValue(value) },
  });
}
