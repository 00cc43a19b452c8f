import { generateKeyBetween } from 'fractional-indexing';

interface Placed {
  id: string;
  pos: string;
}

/** Where a row is wanted among its neighbours. */
export interface Anchors {
  /** Behind this one; null: first. */
  after?: string | null | undefined;
  before?: string | undefined;
}

/**
 * A place for a row until the server gives it one: it is only shown, never sent, since two clients that choose at
 * once would choose the same (live L24). An anchor that is gone means the end.
 */
export function placeProvisionally(
  rows: Iterable<Placed>,
  { after, before }: Anchors,
  movingId: string,
): string {
  // Thousands of rows are pasted at once, each of them placed: nothing but places is gathered.
  const places: string[] = [];
  let high: string | undefined;
  let low: string | undefined;
  for (const { id, pos } of rows) {
    if (id === movingId) continue;
    places.push(pos);
    if (id === before) high = pos;
    if (id === after) low = pos;
  }
  if (high !== undefined) return rankBetween(greatestBelow(places, high), high);
  if (after === null) return rankBetween(null, leastAbove(places, ''));
  if (low !== undefined) return rankBetween(low, leastAbove(places, low));
  return rankBetween(greatestBelow(places, null), null);
}

function rankBetween(low: string | null, high: string | null): string {
  try {
    return generateKeyBetween(low, high);
  } catch {
    // A place that is no such key came from elsewhere: right behind it is near enough until the answer.
    return `${low ?? ''}!`;
  }
}

function leastAbove(places: readonly string[], bound: string): string | null {
  let least: string | null = null;
  for (const place of places) {
    if (place > bound && (least === null || place < least)) least = place;
  }
  return least;
}

function greatestBelow(places: readonly string[], bound: string | null): string | null {
  let greatest: string | null = null;
  for (const place of places) {
    if ((bound === null || place < bound) && (greatest === null || place > greatest))
      greatest = place;
  }
  return greatest;
}
