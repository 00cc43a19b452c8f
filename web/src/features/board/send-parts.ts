import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import { t } from '../../i18n/t.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { boardHolds } from './hold-board.ts';
import { NOT_TRIED, type RefusedPart, sendBundles, type SentPart } from './send-bundles.ts';
import { describeRejection } from './describe-rejection.ts';
import { isDiscarded, offerUndo, showRefusal, tellConflict } from './tell-edit.ts';
import { noteStep } from './undo-stack.ts';

function countFields(call: BoardCall): number {
  if (call.op !== 'items.update') return 0;
  const { values, changes } = call.input;
  return Object.keys({ ...values, ...changes }).length;
}

/** How many values parts write; an item that is made, or only goes somewhere, counts as one. */
function countValues(parts: readonly SentPart[]): number {
  return parts.reduce((total, { calls }) => {
    const fields = calls.reduce((sum, call) => sum + countFields(call), 0);
    return total + Math.max(1, fields);
  }, 0);
}

/** Says how much was refused, and why. */
function showRefused(refused: readonly RefusedPart<SentPart>[], total: number): void {
  const told = refused.filter(({ error }) => !isDiscarded(error));
  const first = told.find(({ error }) => error.code !== NOT_TRIED.code) ?? told[0];
  if (!first) return;
  const count = countValues(told.map(({ part }) => part));
  if (count === total) return showRefusal(first.error);
  showToast({
    tone: 'danger',
    title: t('board.refusedPartly', { count, total }),
    description: describeRejection(first.error),
  });
}

/**
 * Sends any number of parts that do not depend on each other, to be taken back in one step. When all have their answer,
 * `keep` sees to what was refused.
 */
export async function sendParts<Part extends SentPart>(
  board: LiveBoard,
  title: string,
  parts: readonly Part[],
  keep: (refused: readonly RefusedPart<Part>[]) => void = () => undefined,
): Promise<void> {
  const sent = sendBundles(board, parts, tellConflict);
  const { handles, refused: isWhole } = sent;
  // What was refused is looked for in here: whoever walks on meanwhile loses nothing.
  boardHolds.holdUntil(board.id, isWhole);
  offerUndo(board, title, noteStep(board, { handles, isWhole }));
  const refused = await isWhole;
  showRefused(refused, countValues(parts));
  keep(refused);
  sent.forgetRefused();
}
