import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { FieldInput, LiveBoard, MutationHandle } from '@boardwire/sdk/live/live-board-types';
import type { MutationOutcome, Rejection } from '@boardwire/sdk/live/pending-mutation';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { Table } from './table-context.ts';
import { type CellPlace, type RefusedValue, refusedKey } from './table-store.ts';

/** Why an edit was refused, by its first field problem where there is one. */
export function describeRejection({ code, message, details }: Rejection): string {
  const fields = details?.['fields'] as { message: string }[] | undefined;
  const first = Array.isArray(fields) ? fields[0]?.message : undefined;
  return (
    first ?? describeFailure({ code, message, details } as Parameters<typeof describeFailure>[0])
  );
}

function showRefusal(error: Rejection): void {
  showToast({ tone: 'danger', title: describeRejection(error), description: t('board.takenBack') });
}

/** Sends calls that have no cell to show a refusal in. */
export function send(board: LiveBoard, ...calls: [BoardCall, ...BoardCall[]]): MutationHandle {
  const handle = board.mutate(...calls);
  void handle.done.then((outcome) => {
    if (outcome.kind === 'refused') showRefusal(outcome.error);
  });
  return handle;
}

function readMoved(outcome: MutationOutcome): number {
  if (outcome.kind === 'refused') return 0;
  const [result] = outcome.results as { moved?: unknown[] }[];
  return result?.moved?.length ?? 0;
}

async function undo(handle: MutationHandle): Promise<void> {
  const outcome = await handle.undo();
  if (outcome.kind === 'refused') return showRefusal(outcome.error);
  const moved = readMoved(outcome);
  if (moved === 0) return;
  // Others have written since: it is not taken from them without a question (web W6).
  showToast({
    tone: 'neutral',
    title: t('board.undoMoved', { count: moved }),
    action: { label: t('board.undoAnyway'), run: () => void handle.undo(true) },
  });
}

/** Sends calls and offers to take them back. */
export function sendWithUndo(
  board: LiveBoard,
  title: string,
  ...calls: [BoardCall, ...BoardCall[]]
): MutationHandle {
  const handle = send(board, ...calls);
  showToast({
    tone: 'neutral',
    title,
    action: { label: t('boards.undo'), run: () => void undo(handle) },
  });
  return handle;
}

/** Keeps a value that could not be saved at its cell, with the reason. */
export function keepRefused({ store }: Table, place: CellPlace, refused: RefusedValue): void {
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

/** Writes a cell. A refused value stays at its cell with the reason, to be mended there (web W25). */
export async function writeCell(table: Table, place: CellPlace, value: FieldInput): Promise<void> {
  forgetRefused(table, place);
  const { board } = table.model;
  const outcome = await board.update(place.itemId, { [place.field]: value }).done;
  if (outcome.kind === 'done') return noteConflict(outcome);
  const message = describeRejection(outcome.error);
  keepRefused(table, place, { value, message });
  showToast({
    tone: 'danger',
    title: message,
    description: t('board.takenBack'),
    action: { label: t('board.copyValue'), run: () => void copyValue(value) },
  });
}

interface Written {
  fields?: Record<string, { resolution: string }>;
}

/** Says that two people wrote the same: the cell shows it, too, but may be out of sight. */
function noteConflict({ results }: MutationOutcome & { kind: 'done' }): void {
  const written = results as Written[];
  const isOpen = written.some(({ fields }) =>
    Object.values(fields ?? {}).some(({ resolution }) => resolution === 'user_choice'),
  );
  if (isOpen) showToast({ tone: 'neutral', title: t('board.conflictOpened') });
}
