import { describeActor } from '../actor.ts';
import type { Mutation } from './mutation.ts';

/** A mutation that waits for its board. */
export interface Queued {
  mutation: Mutation;
}

/** Most mutations of one transaction (live L4). */
const BATCH_SIZE = 50;
/** Most characters of their inputs as JSON, unless one alone has more (live L4: 256 kB). */
const BATCH_LENGTH = 256 * 1024;

/** Takes the next ones out of a queue, clients in turn (live L4); one that runs alone ends or makes a batch. */
export function takeBatch<T extends Queued>(queue: T[]): T[] {
  const firstSolo = queue.findIndex(({ mutation }) => isSolo(mutation));
  if (firstSolo === 0) return queue.splice(0, 1);
  const ready = firstSolo === -1 ? queue.slice() : queue.slice(0, firstSolo);
  const ordered = ready.length > BATCH_SIZE ? inTurn(ready) : ready;
  const chosen = cutToLength(ordered.slice(0, BATCH_SIZE));
  const taken = new Set(chosen);
  const left = queue.filter((waiting) => !taken.has(waiting));
  queue.splice(0, queue.length, ...left);
  return chosen;
}

/** The first of each caller, then the second of each, and so on: one that sends much waits for itself. */
function inTurn<T extends Queued>(waiting: readonly T[]): T[] {
  const rounds: T[][] = [];
  const counts = new Map<string, number>();
  for (const each of waiting) {
    const { actor, request, live } = each.mutation;
    const caller = live?.clientId ?? describeActor(actor, request.ipAddress);
    const round = counts.get(caller) ?? 0;
    counts.set(caller, round + 1);
    (rounds[round] ??= []).push(each);
  }
  return rounds.flat();
}

/** The first ones that fit together, and always one: the rest of a caller stays behind it, in order. */
function cutToLength<T extends Queued>(waiting: readonly T[]): T[] {
  let length = 0;
  const end = waiting.findIndex(({ mutation }) => {
    length += lengthOf(mutation);
    return length > BATCH_LENGTH;
  });
  return end === -1 ? [...waiting] : waiting.slice(0, Math.max(1, end));
}

function lengthOf({ calls }: Mutation): number {
  return calls.reduce((length, { input }) => length + JSON.stringify(input ?? null).length, 0);
}

function isSolo({ calls }: Mutation): boolean {
  return calls.some(({ operation }) => operation.isSolo);
}
