import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import type { MutationOutcome, Rejection } from '@boardwire/sdk/live/pending-mutation';
import { t } from '../../i18n/t.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { describeRejection } from './describe-rejection.ts';
import { undoEdit, type UndoResult, type UndoStep } from './undo-stack.ts';

/** Nobody is told of what they gave up themselves. */
export function isDiscarded({ code }: Rejection): boolean {
  return code === 'DISCARDED';
}

/** Says that an edit was refused, and why. */
export function showRefusal(error: Rejection): void {
  if (isDiscarded(error)) return;
  showToast({ tone: 'danger', title: describeRejection(error), description: t('board.takenBack') });
}

function showUndoRefusal({ error, isPartly }: UndoResult & { kind: 'refused' }): void {
  if (isDiscarded(error)) return;
  const title = t(isPartly ? 'board.undonePartly' : 'board.notUndone');
  showToast({ tone: 'danger', title, description: describeRejection(error) });
}

/** Says what became of an undo; others' later values are not taken from them without a question (web W6). */
export function showUndo(result: UndoResult): void {
  if (result.kind === 'refused') return showUndoRefusal(result);
  if (result.kind === 'nothing' || result.moved === 0) return;
  showToast({
    tone: 'neutral',
    title: t('board.undoMoved', { count: result.moved }),
    action: { label: t('board.undoAnyway'), run: result.force },
  });
}

/** Says that an undo comes later. */
export function tellWait(): void {
  showToast({ tone: 'neutral', title: t('board.undoWaits') });
}

/** Offers to take a step back. */
export function offerUndo(board: LiveBoard, title: string, step: UndoStep): void {
  const run = () => void undoEdit(board, step, tellWait).then(showUndo);
  showToast({ tone: 'neutral', title, action: { label: t('boards.undo'), run } });
}

interface Written {
  fields?: Record<string, { resolution: string }>;
}

/** Says that two people wrote the same: the cell shows it, too, but may be out of sight. */
export function tellConflict({ results }: MutationOutcome & { kind: 'done' }): void {
  const written = results as Written[];
  const isOpen = written.some(({ fields }) =>
    Object.values(fields ?? {}).some(({ resolution }) => resolution === 'user_choice'),
  );
  if (isOpen) showToast({ tone: 'neutral', title: t('board.conflictOpened') });
}
