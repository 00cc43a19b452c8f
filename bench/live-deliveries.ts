import { setTimeout as sleep } from 'node:timers/promises';
import type { OnSeq } from './live-screens.ts';

/** Counts on how many screens each change is, and when it was on the last of them. */
export interface Deliveries {
  onSeq: OnSeq;
  /** When each of these changes was on its last screen; resolves once all are on all screens. */
  settle(seqs: readonly number[], screens: number): Promise<Map<number, number>>;
}

/** A delivery that has not come by then is lost. */
const PATIENCE_MS = 30_000;
const POLL_MS = 10;

/** Creates the count. */
export function createDeliveries(): Deliveries {
  const counts = new Map<number, number>();
  const lastAtMs = new Map<number, number>();
  return {
    onSeq(seq, atMs) {
      counts.set(seq, (counts.get(seq) ?? 0) + 1);
      lastAtMs.set(seq, atMs);
    },
    async settle(seqs, screens) {
      const giveUpAtMs = performance.now() + PATIENCE_MS;
      while (seqs.some((seq) => (counts.get(seq) ?? 0) < screens)) {
        if (performance.now() > giveUpAtMs) throw new Error('changes did not reach every screen');
        await sleep(POLL_MS);
      }
      const settled = new Map(seqs.map((seq) => [seq, lastAtMs.get(seq) ?? 0]));
      counts.clear();
      lastAtMs.clear();
      return settled;
    },
  };
}
