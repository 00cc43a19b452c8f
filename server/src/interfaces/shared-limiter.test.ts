import { describe, expect, it } from 'vitest';
import { createLog } from '../platform/log.ts';
import { startProxy } from '../platform/queue/test-proxy.fixture.ts';
import type { RedisPool } from '../platform/redis/redis-pool.ts';
import { redisProgram, untilUp, useRedis } from '../platform/redis/test-redis.fixture.ts';
import { describeRateLimits, outcomeOf, tightLimits } from './rate-limits-contract.fixture.ts';
import { createRateLimits } from './rate-limits.ts';
import { createSharedLimiters } from './shared-limiter.ts';

const redis = useRedis();

/** Limits of one node, what it logs, and how often Redis did not count. */
function openNode(pool: RedisPool, askTimeoutMs = 20_000) {
  const lines: { level: string; msg: string }[] = [];
  const fallbacks: Record<string, string>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[0]);
  const shared = createSharedLimiters({
    redis: pool,
    askTimeoutMs,
    log: createLog('info', { write }),
    metrics: { addCounter: () => (labels) => void fallbacks.push(labels) },
  });
  return { limits: createRateLimits(tightLimits, shared), lines, fallbacks };
}

async function openPool(url: string, instanceId?: string): Promise<RedisPool> {
  const { pool } = redis.open(url, instanceId);
  await untilUp(pool);
  return pool;
}

if (redisProgram !== '') {
  describeRateLimits(
    'Redis',
    async () => openNode(await openPool((await redis.start()).url)).limits,
  );
}

describe.skipIf(redisProgram === '')('rate limits in Redis (needs valkey- or redis-server)', () => {
  it('SPEC F2: are shared by the nodes of an instance, and by no others', async () => {
    const { url } = await redis.start();
    const nodes = await Promise.all(['ours', 'ours', 'theirs'].map((id) => openPool(url, id)));
    const [one, two, other] = nodes.map((pool) => openNode(pool).limits);
    const use = (limits = one) =>
      outcomeOf(limits?.consumeAddress('192.0.2.7') ?? Promise.resolve());
    expect([await use(one), await use(two), await use(one)]).toEqual([2, 1, 0]);
    expect(await use(two)).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(await use(other)).toBe(2);
    await one?.consumeNamed('logIn', ['email:a@example.com:192.0.2.7']);
    const keys = await nodes[0]?.commands.keys('*');
    expect(keys?.length).toBe(3);
    expect(keys?.every((key) => /^boardwire:(ours|theirs):limit:/.test(key))).toBe(true);
    expect(keys?.join()).not.toMatch(/example|192\.0\.2/);
  });

  it.each(['refuse', 'swallow'] as const)(
    'SPEC F2: while connections %s, the API is counted by each process and log-in is closed; then all is shared again',
    async (mode) => {
      const proxy = await startProxy((await redis.start()).url);
      redis.after(() => proxy.close());
      const pool = await openPool(proxy.url);
      const { limits, lines, fallbacks } = openNode(pool);
      const use = () => outcomeOf(limits.consumeAddress('192.0.2.7'));
      const logIn = () => outcomeOf(limits.consumeNamed('logIn', ['email:a']));
      expect([await use(), await use(), await logIn()]).toEqual([2, 1, 'counted']);
      proxy.become(mode);
      expect([await use(), await use(), await use()]).toEqual([2, 1, 0]);
      expect(await use()).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
      expect(await logIn()).toEqual({
        code: 'SERVICE_UNAVAILABLE',
        reason: 'limits_away',
        retryAfterS: 5,
      });
      expect(fallbacks).toEqual([
        ...Array.from({ length: 4 }, () => ({ limit: 'address', outcome: 'memory' })),
        { limit: 'logIn', outcome: 'closed' },
      ]);
      expect(lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
      proxy.become('pass');
      await untilUp(pool);
      expect([await use(), await logIn()]).toEqual([0, 'counted']);
      expect(lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'info', 'info']);
    },
  );

  it('fault F6: a Redis that answers late holds no request up and is left alone; log-in waits for it', async () => {
    const { url } = await redis.start();
    const proxy = await startProxy(url);
    redis.after(() => proxy.close());
    const ids = [proxy.url, url].map((address) => openPool(address, 'ours'));
    const [slow, fast] = (await Promise.all(ids)) as [RedisPool, RedisPool];
    const { limits, lines, fallbacks } = openNode(slow, 20);
    proxy.slowDown({ latencyMs: 60 });
    for (let address = 1; address <= 9; address += 1)
      expect(await outcomeOf(limits.consumeAddress(`192.0.2.${address}`))).toBe(2);
    expect(fallbacks).toEqual(
      Array.from({ length: 9 }, () => ({ limit: 'address', outcome: 'memory' })),
    );
    expect(await outcomeOf(limits.consumeNamed('logIn', ['email:a']))).toBe('counted');
    expect(fallbacks).toHaveLength(9);
    // What was sent before has come by now: five late answers were enough.
    expect(await fast.commands.keys('*:limit:address:*')).toHaveLength(5);
    expect(lines.map(({ msg }) => msg)).toEqual([expect.stringContaining('limits of the API')]);
  });

  it('fault F5: an empty Redis counts anew, also where its scripts are gone', async () => {
    const { url } = await redis.start();
    const pool = await openPool(url);
    const { limits, fallbacks } = openNode(pool);
    await limits.consumeAddress('192.0.2.7');
    await pool.commands.flushall();
    await pool.commands.script('FLUSH');
    expect(await outcomeOf(limits.consumeAddress('192.0.2.7'))).toBe(2);
    expect(fallbacks).toEqual([]);
  });
});
