import { expect } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { handleJob } from '../queue/job.ts';
import { defineNote, openQueue } from '../queue/test-queue.fixture.ts';

/** The queue works on an address. */
export async function runOneJob(url: string): Promise<void> {
  const job = defineNote();
  const { queue, outcomes } = await openQueue({
    engine: { kind: 'redis', url, instanceId: createId() },
    jobs: [handleJob(job, async () => undefined)],
  });
  await queue.startWorkers();
  await queue.enqueue(job, { n: 1 });
  await expect.poll(() => outcomes, { timeout: 20_000 }).toEqual(['completed']);
  await queue.drain(1_000);
  await queue.close();
}
