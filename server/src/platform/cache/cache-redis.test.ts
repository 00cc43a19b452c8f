import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { sleep } from '../../kernel/time.ts';
import { createLog } from '../log.ts';
import { findFreePort, findRedisProgram, startRedis } from '../queue/redis-server.fixture.ts';
import { openRedis } from '../redis/open-redis.ts';
import type { RedisPool } from '../redis/redis-pool.ts';
import { parseRedisUrl } from '../redis/redis-url.ts';
import { describeCacheContract } from './cache-contract.fixture.ts';
import { beginLong } from './cache-pair.fixture.ts';
import { describeVoidContract } from './void-contract.fixture.ts';
import {
  createGate,
  facts,
  figuresOf,
  openCacheBed,
  type CacheBed,
  type CacheNode,
} from './cache-nodes.fixture.ts';

const givenUrl = process.env['TEST_REDIS_URL'];
const program = findRedisProgram();
const isAvailable = givenUrl !== undefined || program !== undefined;
const log = createLog('silent');

/** A server of these tests' own where they hurt it, the given one elsewhere. */
async function start(isOwn: boolean) {
  if (givenUrl !== undefined && !isOwn) return { url: givenUrl, pid: 0, stop: async () => {} };
  return startRedis(program ?? '', await findFreePort());
}

async function openPool(url: string, instanceId: string): Promise<RedisPool> {
  const pool = openRedis(parseRedisUrl(url), { log, instanceId });
  await vi.waitFor(() => expect(pool.isUp()).toBe(true), { timeout: 20_000, interval: 10 });
  return pool;
}

if (isAvailable) {
  const instanceId = createId();
  let server: Promise<Awaited<ReturnType<typeof start>>> | null = null;
  const open = async () => {
    const { url } = await (server ??= start(false));
    const pool = await openPool(url, instanceId);
    return { pool, close: () => pool.close() };
  };
  describeCacheContract('memory and Redis', open);
  describeVoidContract('memory and Redis', open);
  afterAll(async () => (await server)?.stop());
}

describe.skipIf(!isAvailable || program === undefined)(
  'layer 2 of the cache (needs valkey-server or redis-server)',
  () => {
    let bed: CacheBed;
    let server: Awaited<ReturnType<typeof start>>;
    const pools: RedisPool[] = [];
    let instanceId = '';
    const openNode = async () => {
      const pool = await openPool(server.url, instanceId);
      pools.push(pool);
      return { pool, node: await bed.open(pool) };
    };
    // What a test has left in Redis is none of the next one's.
    beforeEach(() => void (instanceId = createId()));
    beforeAll(async () => {
      server = await start(true);
      bed = await openCacheBed();
    });
    afterAll(async () => {
      await bed.close();
      for (const pool of pools) await pool.close();
      await server.stop();
    });
    const redisOf = (node: CacheNode) => figuresOf(node, facts).redis;
    /** Waits until what a node has loaded lies in Redis, and answers where. */
    const untilStored = async (pool: RedisPool, count = 1) => {
      const keys = async () =>
        (await pool.commands.keys(`${pool.prefix}cache:*`)).filter(
          (key) => !key.endsWith(':lease'),
        );
      await expect.poll(async () => (await keys()).length).toBe(count);
      return keys();
    };

    const countSets = async () => {
      const stats = (await pools[0]?.commands.info('commandstats')) ?? '';
      return Number(/^cmdstat_set:calls=(\d+)/m.exec(stats)?.[1] ?? 0);
    };

    it('F3: what one node has loaded is loaded by no other', async () => {
      const [one, other] = [await openNode(), await openNode()];
      const organizationId = await bed.addFact(7);
      expect(await one.node.read(organizationId)).toBe(7);
      await untilStored(one.pool);
      expect(await other.node.read(organizationId)).toBe(7);
      expect(other.node.loads).toBe(0);
      expect(redisOf(other.node)).toMatchObject({ hits: 1, misses: 0, errors: 0 });
      await one.pool.commands.flushall();
      // Emptied, it costs a load.
      const third = await openNode();
      expect(await third.node.read(organizationId)).toBe(7);
      expect(third.node.loads).toBe(1);
    });

    it('F3: what one node has loaded counts for a younger one beside a transaction that is older than both', async () => {
      const { node } = await openNode();
      const endLong = await beginLong(node);
      const organizationId = await bed.addFact(4);
      const [one, other] = [await openNode(), await openNode()];
      expect(await one.node.read(organizationId)).toBe(4);
      await untilStored(one.pool);
      expect(await other.node.read(organizationId)).toBe(4);
      expect(other.node.loads).toBe(0);
      await endLong();
    });

    it('F3: a hundred callers on two nodes are one load', () =>
      bed.hold(async () => {
        const nodes = [(await openNode()).node, (await openNode()).node];
        const organizationId = await bed.addFact(8);
        const gate = createGate();
        const load = async (_tx: unknown, loadFact: () => Promise<number | null>) => {
          gate.reach();
          await gate.opened;
          return loadFact();
        };
        const answers = nodes.map((node) => node.read(organizationId, { load, callers: 50 }));
        await gate.reached;
        gate.open();
        expect(new Set(await Promise.all(answers))).toEqual(new Set([8]));
        expect(nodes.reduce((sum, { loads }) => sum + loads, 0)).toBe(1);
      }));

    it('F3: they are one load also after a change, while the old value still lies in Redis', () =>
      bed.hold(async () => {
        const nodes = [(await openNode()).node, (await openNode()).node];
        const organizationId = await bed.addFact(1);
        await Promise.all(nodes.map((node) => node.read(organizationId)));
        await nodes[0]?.change(organizationId, 2);
        for (const { cache } of nodes) await cache.poll();
        const counts = nodes.map((node) => ({ loads: node.loads, ...redisOf(node) }));
        const gate = createGate();
        const load = async (_tx: unknown, loadFact: () => Promise<number | null>) => {
          gate.reach();
          await gate.opened;
          return loadFact();
        };
        const before = await countSets();
        const asked = nodes.map((node) => node.read(organizationId, { load, callers: 5 }));
        await gate.reached;
        // Both have asked for the lease, and the node without it has looked a few times.
        while ((await countSets()) < before + 2) await sleep(10);
        await sleep(100);
        gate.open();
        expect(await Promise.all(asked)).toEqual([2, 2]);
        const sum = (of: (index: number) => number) => of(0) + of(1);
        expect(sum((index) => (nodes[index]?.loads ?? 0) - (counts[index]?.loads ?? 0))).toBe(1);
        // Each asked once, and what another one brought is a hit.
        const told = (index: number, what: 'hits' | 'misses') =>
          redisOf(nodes[index] as CacheNode)[what] - (counts[index]?.[what] ?? 0);
        expect([sum((at) => told(at, 'hits')), sum((at) => told(at, 'misses'))]).toEqual([1, 1]);
      }));

    it('F3: whoever gets the lease once another node has brought the value loads nothing', async () => {
      const [one, late] = [await openNode(), await openNode()];
      const organizationId = await bed.addFact(5);
      const gate = createGate();
      const { commands } = late.pool;
      const set = commands.set.bind(commands) as (...words: unknown[]) => Promise<'OK'>;
      const held = vi.spyOn(commands, 'set').mockImplementationOnce(async (...words: unknown[]) => {
        gate.reach();
        await gate.opened;
        return set(...words);
      });
      const reading = late.node.read(organizationId);
      await gate.reached;
      expect(await one.node.read(organizationId)).toBe(5);
      const [key] = await untilStored(one.pool);
      const hasLease = () => one.pool.commands.exists(`${key}:lease`);
      await expect.poll(hasLease).toBe(0);
      gate.open();
      expect(await reading).toBe(5);
      expect(late.node.loads).toBe(0);
      expect(redisOf(late.node)).toMatchObject({ hits: 1, misses: 0 });
      await expect.poll(hasLease).toBe(0);
      held.mockRestore();
    });

    it('F3: a lease whose holder died holds nobody up for long', async () => {
      const { node, pool } = await openNode();
      const organizationId = await bed.addFact(9);
      await node.read(organizationId);
      const [key] = await untilStored(pool);
      await pool.commands.flushall();
      await pool.commands.set(`${key}:lease`, 'theirs', 'PX', 60_000);
      const other = await openNode();
      expect(await other.node.read(organizationId)).toBe(9);
      expect(other.node.loads).toBe(1);
      // Nor is it given back by whoever does not have it; what follows the value on its way would have come by now.
      await untilStored(other.pool);
      for (let trip = 0; trip < 5; trip += 1) await other.pool.commands.ping();
      expect(await pool.commands.get(`${key}:lease`)).toBe('theirs');
    });

    it('F3: a Redis that comes back with what it had before an outage serves nothing that was voided meanwhile', async () => {
      const [one, other] = [await openNode(), await openNode()];
      const organizationId = await bed.addFact(1);
      await one.node.read(organizationId);
      const [key = ''] = await untilStored(one.pool);
      const old = (await one.pool.commands.get(key)) ?? '';
      await one.node.change(organizationId, 2);
      await one.pool.commands.set(key, old);
      expect(await one.node.read(organizationId)).toBe(2);
      await one.pool.commands.set(key, old);
      await other.node.cache.poll();
      expect(await other.node.read(organizationId)).toBe(2);
      // Nor does a node that was not there when it was voided.
      await one.pool.commands.set(key, old);
      const late = await openNode();
      expect(await late.node.read(organizationId)).toBe(2);
    });

    it('F3: nonsense in Redis costs a load, and is counted', async () => {
      const { node, pool } = await openNode();
      const organizationId = await bed.addFact(3);
      await node.read(organizationId);
      const [key = ''] = await untilStored(pool);
      const good = (await pool.commands.get(key)) ?? '';
      const nonsense = ['', 'x', '{}', good.slice(0, -9), good.replace('3', '4'), '0 {"text":"4"}'];
      for (const text of nonsense) {
        await pool.commands.set(key, text);
        const other = await openNode();
        expect(await other.node.read(organizationId)).toBe(3);
        expect(other.node.loads).toBe(1);
        expect(redisOf(other.node).errors).toBe(1);
      }
    });

    it('F3: the value of one key that lies under another is not answered', async () => {
      const { node, pool } = await openNode();
      const other = await openNode();
      const [mine, foreign] = [await bed.addFact(1), await bed.addFact(2)];
      await node.read(mine);
      const [myKey = ''] = await untilStored(pool);
      await node.read(foreign);
      const both = await untilStored(pool, 2);
      const foreignKey = both.find((key) => key !== myKey) ?? '';
      await pool.commands.set(myKey, (await pool.commands.get(foreignKey)) ?? '');
      expect(await other.node.read(mine)).toBe(1);
      expect(redisOf(other.node)).toMatchObject({ hits: 0, errors: 1 });
    });

    it('fault F6: while Redis is frozen or gone, answers come and changes are seen', async () => {
      const pool = await openPool(server.url, instanceId);
      pools.push(pool);
      const node = await bed.open(pool, { askTimeoutMs: 100 });
      const organizationId = await bed.addFact(1);
      await node.read(organizationId);
      process.kill(server.pid, 'SIGSTOP');
      for (let value = 2; value < 8; value += 1) {
        await node.change(organizationId, value);
        expect(await node.read(organizationId)).toBe(value);
      }
      process.kill(server.pid, 'SIGCONT');
      await server.stop();
      await node.change(organizationId, 8);
      expect(await node.read(organizationId)).toBe(8);
      const before = node.loads;
      expect(await node.read(organizationId)).toBe(8);
      expect(node.loads).toBe(before);
    });
  },
);
