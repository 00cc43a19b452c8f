import { rankBetween } from '../../../kernel/rank.ts';

/** Something that has a place in an order. */
interface Placed {
  id: string;
  pos: string;
}

/** Sorted by place, as everybody sees them (live L24). */
function inOrder<Row extends Placed>(rows: Iterable<Row>): Row[] {
  return [...rows].toSorted((a, b) => comparePlaces(a, b));
}

/** Compares places bytewise, as Postgres does under collation "C"; ids break ties. */
function comparePlaces(a: Placed, b: Placed): number {
  if (a.pos !== b.pos) return a.pos < b.pos ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** A place behind `after` (null: first, undefined or gone: last) among few rows, `movingId` left out. */
export function placeBehind(
  rows: Iterable<Placed>,
  after: string | null | undefined,
  movingId?: string,
): string {
  const others = inOrder(rows).filter(({ id }) => id !== movingId);
  const anchor = after === null ? -1 : others.findIndex(({ id }) => id === after);
  const index = anchor === -1 && after !== null ? others.length - 1 : anchor;
  return rankBetween(others[index]?.pos ?? null, others[index + 1]?.pos ?? null);
}
