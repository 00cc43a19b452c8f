import { describe, expect, it } from 'vitest';
import { findFreePort, type TestRedis } from '../queue/redis-server.fixture.ts';
import { lookAtRedis } from './look-at-redis.ts';
import { runOneJob } from './one-job.fixture.ts';
import { createRedisClient } from './redis-client.ts';
import { parseRedisUrl } from './redis-url.ts';
import { listen, redisProgram, untilHeard, untilUp, useRedis } from './test-redis.fixture.ts';
import { CHECK_KEY } from './write-check.ts';

const SLOTS = 16_384;
const SOON = { timeout: 30_000, interval: 50 };
const redis = useRedis();

async function startNode(settings: string[]) {
  const bus = String(await findFreePort());
  const asNode = `--cluster-enabled yes --cluster-port ${bus} --cluster-announce-ip 127.0.0.1`;
  const server = await redis.start([...asNode.split(' '), ...settings]);
  const client = createRedisClient(parseRedisUrl(server.url), {});
  redis.after(() => client.disconnect());
  const ask = async (...words: string[]) => String(await client.call('cluster', words));
  return { server, bus, ask };
}

/** Masters that share the slots evenly, one for each list of settings. */
async function startCluster(settings: string[][]): Promise<TestRedis[]> {
  const nodes = await Promise.all(settings.map(startNode));
  const end = (index: number) => Math.ceil((SLOTS * index) / nodes.length);
  for (const [index, { ask }] of nodes.entries())
    await ask('addslotsrange', String(end(index)), String(end(index + 1) - 1));
  const [first] = nodes;
  for (const { server, bus } of nodes.slice(1))
    await first?.ask('meet', '127.0.0.1', String(server.port), bus);
  const known = `cluster_known_nodes:${nodes.length}`;
  for (const { ask } of nodes) {
    await expect.poll(() => ask('info'), SOON).toContain('cluster_state:ok');
    await expect.poll(() => ask('info'), SOON).toContain(known);
  }
  return nodes.map(({ server }) => server);
}

const addressOf = ({ port }: TestRedis) => `redis+cluster://localhost:${port}`;

describe.skipIf(redisProgram === '')('a cluster (needs valkey-server or redis-server)', () => {
  it.each([1, 3])('SPEC C6: its %i nodes are found where one says they are', async (count) => {
    const nodes = await startCluster(Array.from({ length: count }, () => []));
    const url = addressOf(nodes[0] as TestRedis);
    redis.guard(url);
    const { pool } = redis.open(url);
    await untilUp(pool);
    // Of slots all over.
    const keys = Array.from({ length: 20 }, (_, index) => `${pool.prefix}${index}`);
    for (const key of keys) await pool.commands.set(key, key);
    for (const key of keys) expect(await pool.commands.get(key)).toBe(key);
    const { heard } = listen(pool, 'word');
    await untilHeard(pool, 'word', heard.messages, 'said');
    expect(await pool.health()).toMatchObject({ role: 'master' });
    await runOneJob(url);
  });

  it('fault F23: each of its nodes is asked whether it drops jobs', async () => {
    const nodes = await startCluster([[], ['--maxmemory-policy', 'allkeys-lru'], []]);
    for (const node of nodes) {
      const look = await lookAtRedis(parseRedisUrl(addressOf(node)));
      expect(look).toMatchObject({
        status: 'ready',
        facts: [{ role: 'master' }, { role: 'master' }, { role: 'master' }],
        warnings: [expect.stringContaining('drops jobs when its memory is full (allkeys-lru)')],
      });
    }
  });

  it('fault F23: one that stands still does not keep a start from the others', async () => {
    const lenient = ['--cluster-require-full-coverage', 'no'];
    const nodes = await startCluster([lenient, lenient, lenient]);
    const client = createRedisClient(parseRedisUrl(nodes[0]?.url ?? ''), {});
    redis.after(() => client.disconnect());
    const slot = Number(await client.call('cluster', 'keyslot', CHECK_KEY));
    const asked = Math.floor((slot * nodes.length) / SLOTS);
    const others = nodes.filter((_, index) => index !== asked);
    await others[0]?.stop();
    // Of what goes to any node, some goes to that one: a start looks again each second.
    const look = () => lookAtRedis(parseRedisUrl(addressOf(others[1] as TestRedis)));
    await expect
      .poll(look, SOON)
      .toMatchObject({ status: 'ready', facts: [{ role: 'master' }, { role: 'master' }] });
  });
});
