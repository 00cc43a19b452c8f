import { z } from 'zod';
import { importRequested } from '@boardwire/contract/imports';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';
import type { Feature } from '../../platform/feature.ts';
import { defineJob, handleJob } from '../../platform/queue/job.ts';
import { createPreviewOperation } from './operations/preview.ts';
import { importReads } from './operations/reads.ts';
import { startOperation } from './operations/start.ts';
import { stopOperations } from './operations/stop.ts';
import { createUploadOperations } from './operations/upload.ts';
import type { ImportsParts } from './parts.ts';
import { runDue } from './run/run-due.ts';
import { deleteOldChunks } from './store/chunks.ts';
import { deleteOrphans } from './store/objects.ts';

export { importLocator } from './store/targets.ts';

/** Tells workers to look for imports that wait. */
export const runImports = defineJob({
  name: 'imports.run',
  queue: 'import',
  payload: z.strictObject({}),
  timeoutMs: 30 * MINUTE_MS,
});

/** The sweep finds imports whose doorbell was lost, and those whose worker died. */
const SWEEP_INTERVAL_MS = 5 * SECOND_MS;
const CHUNKS_AT_ONCE = 50;
const OBJECTS_AT_ONCE = 5_000;

/** Imports out of other tools: the event rings the bell, the job looks at the rows, the sweep makes up for lost bells. */
export function createImportsFeature(parts: ImportsParts): Feature {
  const ring = () =>
    parts
      .ring()
      .catch((error: unknown) =>
        parts.log.warn({ err: error }, 'the queue took no bell for imports; the sweep finds them'),
      );
  return {
    operations: [
      ...createUploadOperations(parts),
      createPreviewOperation(parts),
      startOperation,
      ...importReads,
      ...stopOperations,
    ],
    // Nobody waits for the bell: while the queue is away it takes seconds, and readers of the log would wait as long.
    reactions: [{ name: 'imports', on: [importRequested.type], handle: async () => void ring() }],
    jobs: [handleJob(runImports, async ({ signal }) => void (await runDue(parts, signal)))],
    chores: [
      {
        name: 'imports.sweep',
        intervalMs: SWEEP_INTERVAL_MS,
        run: async (signal) => void (await runDue(parts, signal)),
      },
      {
        name: 'imports.forget',
        intervalMs: HOUR_MS,
        async run(signal) {
          const { database } = parts;
          while (!signal.aborted && (await deleteOldChunks(database, CHUNKS_AT_ONCE)) > 0);
          const sweep = () => database.write('all', (tx) => deleteOrphans(tx, OBJECTS_AT_ONCE));
          while (!signal.aborted && (await sweep()) > 0);
        },
      },
    ],
  };
}
