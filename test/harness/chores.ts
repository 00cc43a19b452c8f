import { openNodeBus } from '../../server/src/platform/live/open-node-bus.ts';
import { createMemories } from '../../server/src/platform/cache/memories.ts';
import { createMetrics } from '../../server/src/platform/metrics.ts';
import { createOutbox } from '../../server/src/platform/outbox.ts';
import { createBoardWriter } from '../../server/src/roles/board-writer.ts';
import { composeFeatures } from '../../server/src/roles/features.ts';
import type { TestServer } from './server.ts';

/** Runs chores now, as a worker of its own beside the server's. */
export interface ChoreWorker {
  run(name: string): Promise<void>;
}

/** Another worker on the server's database. Its screens hear of it as those of any other process do. */
export function createChoreWorker({ program }: TestServer): ChoreWorker {
  // Of another process, and so with metrics and memories of its own.
  const foundation = {
    ...program.foundation,
    cache: program.cache,
    metrics: createMetrics(),
    memories: createMemories(),
  };
  const bus = openNodeBus(foundation, foundation.metrics.live);
  const writer = createBoardWriter(foundation, bus);
  const composed = composeFeatures(foundation, async () => undefined, writer.mutateBoard);
  writer.open(composed, createOutbox({ ...foundation, consumers: [] }));
  const chores = composed.features.flatMap((feature) => feature.chores ?? []);
  return {
    async run(name) {
      const chore = chores.find((each) => each.name === name);
      if (chore === undefined) throw new Error(`there is no chore ${name}`);
      await chore.run(new AbortController().signal);
    },
  };
}
