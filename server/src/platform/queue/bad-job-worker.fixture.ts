import { pino } from 'pino';
import { connectDatabase } from '../database/database.ts';
import { createJobRows } from '../jobs/job-rows.ts';
import type { QueueEngine } from './engine.ts';
import { handleJob } from './job.ts';
import { createQueue } from './queue.ts';
import { badJob, goodJob } from './bad-jobs.fixture.ts';

/** A worker process for tests of bad jobs: says every moment that it lives, and does to itself what its jobs say. */
const [engine = '{}', rowsUrl = '', suffix = '', mended = 'false'] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const database = connectDatabase({ url: rowsUrl, poolSize: 5, log });
let isMended = mended === 'true';
process.on('message', () => (isMended = true));

const queue = await createQueue({
  engine: JSON.parse(engine) as QueueEngine,
  rows: createJobRows(database),
  log,
  lockMs: 1_000,
  jobs: [
    handleJob(goodJob(suffix), async () => undefined),
    handleJob(badJob(suffix), async ({ payload }) => {
      if (isMended) return;
      switch (payload.how) {
        case 'throws':
          throw new Error('it throws each time');
        case 'exits':
          return process.exit(3);
        case 'spins':
          spin();
      }
    }),
  ],
});
await queue.startWorkers();
setInterval(() => void queue.look().catch(() => undefined), 250);
setInterval(() => process.send?.('alive'), 200);

/** For a minute, which no lock lasts. */
function spin(): void {
  const until = Date.now() + 60_000;
  while (Date.now() < until);
}
