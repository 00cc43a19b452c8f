import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/** Longest key in characters before its neighbourhood is given new ones (live L24). */
export const MAX_RANK_LENGTH = 40;

/**
 * Longest new key. Half the limit: keys that only just fit would be too long again after a few moves (measured, 1,000
 * inserts into one gap: renewed at almost every one with 40, at 7 of them with 20).
 */
const SHORT_RANK_LENGTH = MAX_RANK_LENGTH / 2;

/** How fast the neighbourhood widens: finer steps cost 300 ms where 1,000 keys lie in one gap, these 8 (measured). */
const WIDTH_GROWTH = 1.25;

/** Entries `from` (inclusive) to `to` (exclusive) get these keys instead of theirs. */
export interface RekeyPlan {
  from: number;
  to: number;
  keys: string[];
}

/**
 * A key between two others, null for the open ends. Keys are ASCII and sort by `<`, as Postgres sorts them under
 * COLLATE "C". Throws when the two are not in order (live L24).
 */
export function rankBetween(before: string | null, after: string | null): string {
  assertOrder(before, after);
  return generateKeyBetween(before, after);
}

/** As many keys in order between two others; throws when the two are not in order. */
export function ranksBetween(before: string | null, after: string | null, count: number): string[] {
  assertOrder(before, after);
  return generateNKeysBetween(before, after, count);
}

/** Whether a key is longer than 40 characters, so that its neighbourhood must be given new ones (live L24). */
export function isTooLong(key: string): boolean {
  return key.length > MAX_RANK_LENGTH;
}

/**
 * New keys for the smallest neighbourhood of `keys[index]` that gets along with short ones (live L24), to within a
 * quarter of its width. `keys` are all of the group in order, the too long one among them; the whole group always gets along.
 */
export function rekeyPlan(keys: readonly string[], index: number): RekeyPlan {
  for (let width = 1; width < keys.length; width = Math.ceil(width * WIDTH_GROWTH)) {
    const from = findRoomiest(keys, index, width);
    const fresh = ranksBetween(keys[from - 1] ?? null, keys[from + width] ?? null, width);
    if (fresh.every(isShort)) return { from, to: from + width, keys: fresh };
  }
  return { from: 0, to: keys.length, keys: ranksBetween(null, null, keys.length) };
}

const isShort = (key: string): boolean => key.length <= SHORT_RANK_LENGTH;

/** Start of the neighbourhood of this width whose middle key would be shortest. */
function findRoomiest(keys: readonly string[], index: number, width: number): number {
  let best = { from: 0, length: Infinity };
  const last = Math.min(index, keys.length - width);
  for (let from = Math.max(0, index - width + 1); from <= last; from += 1) {
    const { length } = rankBetween(keys[from - 1] ?? null, keys[from + width] ?? null);
    if (length < best.length) best = { from, length };
  }
  return best.from;
}

/** The library would swap the two and hand out a key on the wrong side of both. */
function assertOrder(before: string | null, after: string | null): void {
  if (before !== null && after !== null && before >= after)
    throw new Error(`ranks out of order: ${before}, ${after}`);
}
