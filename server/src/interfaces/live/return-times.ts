import { SECOND_MS } from '../../kernel/time.ts';

/** What one other node lets in, if all of them come to it (live L12). */
const RETURNS_PER_S = 200;
/** Nobody comes before this node has closed its door. */
const FIRST_RETURN_MS = 200;
/** Where other nodes serve, there is nothing to wait for but each other. */
const MIN_SPREAD_MS = SECOND_MS;
/** Alone, this node itself has to be back: its start takes about that long. */
const MIN_SPREAD_ALONE_MS = 5 * SECOND_MS;
/** Nobody waits longer; where there are more, some are refused as `busy` and come again. */
const MAX_SPREAD_MS = 30 * SECOND_MS;

/**
 * When each of `count` connections is to come back after this node stops, in milliseconds (live L12): evenly spread with
 * some chance, no faster than one other node lets them in.
 */
export function planReturns(
  count: number,
  { hasOtherNodes, random = Math.random }: { hasOtherNodes: boolean; random?: () => number },
): number[] {
  const leastMs = hasOtherNodes ? MIN_SPREAD_MS : MIN_SPREAD_ALONE_MS;
  const neededMs = (count / RETURNS_PER_S) * SECOND_MS;
  const spreadMs = Math.min(MAX_SPREAD_MS, Math.max(leastMs, neededMs));
  return Array.from({ length: count }, (_, place) =>
    Math.round(FIRST_RETURN_MS + ((place + random()) / count) * spreadMs),
  );
}
