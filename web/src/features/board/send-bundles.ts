import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { LiveBoard, MutationHandle } from '@boardwire/sdk/live/live-board-types';
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

type Board = Pick<LiveBoard, 'mutate' | 'pending'>;
type Done = MutationOutcome & { kind: 'done' };

interface Sending<Part extends SentPart> {
  board: Board;
  onDone: (outcome: Done) => void;
  handles: MutationHandle[];
  refused: RefusedPart<Part>[];
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

/** Sends parts as one mutation; answers undefined once it is taken. */
async function send<Part extends SentPart>(
  sending: Sending<Part>,
  parts: readonly Part[],
  [first, ...others]: readonly BoardCall[],
): Promise<Rejection | undefined> {
  const { board, handles, watch, there, onDone } = sending;
  if (!first) return undefined;
  const handle = board.mutate(first, ...others);
  handles.push(handle);
  watch.addOwn(handle.id);
  const outcome = await handle.done;
  sending.since = watch.look();
  if (outcome.kind === 'refused') return outcome.error;
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
  const error = await send(sending, parts, calls);
  if (error) await search(sending, parts, error);
}

/** Sends refused parts once more in halves, one after the other, until the one at fault is alone. */
async function search<Part extends SentPart>(
  sending: Sending<Part>,
  parts: readonly Part[],
  error: Rejection,
): Promise<void> {
  const left = listLeft(parts, sending);
  const isFound = parts.length === 1 && left[0] === parts[0];
  if (isFound || !OF_ONE_CALL.has(error.code) || sending.searchesLeft < 2) {
    sending.refused.push(...left.map((part) => ({ part, error })));
    return;
  }
  const middle = Math.ceil(left.length / 2);
  for (const half of [left.slice(0, middle), left.slice(middle)]) await sendAgain(sending, half);
}

/** What was sent: handles come to it until `refused` is known. */
export interface Sent<Part extends SentPart> {
  handles: readonly MutationHandle[];
  refused: Promise<readonly RefusedPart<Part>[]>;
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
    searchesLeft: SEARCHES_MAX,
    order: listPlacings(parts),
    there: new Set(),
    watch: watchWrites(board),
    since: new Map(),
  };
  const answers = bundle(parts).map(async (each) => {
    const calls = each.flatMap((part) => part.calls);
    return { each, error: await send(sending, each, calls) };
  });
  const searchAll = async () => {
    for (const { each, error } of await Promise.all(answers))
      if (error) await search(sending, each, error);
    return sending.refused;
  };
  return { handles: sending.handles, refused: searchAll() };
}
