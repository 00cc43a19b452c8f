import { afterAll, beforeAll, describe, it } from 'vitest';
import { createTestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import { HOUR_MS, sleep } from '../../kernel/time.ts';
import { handleJob } from './job.ts';
import { describeBadJobs } from './queue-bad-jobs.fixture.ts';
import { describeQueueFaultContract } from './queue-contract-faults.fixture.ts';
import { describeQueueContract } from './queue-contract.fixture.ts';
import { describeRowsContract } from './queue-rows-contract.fixture.ts';
import { QueueUnavailableError } from './add-job.ts';
import { findFreePort, findRedisProgram, startRedis } from './redis-server.fixture.ts';
import { startProxy } from './test-proxy.fixture.ts';
import { defineNote, openQueue, placeRows } from './test-queue.fixture.ts';

/** A Redis to use, or a program to start one with. */
const givenUrl = process.env['TEST_REDIS_URL'];
const program = findRedisProgram();
const isAvailable = givenUrl !== undefined || program !== undefined;
/** Far longer than it takes, and far shorter than waiting for an engine that is away. */
const SOON_MS = 20_000;

if (isAvailable) {
  const open = async () => {
    const { url, stop } = await openRedis();
    const database = await createTestDatabase();
    const { close, ...beside } = placeRows(database);
    const drop = async () => {
      await stop();
      await close();
      await database.drop();
    };
    return {
      engine: { kind: 'redis' as const, url, instanceId: createId() },
      ...beside,
      database,
      drop,
    };
  };
  describeQueueContract('Redis', open);
  describeQueueFaultContract('Redis', open);
  describeRowsContract('Redis', open);
  describeBadJobs('Redis', open);
}

describe.skipIf(!isAvailable)(
  'fault F5 on Redis (needs TEST_REDIS_URL, valkey-server or redis-server)',
  () => {
    let redis: Awaited<ReturnType<typeof openRedis>>;
    beforeAll(async () => {
      redis = await openRedis();
    });
    afterAll(() => redis.stop());

    it.skipIf(program === undefined)(
      'reliability R21: a queue whose Redis is gone closes all the same',
      async ({ expect }) => {
        const server = await startRedis(program ?? '', await findFreePort());
        const job = defineNote();
        const { queue, outcomes } = await openQueue({
          engine: { kind: 'redis', url: server.url, instanceId: createId() },
          jobs: [handleJob(job, async () => {})],
        });
        await queue.startWorkers();
        await queue.enqueue(job, { n: 1 });
        await expect.poll(() => outcomes.length, { timeout: 20_000 }).toBe(1);
        await server.stop();
        // With nothing in hand it waits for no deadline.
        await queue.drain(HOUR_MS);
        await queue.close();
      },
    );

    it.skipIf(program === undefined)(
      'fault F5: a Redis that comes back empty is told at once of what waits, and it is run once',
      async ({ expect }) => {
        const port = await findFreePort();
        const first = await startRedis(program ?? '', port);
        const database = await createTestDatabase();
        const { rows, close } = placeRows(database);
        const job = defineNote();
        const ran: number[] = [];
        const { queue } = await openQueue({
          engine: { kind: 'redis', url: first.url, instanceId: createId() },
          rows,
          jobs: [handleJob(job, async ({ payload }) => void ran.push(payload.n))],
        });
        for (const n of [1, 2]) await queue.enqueue(job, { n });
        await first.stop();
        const versions = () => database.query('select xmin from jobs order by id');
        const before = await versions();
        await expect(queue.stats()).rejects.toThrow(QueueUnavailableError);
        await queue.look();
        // Rows are not written again and again for an engine that is away.
        expect(await versions()).toEqual(before);
        const second = await startRedis(program ?? '', port);
        const states = async () =>
          (await database.query<{ state: string }>('select state from jobs')).map(
            ({ state }) => state,
          );
        const waits = async () =>
          (await queue.stats().catch(() => [])).reduce((sum, { waiting }) => sum + waiting, 0);
        await expect.poll(waits, { timeout: 20_000 }).toBe(2);
        // Told twice, it takes one copy of each.
        await database.query('update jobs set rung_at = null');
        await queue.look();
        expect(await waits()).toBe(2);
        await queue.startWorkers();
        await expect.poll(states, { timeout: 20_000 }).toEqual(['completed', 'completed']);
        expect(ran).toHaveLength(2);
        expect(new Set(ran)).toEqual(new Set([1, 2]));
        await queue.close();
        await close();
        await database.drop();
        await second.stop();
      },
    );

    // They wait most of the time.
    it.concurrent.for(['refuse', 'swallow'] as const)(
      'fault F5: while connections %s, enqueuing fails within seconds and logs stay short; afterwards all goes on',
      { timeout: 60_000 },
      async (mode, { expect }) => {
        const proxy = await startProxy(redis.url);
        const job = defineNote();
        const { queue, outcomes, logs } = await openQueue({
          engine: { kind: 'redis', url: proxy.url, instanceId: createId() },
          jobs: [handleJob(job, async () => {})],
        });
        await queue.startWorkers();
        await queue.enqueue(job, { n: 1 });
        await expect.poll(() => outcomes.length, { timeout: 20_000 }).toBe(1);
        proxy.become(mode);
        const startedAt = performance.now();
        await expect(queue.enqueue(job, { n: 2 })).rejects.toThrow(QueueUnavailableError);
        expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
        await sleep(3_000);
        expect(logs.filter(({ msg }) => msg === 'job queue error').length).toBeLessThan(10);
        proxy.become('pass');
        const tryEnqueue = () =>
          queue.enqueue(job, { n: 3 }).then(
            () => 'ok',
            () => 'away',
          );
        await expect.poll(tryEnqueue, { timeout: 20_000, interval: 200 }).toBe('ok');
        await expect.poll(() => outcomes.length, { timeout: 20_000 }).toBeGreaterThan(1);
        await queue.drain(1_000);
        await queue.close();
        await proxy.close();
      },
    );
  },
);

async function openRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  if (givenUrl !== undefined) return { url: givenUrl, stop: async () => {} };
  return startRedis(program ?? '', await findFreePort());
}
