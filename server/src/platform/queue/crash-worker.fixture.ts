import { pino } from 'pino';
import { z } from 'zod';
import { defineJob, handleJob } from './job.ts';
import { createQueue } from './queue.ts';

/** A worker process for tests to kill: tells its parent when it holds the job, and never ends it. */
const [connectionString = '', name = ''] = process.argv.slice(2);
const job = defineJob({ name, queue: 'notification', payload: z.strictObject({ n: z.number() }) });
const queue = await createQueue({
  engine: { kind: 'postgres', connectionString },
  jobs: [
    handleJob(job, async () => {
      process.send?.('holding');
      await new Promise(() => {});
    }),
  ],
  log: pino({ level: 'silent' }),
  lockMs: 1_000,
});
await queue.startWorkers();
