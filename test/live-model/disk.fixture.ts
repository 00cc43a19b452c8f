import { createMemoryStore } from '@boardwire/sdk/live/pending-store';
import type { PendingStore } from '@boardwire/sdk/live/pending-store';
import type { Life, Timeline } from './timeline.fixture.ts';

/** The database of a browser profile: it takes time, and what it has taken survives a crash. */
export interface Disk {
  openFor(life: Life): PendingStore;
  /** Ids of the mutations that are stored. */
  stored(): Promise<ReadonlySet<string>>;
}

const MAX_DELAY_MS = 25;

/** Creates an empty disk. */
export function createDisk(timeline: Timeline): Disk {
  const memory = createMemoryStore();
  return {
    openFor: (life) => ({
      load: () =>
        new Promise((resolve) => {
          timeline.soon(MAX_DELAY_MS, () => life.isOver || resolve(memory.load()));
        }),
      save(change) {
        const taken = structuredClone(change);
        return new Promise((resolve) => {
          timeline.soon(MAX_DELAY_MS, () => life.isOver || resolve(memory.save(taken)));
        });
      },
    }),
    async stored() {
      const saved = await memory.load();
      return new Set(saved?.mutations.map(({ id }) => id));
    },
  };
}
