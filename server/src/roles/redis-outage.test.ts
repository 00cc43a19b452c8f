import { expect, it } from 'vitest';
import { startTestServer } from '../../../test/harness/server.ts';
import { findFreePort } from '../platform/queue/redis-server.fixture.ts';
import { redisProgram, untilUp, useRedis } from '../platform/redis/test-redis.fixture.ts';

const redis = useRedis();

it.skipIf(redisProgram === '')(
  'fault F23: without Redis a program lives and is not ready; with it, it is; when it goes, it is degraded and log-in closed',
  async () => {
    const port = await findFreePort();
    const server = await startTestServer({ REDIS_URL: `redis://127.0.0.1:${port}` });
    redis.after(() => server.stop());
    const pool = server.program.foundation.redis;
    if (pool === null) throw new Error('REDIS_URL is not heard');
    const ask = async (path: string) => {
      const answer = await fetch(new URL(path, server.url));
      const body = (await answer.json()) as { status: string; checks?: Record<string, unknown> };
      return { status: answer.status, says: body.status, redis: body.checks?.['redis'] };
    };
    const read = async (name: string) => {
      const text = await (await fetch(new URL('/metrics', server.url))).text();
      return Number(new RegExp(`^${name}(?:\\{.*\\})? (.*)$`, 'm').exec(text)?.[1]);
    };
    const logIn = async () =>
      (
        await server.call('POST', '/auth/login', {
          body: { email: 'nobody@example.test', password: 'not the right one' },
        })
      ).status;
    expect(await ask('/health/live')).toMatchObject({ status: 200 });
    expect(await ask('/health/ready')).toMatchObject({
      status: 503,
      redis: { status: 'unhealthy', error: `127.0.0.1:${port} does not answer` },
    });
    expect(await logIn()).toBe(503);

    const first = await redis.start([], port);
    await server.program.foundation.redisStart?.settle();
    await untilUp(pool);
    await expect
      .poll(() => ask('/health'))
      .toMatchObject({
        status: 200,
        redis: { status: 'healthy', details: { evictionPolicy: 'noeviction' } },
      });
    // What it was asked less than a second ago it answers alike.
    await expect.poll(() => ask('/health/ready')).toMatchObject({ status: 200 });
    expect(await logIn()).toBe(401);
    expect(await read('boardwire_redis_command_duration_seconds_count')).toBeGreaterThan(0);

    await first.stop();
    await expect.poll(() => pool.isUp()).toBe(false);
    pool.publish('word', 'lost');
    await expect.poll(() => read('boardwire_redis_publishes_lost_total')).toBeGreaterThan(0);
    expect(await logIn()).toBe(503);
    await expect.poll(() => ask('/health')).toMatchObject({ status: 200, says: 'degraded' });
    expect(await ask('/health/ready')).toMatchObject({ status: 200 });
    expect(await read('boardwire_redis_command_failures_total')).toBeGreaterThan(0);

    await redis.start([], port);
    await untilUp(pool);
    await expect.poll(() => read('boardwire_redis_reconnects_total')).toBeGreaterThan(0);
    await expect.poll(logIn).toBe(401);
    await server.stop();
  },
);
