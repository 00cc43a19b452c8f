import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import { DISCARDED } from '@boardwire/sdk/live/discarded';
import type { KeptHandle, LiveBoard } from '@boardwire/sdk/live/live-board-types';
import type { MutationOutcome, Rejection } from '@boardwire/sdk/live/pending-mutation';
import { keepOrder, type Placing, readPlacing } from './keep-order.ts';
import { leaveOut, watchWrites, type WriteWatch, type WrittenSince } from './written-since.ts';

/** Calls that are taken or refused together, as those about one row are. */
export interface SentPart {
  calls: readonly BoardCall[];
}

/** What the server did not take of an edit. */
export interface RefusedPart<Part extends SentPart> {
  part: Part;
  error: Rejection;
}

/** Calls that one mutation takes (contract/live-mutations.ts), and the length of them as text that the live connection carries. */
export const CALLS_MAX = 100;
const LENGTH_MAX = 150_000;
/** Mutations that may be spent on finding what is wrong in a refused one: ten bad lines in a paste. */
const SEARCHES_MAX = 150;

/** Of parts that were refused together with others when no more could be spent on finding out which of them was at fault. */
export const NOT_TRIED: Rejection = {
  code: 'NOT_TRIED',
  message: 'It was refused together with others, and not tried again by itself.',
};

/** Reasons that lie with one call, so that the others can go without it. */
const OF_ONE_CALL: ReadonlySet<string> = new Set(['VALIDATION_ERROR', 'CONFLICT', 'NOT_FOUND']);

/** Parts by mutation. */
function bundle<Part extends SentPart>(parts: readonly Part[]): Part[][] {
  const bundles: Part[][] = [];
  let callsLeft = 0;
  let lengthLeft = 0;
  for (const part of parts) {
    const { length } = JSON.stringify(part.calls);
    const last = bundles.at(-1);
    if (last && part.calls.length <= callsLeft && length <= lengthLeft) last.push(part);
    else {
      bundles.push([part]);
      callsLeft = CALLS_MAX;
      lengthLeft = LENGTH_MAX;
    }
    callsLeft -= part.calls.length;
    lengthLeft -= length;
  }
  return bundles;
}

type Board = Pick<LiveBoard, 'mutateKept' | 'pending' | 'status'>;
type Done = MutationOutcome & { kind: 'done' };

interface Sending<Part extends SentPart> {
  board: Board;
  onDone: (outcome: Done) => void;
  handles: KeptHandle[];
  refused: RefusedPart<Part>[];
  /** What holds the refused parts and was not sent again; it is kept until somebody has seen to them. */
  kept: KeptHandle[];
  searchesLeft: number;
  /** Where all parts put items, in their order, and those that have come there. */
  order: readonly Placing[];
  there: Set<string>;
  watch: WriteWatch;
  /** What the same person has written since, as far as it was looked at. */
  since: WrittenSince;
}

function listPlacings(parts: readonly SentPart[]): Placing[] {
  return parts.flatMap(({ calls }) => calls.flatMap((call) => readPlacing(call) ?? []));
}

interface Refusal {
  error: Rejection;
  handle: KeptHandle;
}

/** Sends parts as one mutation; answers undefined once it is taken. */
async function send<Part extends SentPart>(
  sending: Sending<Part>,
  parts: readonly Part[],
  [first, ...others]: readonly BoardCall[],
): Promise<Refusal | undefined> {
  const { board, handles, watch, there, onDone } = sending;
  if (!first) return undefined;
  const handle = board.mutateKept(first, ...others);
  handles.push(handle);
  watch.addOwn(handle.id);
  const outcome = await handle.done;
  sending.since = watch.look();
  if (outcome.kind === 'refused') return { error: outcome.error, handle };
  for (const { itemId } of listPlacings(parts)) there.add(itemId);
  onDone(outcome);
  return undefined;
}

/** Parts as they may be sent again; those of which nothing is left are done with. */
function listLeft<Part extends SentPart>(
  parts: readonly Part[],
  { since }: Sending<Part>,
): readonly Part[] {
  return parts.flatMap((part) => {
    const calls = part.calls.flatMap((call) => leaveOut(call, since) ?? []);
    if (calls.length === 0) return [];
    const isSame = calls.every((call, index) => call === part.calls[index]);
    return isSame && calls.length === part.calls.length ? [part] : [{ ...part, calls }];
  });
}

/** Sends what is left of refused parts, at the places that they have among the others. */
async function sendAgain<Part extends SentPart>(
  sending: Sending<Part>,
  refused: readonly Part[],
): Promise<void> {
  const parts = listLeft(refused, sending);
  if (parts.length === 0) return;
  sending.searchesLeft -= 1;
  const there = new Set(sending.there);
  const calls = parts.flatMap((part) => {
    const placed = part.calls.map((call) => keepOrder(call, sending.order, there));
    for (const { itemId } of listPlacings([part])) there.add(itemId);
    return placed;
  });
  const refusal = await send(sending, parts, calls);
  if (refusal) await search(sending, parts, refusal);
}

/** Sends refused parts once more in halves, one after the other, until the one at fault is alone. */
async function search<Part extends SentPart>(
  sending: Sending<Part>,
  parts: readonly Part[],
  { error, handle }: Refusal,
): Promise<void> {
  // Nothing can be sent to it any more: what is kept tells of these.
  if (typeof sending.board.status() === 'object') return;
  const left = listLeft(parts, sending);
  const isFound = parts.length === 1 && left[0] === parts[0];
  const isOfAll = isFound || !OF_ONE_CALL.has(error.code);
  if (isOfAll || sending.searchesLeft < 2) {
    const told = isOfAll ? error : NOT_TRIED;
    sending.refused.push(...left.map((part) => ({ part, error: told })));
    // Of what its writer gave up nothing is kept, and what a deleted board has lost is told of elsewhere.
    if (error.code !== DISCARDED.code) sending.kept.push(handle);
    return;
  }
  const middle = Math.ceil(left.length / 2);
  for (const half of [left.slice(0, middle), left.slice(middle)]) await sendAgain(sending, half);
  // All of it has been taken, or is kept with what it went again in.
  if (typeof sending.board.status() !== 'object') handle.forgetRefused();
}

/** What was sent: handles come to it until `refused` is known. */
export interface Sent<Part extends SentPart> {
  handles: readonly KeptHandle[];
  refused: Promise<readonly RefusedPart<Part>[]>;
  /** Somebody has seen to what was refused. Until then it is kept as not saved, for when this page is gone. */
  forgetRefused(): void;
}

/**
 * Sends any number of parts that do not depend on each other, in as many mutations as they need. Of a refused mutation all
 * goes again but the part at fault; never over what the same person has written since, and in its place among the others,
 * which is why nothing goes again before all have their answer.
 */
export function sendBundles<Part extends SentPart>(
  board: Board,
  parts: readonly Part[],
  onDone: (outcome: Done) => void = () => undefined,
): Sent<Part> {
  const sending: Sending<Part> = {
    board,
    onDone,
    handles: [],
    refused: [],
    kept: [],
    searchesLeft: SEARCHES_MAX,
    order: listPlacings(parts),
    there: new Set(),
    watch: watchWrites(board),
    since: new Map(),
  };
  const answers = bundle(parts).map(async (each) => {
    const calls = each.flatMap((part) => part.calls);
    return { each, refusal: await send(sending, each, calls) };
  });
  const searchAll = async () => {
    for (const { each, refusal } of await Promise.all(answers))
      if (refusal) await search(sending, each, refusal);
    return sending.refused;
  };
  const forgetRefused = () => {
    for (const handle of sending.kept.splice(0)) handle.forgetRefused();
  };
  return { handles: sending.handles, refused: searchAll(), forgetRefused };
}
