import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { LiveBoard, MutationHandle } from '@boardwire/sdk/live/live-board-types';
import type { Rejection } from '@boardwire/sdk/live/pending-mutation';
import { t } from '../../i18n/t.tsx';
import { showToast } from '../../ui/toast-store.ts';
import {
  describeRejection,
  isDiscarded,
  offerUndo,
  showRefusal,
  tellConflict,
} from './tell-edit.ts';
import { noteStep } from './undo-stack.ts';

/** A call and how many values it writes. */
export interface CountedCall {
  call: BoardCall;
  count: number;
}

/** What the server did not take of an edit. */
export interface RefusedCall<Call extends CountedCall> {
  part: Call;
  error: Rejection;
}

/** Calls that one mutation takes (contract/live-mutations.ts), and the length of them as text that the live connection carries. */
export const CALLS_MAX = 100;
const LENGTH_MAX = 150_000;
/** Mutations that may be spent on finding what is wrong in a refused one: ten bad lines in a paste. */
const SEARCHES_MAX = 150;

/** Reasons that lie with one call, so that the others can go without it. */
const OF_ONE_CALL: ReadonlySet<string> = new Set(['VALIDATION_ERROR', 'CONFLICT', 'NOT_FOUND']);

/** Calls by mutation. */
function split<Call extends CountedCall>(calls: readonly Call[]): Call[][] {
  const parts: Call[][] = [];
  let lengthLeft = 0;
  for (const each of calls) {
    const { length } = JSON.stringify(each.call);
    const last = parts.at(-1);
    if (last && last.length < CALLS_MAX && length <= lengthLeft) last.push(each);
    else {
      parts.push([each]);
      lengthLeft = LENGTH_MAX;
    }
    lengthLeft -= length;
  }
  return parts;
}

interface Sending<Call extends CountedCall> {
  board: LiveBoard;
  handles: MutationHandle[];
  refused: RefusedCall<Call>[];
  searchesLeft: number;
}

/** Sends a mutation; what is refused goes once more in halves, until the one at fault is alone. */
async function sendPart<Call extends CountedCall>(
  sending: Sending<Call>,
  part: readonly Call[],
): Promise<void> {
  const [first, ...others] = part.map(({ call }) => call);
  if (!first) return;
  const handle = sending.board.mutate(first, ...others);
  sending.handles.push(handle);
  const outcome = await handle.done;
  if (outcome.kind === 'done') return tellConflict(outcome);
  const { error } = outcome;
  if (others.length === 0 || !OF_ONE_CALL.has(error.code) || sending.searchesLeft < 2) {
    for (const each of part) sending.refused.push({ part: each, error });
    return;
  }
  sending.searchesLeft -= 2;
  const middle = Math.ceil(part.length / 2);
  const halves = [part.slice(0, middle), part.slice(middle)];
  await Promise.all(halves.map((half) => sendPart(sending, half)));
}

function sum(parts: readonly CountedCall[]): number {
  return parts.reduce((total, { count }) => total + count, 0);
}

/** Says how much was refused, and why. */
function showRefused<Call extends CountedCall>(
  refused: readonly RefusedCall<Call>[],
  total: number,
): void {
  const told = refused.filter(({ error }) => !isDiscarded(error));
  const [first] = told;
  if (!first) return;
  const count = sum(told.map(({ part }) => part));
  if (count === total) return showRefusal(first.error);
  showToast({
    tone: 'danger',
    title: t('board.refusedPartly', { count, total }),
    description: describeRejection(first.error),
  });
}

/**
 * Sends any number of calls that do not depend on each other, to be taken back in one step: in as many mutations as they
 * need. Answers what was refused when all have their answer.
 */
export async function sendParts<Call extends CountedCall>(
  board: LiveBoard,
  title: string,
  calls: readonly Call[],
): Promise<readonly RefusedCall<Call>[]> {
  const sending: Sending<Call> = { board, handles: [], refused: [], searchesLeft: SEARCHES_MAX };
  const isWhole = Promise.all(split(calls).map((part) => sendPart(sending, part)));
  offerUndo(board, title, noteStep(board, { handles: sending.handles, isWhole }));
  await isWhole;
  showRefused(sending.refused, sum(calls));
  return sending.refused;
}
