import { createMutationQueue } from '@boardwire/sdk/live/mutation-queue';
import type { MutationOutcome, PendingMutation } from '@boardwire/sdk/live/pending-mutation';
import { createMemoryStore } from '@boardwire/sdk/live/pending-store';
import type { PendingStore, QueueChange } from '@boardwire/sdk/live/pending-store';
import type { MutationQueue } from '@boardwire/sdk/live/queue-types';

/** A queue whose store and time the test drives, with everything that it tells. */
export interface QueueScene {
  queue: MutationQueue;
  /** What was told, as words. */
  told: string[];
  outcomes: Map<string, MutationOutcome>;
  restarts: number;
  nowMs: number;
  /** Sends all that may be sent; answers the numbers. */
  send(): number[];
}

/** A mutation that nobody has numbered. */
export function edit(id: string, createdAtMs = 0): PendingMutation {
  const call = { op: 'items.delete', input: { itemId: id } };
  return { id, board: 'board-1', calls: [call], createdAtMs, epoch: 1, client: '', mid: 0 };
}

/** A queue over a store; client ids are `<name>-1`, `<name>-2` and so on. */
export function openQueue(store: PendingStore, name: string): QueueScene {
  let clients = 0;
  const scene: Omit<QueueScene, 'queue' | 'send'> = {
    told: [],
    outcomes: new Map(),
    restarts: 0,
    nowMs: 0,
  };
  const queue = createMutationQueue({
    store,
    createId: () => `${name}-${(clients += 1)}`,
    nowMs: () => whole.nowMs,
    events: {
      onReady: () => undefined,
      onNumbered(mutations) {
        for (const { id, client, mid } of mutations) scene.told.push(`${id} is ${client} ${mid}`);
      },
      onSettled({ id }, outcome) {
        scene.outcomes.set(id, outcome);
        return null;
      },
      onRestart: () => void (whole.restarts += 1),
      onWrongEpoch: () => undefined,
      onStoreProblem: (error) => void scene.told.push(String(error)),
    },
  });
  const send = () => {
    const mids: number[] = [];
    for (let next = queue.next(); next !== null; next = queue.next()) {
      queue.markSent(next);
      mids.push(next.mid);
    }
    return mids;
  };
  const whole: QueueScene = Object.assign(scene, { queue, send });
  return whole;
}

/** A store that saves only when it is let. */
export function createHeldStore(): { store: PendingStore; release(): Promise<void> } {
  const memory = createMemoryStore();
  const held: (() => void)[] = [];
  const hold = (change: QueueChange) => {
    const taken = structuredClone(change);
    return new Promise<void>((resolve) => {
      held.push(() => resolve(memory.save(taken)));
    });
  };
  return {
    store: { load: () => memory.load(), save: hold },
    async release() {
      // What gathered meanwhile is saved next.
      while (held.length > 0) {
        for (const save of held.splice(0)) save();
        await settle();
      }
    },
  };
}

/** Everything that was promised is done. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
