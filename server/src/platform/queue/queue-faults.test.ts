import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/harness/postgres.ts';
import type { TestDatabase } from '../../../../test/harness/postgres.ts';
import { sleep } from '../../kernel/time.ts';
import { handleJob } from './job.ts';
import { QUEUE_NAMES } from './queue-settings.ts';
import { QueueUnavailableError } from './add-job.ts';
import type { QueueOptions } from './queue.ts';
import { startProxy } from './test-proxy.fixture.ts';
import { defineNote, openQueue } from './test-queue.fixture.ts';

/** Generous: after a black hole each forgotten connection costs its time-out before a new one is made. */
const LIMIT = { timeout: 45_000, interval: 20 };
/** Far longer than it takes, and far shorter than waiting for an engine that is away. */
const SOON_MS = 20_000;

let database: TestDatabase;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  return () => database.drop();
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(connectionString: string, jobs: QueueOptions['jobs'] = [], lockMs = 30_000) {
  const opened = await openQueue({
    engine: { kind: 'postgres', connectionString },
    jobs,
    lockMs,
  });
  cleanups.push(() => opened.queue.close());
  return opened;
}

async function openProxy() {
  const proxy = await startProxy(database.appUrl);
  cleanups.push(() => proxy.close());
  return proxy;
}

describe('fault F2: workers die', () => {
  it('fault F2: a job held by a killed process is taken over, however often', async () => {
    const job = defineNote({ attempts: 1 });
    const producer = await open(database.appUrl);
    await producer.queue.enqueue(job, { n: 1 });
    const script = new URL('crash-worker.fixture.ts', import.meta.url);
    for (let kill = 0; kill < 2; kill += 1) {
      const child = fork(script, [database.appUrl, job.name], { execArgv: ['--import', 'tsx'] });
      await once(child, 'message');
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const attempts: number[] = [];
    const heir = await open(
      database.appUrl,
      [handleJob(job, async ({ attempt }) => void attempts.push(attempt))],
      1_000,
    );
    await heir.queue.startWorkers();
    await expect.poll(() => heir.outcomes, LIMIT).toEqual(['completed']);
    expect(attempts).toEqual([1]);
  });

  it('fault F2: who lost a job to another process hears it by its signal', async () => {
    const job = defineNote({ attempts: 1 });
    const reasons: string[] = [];
    const { queue, outcomes } = await open(
      database.appUrl,
      [
        handleJob(job, async ({ signal }) => {
          await new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reasons.push(String(signal.reason));
              reject(new Error('gave up'));
            });
          });
        }),
      ],
      1_000,
    );
    await queue.startWorkers();
    const jobId = await queue.enqueue(job, { n: 1 });
    const isActive = async () =>
      (
        await database.query('select 1 from bullmq.job where id = $1 and state = $2', [
          jobId,
          'active',
        ])
      ).length;
    await expect.poll(isActive, LIMIT).toBe(1);
    await database.query(`update bullmq.job set lock_token = 'another' where id = $1`, [jobId]);
    await expect.poll(() => reasons, LIMIT).toEqual(['another process has taken the job over']);
    const [row] = await database.query<{ state: string }>(
      'select state from bullmq.job where id = $1',
      [jobId],
    );
    expect(row?.state).toBe('active');
    expect(outcomes.length).toBeLessThanOrEqual(1);
    await database.query('delete from bullmq.job where id = $1', [jobId]);
  });
});

describe('fault F3: the database goes away', () => {
  it.each(['refuse', 'swallow'] as const)(
    'fault F3: while connections %s, enqueuing fails within seconds; afterwards all goes on',
    async (mode) => {
      const proxy = await openProxy();
      const job = defineNote();
      const late = defineNote();
      const ran: string[] = [];
      const { queue, logs } = await open(proxy.url, [
        handleJob(job, async ({ payload }) => void ran.push(`job ${payload.n}`)),
        handleJob(late, async () => void ran.push('late')),
      ]);
      await queue.startWorkers();
      await queue.enqueue(job, { n: 1 });
      await expect.poll(() => ran, LIMIT).toEqual(['job 1']);
      await queue.enqueue(late, { n: 1 }, { delayMs: 3_000 });
      proxy.become(mode);
      const startedAt = performance.now();
      await expect(queue.enqueue(job, { n: 2 })).rejects.toThrow(QueueUnavailableError);
      expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
      await sleep(2_000);
      const linesDuringOutage = logs.length;
      expect(linesDuringOutage).toBeLessThan(50);
      proxy.become('pass');
      // Nothing rings any more: the delayed job must be found by the worker itself.
      await expect.poll(() => ran.includes('late'), LIMIT).toBe(true);
      await queue.enqueue(job, { n: 3 });
      await expect.poll(() => ran.includes('job 3'), LIMIT).toBe(true);
    },
    100_000,
  );

  it('fault F3b: ended backends cost a pause, not the process', async () => {
    const job = defineNote();
    // Short locks: a job whose worker lost its connection while taking it is free again soon.
    const { queue, outcomes } = await open(
      database.appUrl,
      [handleJob(job, async () => sleep(20))],
      1_000,
    );
    await queue.startWorkers();
    let accepted = 0;
    const enqueue = (n: number) =>
      queue.enqueue(job, { n }).then(
        () => (accepted += 1) > 0,
        () => false,
      );
    for (let round = 0; round < 5; round += 1) {
      const killing = database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'boardwire queue'`,
      );
      for (let n = 0; n < 10; n += 1) await enqueue(n);
      await killing;
    }
    await expect.poll(() => enqueue(99), LIMIT).toBe(true);
    await expect.poll(() => outcomes.length, LIMIT).toBeGreaterThanOrEqual(accepted);
    expect(outcomes.every((outcome) => outcome === 'completed')).toBe(true);
  }, 100_000);

  it('fault F23: a queue opened before its database is up works once it is', async () => {
    const proxy = await openProxy();
    proxy.become('refuse');
    const job = defineNote();
    const { queue, outcomes } = await open(proxy.url, [handleJob(job, async () => {})]);
    await queue.startWorkers();
    await expect(queue.enqueue(job, { n: 1 })).rejects.toThrow(QueueUnavailableError);
    proxy.become('pass');
    await expect
      .poll(
        () =>
          queue.enqueue(job, { n: 2 }).then(
            () => 'ok',
            () => 'away',
          ),
        LIMIT,
      )
      .toBe('ok');
    await expect.poll(() => outcomes, LIMIT).toEqual(['completed']);
  });

  it.each(['refuse', 'swallow'] as const)(
    'reliability R21: drain and close end with a job in hand while connections %s',
    async (mode) => {
      const proxy = await openProxy();
      const job = defineNote();
      let isRunning = false;
      const { queue } = await openQueue({
        engine: { kind: 'postgres', connectionString: proxy.url },
        jobs: [
          handleJob(job, async () => {
            isRunning = true;
            await new Promise(() => {});
          }),
        ],
      });
      await queue.startWorkers();
      const jobId = await queue.enqueue(job, { n: 1 });
      await expect.poll(() => isRunning, LIMIT).toBe(true);
      proxy.become(mode);
      const startedAt = performance.now();
      await queue.drain(500);
      await queue.close();
      expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
      await database.query('delete from bullmq.job where id = $1', [jobId]);
    },
  );
});

describe('SPEC D5: connections', () => {
  it('SPEC D5: eight queues with workers and producers share five connections', async () => {
    const jobs = QUEUE_NAMES.map((queue) => defineNote({ queue }));
    const { queue, outcomes } = await open(
      database.appUrl,
      jobs.map((job) => handleJob(job, () => sleep(10))),
    );
    await queue.startWorkers();
    await Promise.all(
      jobs.flatMap((job) => Array.from({ length: 10 }, (_, n) => queue.enqueue(job, { n }))),
    );
    await expect.poll(() => outcomes.length, LIMIT).toBe(80);
    const [row] = await database.query<{ count: string }>(
      `select count(*) from pg_stat_activity where datname = current_database() and application_name = 'boardwire queue'`,
    );
    expect(Number(row?.count)).toBeLessThanOrEqual(5);
  });
});
