import type { z } from 'zod';
import { invalid } from './refusal.ts';

/** A page of a list; `nextCursor` is null on the last one. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Text that Postgres cannot hold. */
const UNSTORABLE = /[\0\p{Cs}]/u;

/** Cuts rows that were read with one more than `limit` into a page; `placeOf` gives the sort key of a row. */
export function toPage<Item>(
  rows: readonly Item[],
  limit: number,
  placeOf: (row: Item) => readonly (string | number)[],
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null;
  return { items, nextCursor };
}

/** The place in a list as opaque text. */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place that a cursor stands for; null without a cursor. Throws VALIDATION_ERROR for anything we did not make. */
export function decodeCursor<Place extends z.ZodType>(
  cursor: string | undefined,
  place: Place,
): z.output<Place> | null {
  if (cursor === undefined) return null;
  const parsed = place.safeParse(parseJson(cursor));
  if (parsed.success) return parsed.data;
  throw invalid({
    path: 'cursor',
    message: 'Not a cursor of this list: take nextCursor of the page before',
  });
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
      refuseUnstorable,
    ) as unknown;
  } catch {
    return undefined;
  }
}

function refuseUnstorable(_key: string, value: unknown): unknown {
  if (typeof value === 'string' && UNSTORABLE.test(value)) throw new Error('unstorable');
  return value;
}
