import { describe, expect, it } from 'vitest';
import { sleep } from '../../kernel/time.ts';
import { handleJob } from './job.ts';
import { defineNote, LIMIT, useEngine } from './test-queue.fixture.ts';
import type { EngineSource, Note } from './test-queue.fixture.ts';

/** What every engine must do; run once for each. */
export function describeQueueContract(name: string, open: EngineSource): void {
  const { build, start } = useEngine(open);

  describe(`SPEC D5 on ${name}: running`, () => {
    it('SPEC D5: gives a handler its payload, id, attempt and signal, once', async () => {
      const job = defineNote();
      const seen: string[] = [];
      const { queue, outcomes } = await start([
        handleJob(job, async ({ payload, jobId, attempt, signal }) => {
          seen.push(`${payload.n} ${jobId} ${attempt} ${signal.aborted}`);
        }),
      ]);
      const ids = [await queue.enqueue(job, { n: 1 }), await queue.enqueue(job, { n: 2 })];
      await expect.poll(() => outcomes, LIMIT).toEqual(['completed', 'completed']);
      expect(seen.toSorted()).toEqual([`1 ${ids[0]} 1 false`, `2 ${ids[1]} 1 false`]);
    });

    it('SPEC D5: runs as many at once as the queue has slots, no more', async () => {
      const job = defineNote();
      let running = 0;
      let most = 0;
      const { queue, outcomes } = await start(
        [
          handleJob(job, async () => {
            most = Math.max(most, (running += 1));
            await sleep(50);
            running -= 1;
          }),
        ],
        { settings: { notification: { concurrency: 3 } } },
      );
      await Promise.all(Array.from({ length: 12 }, (_, n) => queue.enqueue(job, { n })));
      await expect.poll(() => outcomes.length, LIMIT).toBe(12);
      expect(most).toBe(3);
    });

    it('SPEC D5: a delayed job wakes an idle worker when it is due, not before', async () => {
      const job = defineNote();
      let ranAt = 0;
      const { queue } = await start([handleJob(job, async () => void (ranAt = Date.now()))]);
      await sleep(300);
      const before = Date.now();
      await queue.enqueue(job, { n: 1 }, { delayMs: 700 });
      await expect.poll(() => ranAt, LIMIT).toBeGreaterThan(0);
      expect(ranAt - before).toBeGreaterThanOrEqual(695);
      expect(ranAt - before).toBeLessThan(5_000);
    });

    it('SPEC D5: priority decides among what waits', async () => {
      const job = defineNote();
      const order: number[] = [];
      const opened = await build({
        jobs: [handleJob(job, async ({ payload }) => void order.push(payload.n))],
        settings: { notification: { concurrency: 1 } },
      });
      for (const n of [30, 0, 20, 10]) await opened.queue.enqueue(job, { n }, { priority: n });
      await opened.queue.startWorkers();
      await expect.poll(() => order, LIMIT).toEqual([0, 10, 20, 30]);
    });

    it('SPEC D5: starts no more than the rate allows', async () => {
      const job = defineNote({ queue: 'report' });
      const { queue, outcomes } = await start([handleJob(job, async () => {})], {
        settings: { report: { concurrency: 5, rateLimit: { max: 2, perMs: 60_000 } } },
      });
      for (let n = 0; n < 5; n += 1) await queue.enqueue(job, { n });
      await expect.poll(() => outcomes.length, LIMIT).toBe(2);
      await sleep(500);
      expect(outcomes.length).toBe(2);
    });
  });

  describe(`delivery D1 on ${name}: doorbells`, () => {
    it('delivery D1: rings of one bell become one job while it waits', async () => {
      const job = defineNote();
      const seen: Note[] = [];
      const opened = await build({
        jobs: [handleJob(job, async ({ payload }) => void seen.push(payload))],
      });
      for (let n = 0; n < 5; n += 1) await opened.queue.enqueue(job, { n }, { dedupeId: job.name });
      await opened.queue.startWorkers();
      await expect.poll(() => seen.length, LIMIT).toBe(1);
      await sleep(200);
      expect(seen).toEqual([{ n: 0 }]);
    });

    it('delivery D1: rings during the look make exactly one more look', async () => {
      const job = defineNote();
      const seen: number[] = [];
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const { queue } = await start([
        handleJob(job, async ({ payload }) => {
          seen.push(payload.n);
          if (payload.n === 0) await held;
        }),
      ]);
      const how = { dedupeId: job.name };
      await queue.enqueue(job, { n: 0 }, how);
      await expect.poll(() => seen.length, LIMIT).toBe(1);
      for (let n = 1; n < 5; n += 1) await queue.enqueue(job, { n }, how);
      release();
      await expect.poll(() => seen.length, LIMIT).toBe(2);
      await sleep(200);
      expect(seen.length).toBe(2);
      await queue.enqueue(job, { n: 9 }, how);
      await expect.poll(() => seen.at(-1), LIMIT).toBe(9);
    });
  });
}
