import type { RedisQueueBackend } from 'bullmq';
import type { RedisOptions } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { sleep } from '../../kernel/time.ts';
import { createRedisClient } from '../redis/redis-client.ts';
import { parseRedisUrl } from '../redis/redis-url.ts';
import { redisProgram, useRedis } from '../redis/test-redis.fixture.ts';
import { QueueUnavailableError } from './add-job.ts';
import { handleJob, type JobHandler } from './job.ts';
import { openRedisEngine } from './redis-engine.ts';
import { startProxy } from './test-proxy.fixture.ts';
import { defineNote, LIMIT, openQueue } from './test-queue.fixture.ts';

const redis = useRedis();

async function open(url: string, jobs: readonly JobHandler[]) {
  const engine = { kind: 'redis' as const, url, instanceId: createId() };
  const settings = { notification: { concurrency: 1 } };
  const opened = await openQueue({ engine, jobs, settings });
  redis.after(() => opened.queue.close());
  return opened;
}

/** Asks a server itself, past proxies. */
function connect(url: string) {
  const client = createRedisClient(parseRedisUrl(url), {});
  redis.after(() => client.disconnect());
  return client;
}

describe.skipIf(redisProgram === '')('the queue on a Redis in trouble', () => {
  it('SPEC C6: a Redis that became a replica is asked once in a while, said so, and worked with again when it is a master', async () => {
    const { url } = await redis.start();
    const client = connect(url);
    const job = defineNote();
    const ran: number[] = [];
    const { queue, logs } = await open(url, [
      handleJob(job, async ({ payload }) => {
        ran.push(payload.n);
        if (payload.n > 1) return;
        // When the replica takes nothing any more, the worker has an end to tell and another job to begin.
        await queue.enqueue(job, { n: 2 });
        await client.call('replicaof', '127.0.0.1', '1');
      }),
    ]);
    await queue.startWorkers();
    await queue.enqueue(job, { n: 1 });
    const said = () => logs.filter(({ err }) => JSON.stringify(err ?? '').includes('READONLY'));
    await expect.poll(() => said().length, LIMIT).toBeGreaterThan(0);
    await client.call('config', 'resetstat');
    await sleep(2_000);
    const asked = /cmdstat_evalsha:calls=(\d+)/.exec(await client.info('commandstats'))?.[1] ?? '0';
    expect(Number(asked)).toBeLessThan(40);
    await client.call('replicaof', 'no', 'one');
    await expect.poll(() => ran, LIMIT).toEqual([1, 2]);
  });

  it('fault F6: what nobody waits for any more is not put in when Redis is back, and figures are refused at once', async () => {
    const { url } = await redis.start();
    const proxy = await startProxy(url);
    redis.after(() => proxy.close());
    const job = defineNote();
    const ran: number[] = [];
    const { queue } = await open(proxy.url, [
      handleJob(job, async ({ payload }) => void ran.push(payload.n)),
    ]);
    await queue.enqueue(job, { n: 0 });
    proxy.become('refuse');
    for (const n of [1, 2, 3]) {
      await expect(queue.enqueue(job, { n })).rejects.toThrow(QueueUnavailableError);
      await expect(queue.stats()).rejects.toThrow(QueueUnavailableError);
    }
    expect(queue.connections()).toEqual({ up: 0, away: 1 });
    proxy.become('pass');
    const enqueue = () => queue.enqueue(job, { n: 4 }).then(Boolean, () => false);
    await expect.poll(enqueue, LIMIT).toBe(true);
    expect(queue.connections()).toEqual({ up: 1, away: 0 });
    await queue.startWorkers();
    await expect.poll(() => ran, LIMIT).toContain(4);
    expect(ran).toEqual([0, 4]);
  });

  it('fault F5: of the connections of a queue each is tried every second, however long Redis is away', async () => {
    const { url } = await redis.start();
    const engine = openRedisEngine({ url, instanceId: createId() }, () => undefined);
    const queue = engine.buildQueue('some', {});
    const worker = engine.buildWorker('some', async () => undefined, { autorun: false });
    redis.after(() => worker.close().then(() => engine.close()));
    const connections = [queue, worker].flatMap((part) => {
      const { client, blockingClient } = part.getBackend() as RedisQueueBackend;
      return blockingClient === undefined ? [client] : [client, blockingClient];
    });
    const delays = (await Promise.all(connections)).map(({ options }) =>
      (options as RedisOptions).retryStrategy?.(1_000),
    );
    expect(delays).toEqual([1_000, 1_000, 1_000]);
    await expect.poll(engine.countConnections).toEqual({ up: 3, away: 0 });
  });
});
