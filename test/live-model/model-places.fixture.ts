import { rankBetween } from '../../server/src/kernel/rank.ts';
import type { OperationScene } from './model-scene.fixture.ts';

/** Where a caller wants an item; `pos` is heard by a mutant only. */
export interface WantedPlace {
  after?: string | null | undefined;
  before?: string | undefined;
  pos?: string | undefined;
}

/** A key for the place: an anchor that is gone means the end (live L24). */
export function findRank(
  { rows, mutants }: OperationScene,
  groupId: string,
  { after, before, pos }: WantedPlace,
  movingId?: string,
): string {
  if (mutants.clientComputesKeys && pos !== undefined) return pos;
  const others = [...rows.state.items.values()]
    .filter((item) => item.groupId === groupId && item.id !== movingId)
    .toSorted((a, b) => (a.pos < b.pos ? -1 : 1));
  const keyAt = (index: number) => others[index]?.pos ?? null;
  const low = others.findIndex(({ id }) => id === after);
  const high = others.findIndex(({ id }) => id === before);
  if (high !== -1) return rankBetween(keyAt(high - 1), keyAt(high));
  if (after === null) return rankBetween(null, keyAt(0));
  const left = low === -1 ? others.length - 1 : low;
  return rankBetween(keyAt(left), keyAt(left + 1));
}
