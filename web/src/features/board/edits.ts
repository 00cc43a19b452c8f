import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { FieldInput, LiveBoard, MutationHandle } from '@boardwire/sdk/live/live-board-types';
import type { MutationOutcome, Rejection } from '@boardwire/sdk/live/pending-mutation';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { Table } from './table-context.ts';
import { noteEdit, undoEdit, type UndoResult, type UndoStep } from './undo-stack.ts';
import { type CellPlace, type RefusedValue, refusedKey } from './table-store.ts';

/** Why an edit was refused, by its first field problem where there is one. */
export function describeRejection({ code, message, details }: Rejection): string {
  const fields = details?.['fields'] as { message: string }[] | undefined;
  const first = Array.isArray(fields) ? fields[0]?.message : undefined;
  return (
    first ?? describeFailure({ code, message, details } as Parameters<typeof describeFailure>[0])
  );
}

/** Nobody is told of what they gave up themselves. */
function isDiscarded({ code }: Rejection): boolean {
  return code === 'DISCARDED';
}

function showRefusal(error: Rejection): void {
  if (isDiscarded(error)) return;
  showToast({ tone: 'danger', title: describeRejection(error), description: t('board.takenBack') });
}

/** Sends calls that have no cell to show a refusal in. */
export function send(board: LiveBoard, ...calls: [BoardCall, ...BoardCall[]]): MutationHandle {
  const handle = board.mutate(...calls);
  noteEdit(board, handle);
  void handle.done.then((outcome) => {
    if (outcome.kind === 'refused') showRefusal(outcome.error);
  });
  return handle;
}

/** Says what became of an undo; others' later values are not taken from them without a question (web W6). */
export function showUndo(result: UndoResult): void {
  if (result.kind === 'refused') return showRefusal(result.error);
  if (result.kind === 'nothing' || result.moved === 0) return;
  showToast({
    tone: 'neutral',
    title: t('board.undoMoved', { count: result.moved }),
    action: { label: t('board.undoAnyway'), run: result.force },
  });
}

/** Offers to take a step back. */
function offerUndo(board: LiveBoard, title: string, step: UndoStep): void {
  const run = () => void undoEdit(board, step).then(showUndo);
  showToast({ tone: 'neutral', title, action: { label: t('boards.undo'), run } });
}

/** Sends calls and offers to take them back. */
export function sendWithUndo(
  board: LiveBoard,
  title: string,
  ...calls: [BoardCall, ...BoardCall[]]
): MutationHandle {
  return sendAll(board, title, calls)[0]!;
}

/** Calls that one mutation takes. */
const CALLS_MAX = 100;

/** Sends any number of calls, to be taken back in one step; more than a mutation takes go in several. */
export function sendAll(
  board: LiveBoard,
  title: string | undefined,
  calls: readonly BoardCall[],
): MutationHandle[] {
  const handles: MutationHandle[] = [];
  for (let at = 0; at < calls.length; at += CALLS_MAX) {
    const [first, ...others] = calls.slice(at, at + CALLS_MAX);
    if (first) handles.push(board.mutate(first, ...others));
  }
  const step = noteEdit(board, ...handles);
  if (title !== undefined) offerUndo(board, title, step);
  void Promise.all(handles.map(({ done }) => done)).then((outcomes) => {
    const refused = outcomes.find((outcome) => outcome.kind === 'refused');
    if (refused) showRefusal(refused.error);
  });
  return handles;
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
  const handle = board.update(place.itemId, { [place.field]: value });
  noteEdit(board, handle);
  const outcome = await handle.done;
  if (outcome.kind === 'done') return noteConflict(outcome);
  if (isDiscarded(outcome.error)) return;
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
