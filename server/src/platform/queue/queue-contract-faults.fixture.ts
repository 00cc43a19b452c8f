import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sleep } from '../../kernel/time.ts';
import { handleJob, JobRejectedError } from './job.ts';
import { JobPayloadError } from '../jobs/new-job.ts';
import { defineNote, LIMIT, useEngine } from './test-queue.fixture.ts';
import type { EngineSource, Note } from './test-queue.fixture.ts';

/** What every engine must do with bad jobs and at shutdown; run once for each. */
export function describeQueueFaultContract(name: string, open: EngineSource): void {
  const { start } = useEngine(open);

  describe(`fault F12 on ${name}: bad jobs`, () => {
    it('fault F12: a job that throws is tried again, then dead; good jobs beside it are done', async () => {
      const bad = defineNote({ attempts: 3 });
      const good = defineNote();
      const attempts: number[] = [];
      const { queue, outcomes, logs } = await start([
        handleJob(bad, async ({ attempt }) => {
          attempts.push(attempt);
          throw new Error('no such luck');
        }),
        handleJob(good, async () => {}),
      ]);
      const before = (await queue.stats()).find((stats) => stats.queue === 'notification')?.failed;
      await queue.enqueue(bad, { n: 1 });
      for (let n = 0; n < 20; n += 1) await queue.enqueue(good, { n });
      await expect.poll(() => outcomes.length, LIMIT).toBe(23);
      expect(attempts).toEqual([1, 2, 3]);
      expect(outcomes.filter((outcome) => outcome !== 'completed')).toEqual([
        'failed',
        'failed',
        'dead',
      ]);
      expect(logs.at(-1)).toBeDefined();
      const dead = logs.find(({ msg }) => msg === 'job is dead');
      expect(dead).toMatchObject({ job: bad.name, attempt: 3, err: { message: 'no such luck' } });
      const failed = async () =>
        (await queue.stats()).find((stats) => stats.queue === 'notification')?.failed;
      await expect.poll(failed, LIMIT).toBe((before ?? 0) + 1);
    });

    it('fault F12: a rejected job and one with an unreadable payload are dead at once', async () => {
      const rejected = defineNote();
      const typed = defineNote();
      const { queue, outcomes, logs } = await start([
        handleJob(rejected, async () => {
          throw new JobRejectedError('the row is gone');
        }),
        handleJob(typed, async () => {}),
      ]);
      await queue.enqueue(rejected, { n: 1 });
      await queue.enqueue(
        { ...typed, payload: z.strictObject({ other: z.string() }) },
        { other: 'x' },
      );
      await expect.poll(() => outcomes, LIMIT).toEqual(['dead', 'dead']);
      const reasons = logs.filter(({ msg }) => msg === 'job is dead').map(({ err }) => err);
      expect(JSON.stringify(reasons)).toContain('the row is gone');
      expect(JSON.stringify(reasons)).toContain(`payload of ${typed.name} is refused: n`);
      await sleep(300);
      expect(outcomes.length).toBe(2);
    });

    it('fault F12: an error text that no engine can store still ends the job', async () => {
      const job = defineNote({ attempts: 1 });
      const { queue, outcomes } = await start([
        handleJob(job, async () => {
          throw new Error('bad \u0000 \ud800 text');
        }),
      ]);
      await queue.enqueue(job, { n: 1 });
      await expect.poll(() => outcomes, LIMIT).toEqual(['dead']);
      const active = async () =>
        (await queue.stats()).find((stats) => stats.queue === 'notification')?.active;
      await expect.poll(active, LIMIT).toBe(0);
    });

    it('fault F12: a job that hangs is aborted at its time-out and frees its slot', async () => {
      const hanging = defineNote({ attempts: 1, timeoutMs: 200 });
      const good = defineNote();
      const aborts: string[] = [];
      const { queue, outcomes } = await start(
        [
          handleJob(hanging, async ({ signal }) => {
            signal.addEventListener('abort', () => aborts.push(String(signal.reason)));
            await new Promise(() => {});
          }),
          handleJob(good, async () => {}),
        ],
        { settings: { notification: { concurrency: 1 } } },
      );
      await queue.enqueue(hanging, { n: 1 });
      await queue.enqueue(good, { n: 1 });
      await expect.poll(() => outcomes, LIMIT).toEqual(['dead', 'completed']);
      expect(aborts).toEqual(['Error: job took longer than 200 ms']);
    });

    it('fault F12: payloads that break their declaration or no engine can store never get in', async () => {
      const job = defineNote();
      const { queue, outcomes } = await start([handleJob(job, async () => {})]);
      const wrong = [{ n: 'x' }, { n: 1, extra: 1 }, null, { n: Number.NaN }];
      for (const payload of wrong)
        await expect(queue.enqueue(job, payload as Note)).rejects.toThrow(JobPayloadError);
      await queue.enqueue(job, { n: 1 });
      await expect.poll(() => outcomes, LIMIT).toEqual(['completed']);
    });
  });

  describe(`reliability R21 on ${name}: drain`, () => {
    it('reliability R21: finishes what runs, claims nothing more', async () => {
      const job = defineNote();
      const started: number[] = [];
      const ended: number[] = [];
      const handlers = [
        handleJob(job, async ({ payload }) => {
          started.push(payload.n);
          await sleep(300);
          ended.push(payload.n);
        }),
      ];
      const settings = { notification: { concurrency: 2 } };
      const { queue, outcomes } = await start(handlers, { settings });
      for (let n = 0; n < 6; n += 1) await queue.enqueue(job, { n });
      await expect.poll(() => started.length, LIMIT).toBe(2);
      await queue.drain(10_000);
      expect(started.length).toBe(2);
      expect(ended.length).toBe(2);
      expect(outcomes.every((outcome) => outcome !== 'failed')).toBe(true);
      const next = await start(handlers, { settings });
      await expect.poll(() => ended.length, LIMIT).toBe(6);
      expect(new Set(ended)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
      await expect.poll(() => next.outcomes.length, LIMIT).toBe(4);
    });

    it('reliability R21: aborts at the deadline; the job goes back with its tries unspent', async () => {
      const job = defineNote({ attempts: 1 });
      const attempts: number[] = [];
      let isFirst = true;
      const handlers = [
        handleJob(job, async ({ signal, attempt }) => {
          attempts.push(attempt);
          if (!isFirst) return;
          isFirst = false;
          await new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          });
        }),
      ];
      const { queue, outcomes } = await start(handlers);
      await queue.enqueue(job, { n: 1 });
      await expect.poll(() => attempts.length, LIMIT).toBe(1);
      await queue.drain(100);
      expect(outcomes).toEqual(['returned']);
      const next = await start(handlers);
      await expect.poll(() => next.outcomes, LIMIT).toEqual(['completed']);
      expect(attempts).toEqual([1, 1]);
    });

    it('reliability R21: a handler that heeds nothing does not hold the shutdown up', async () => {
      const job = defineNote();
      let isRunning = false;
      const { queue } = await start([
        handleJob(job, async () => {
          isRunning = true;
          await new Promise(() => {});
        }),
      ]);
      await queue.enqueue(job, { n: 1 });
      await expect.poll(() => isRunning, LIMIT).toBe(true);
      await queue.drain(100);
      await queue.close();
    });

    it('SPEC D1: pause stops claiming, resume goes on', async () => {
      const job = defineNote();
      const { queue, outcomes } = await start([handleJob(job, async () => {})]);
      await queue.pause();
      // A worker that was already waiting may still take one job.
      for (let n = 0; n < 5; n += 1) await queue.enqueue(job, { n });
      await sleep(500);
      expect(outcomes.length).toBeLessThanOrEqual(1);
      await queue.resume();
      await expect.poll(() => outcomes.length, LIMIT).toBe(5);
    });
  });
}
