import { describe, expect, it } from 'vitest';
import { createFailureCounts } from './failure-counts.ts';
import { redisProgram, untilUp, useRedis } from './redis/test-redis.fixture.ts';

const redis = useRedis();

describe('security S28: failures', () => {
  it('are counted for each key of each kind until one succeeds', async () => {
    const open = createFailureCounts(null);
    const [logIn, own] = [open('logIn'), open('ownPassword')];
    logIn.add('a');
    logIn.add('a');
    own.add('a');
    expect(await Promise.all([logIn.read('a'), logIn.read('b'), own.read('a')])).toEqual([2, 0, 1]);
    logIn.clear('a');
    expect(await Promise.all([logIn.read('a'), own.read('a')])).toEqual([0, 1]);
  });

  it.skipIf(redisProgram === '')(
    'are counted for all nodes with Redis, and by each node while it is away (needs valkey- or redis-server)',
    async () => {
      const server = await redis.start();
      const nodes = ['same', 'same'].map((id) => redis.open(server.url, id).pool);
      await Promise.all(nodes.map(untilUp));
      const [one, two] = nodes.map((pool) => createFailureCounts(pool)('logIn'));
      if (one === undefined || two === undefined) throw new Error('two nodes');
      one.add('a@example.com');
      two.add('a@example.com');
      await expect.poll(() => two.read('a@example.com')).toBe(2);
      const [key = ''] = (await nodes[0]?.commands.keys('*')) ?? [];
      expect(key).toMatch(/^boardwire:same:failures:logIn:[\w-]{43}$/);
      expect(await nodes[0]?.commands.ttl(key)).toBeGreaterThan(0);
      two.clear('a@example.com');
      await expect.poll(() => one.read('a@example.com')).toBe(0);
      await server.stop();
      await expect.poll(() => nodes[0]?.isUp()).toBe(false);
      one.add('a@example.com');
      expect(await one.read('a@example.com')).toBe(2);
    },
  );
});
