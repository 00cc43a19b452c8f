import { describe, it } from 'vitest';
import { createLog } from '../log.ts';
import { findFreePort, findRedisProgram, startRedis } from '../queue/redis-server.fixture.ts';
import { startProxy } from '../queue/test-proxy.fixture.ts';
import { openRedis } from '../redis/open-redis.ts';
import { parseRedisUrl } from '../redis/redis-url.ts';
import { describeLiveBusContract } from './live-bus-contract.fixture.ts';
import { describeNodeBusContract, type BusGround } from './node-bus-contract.fixture.ts';
import { describePresenceNodesContract } from './presence-nodes-contract.fixture.ts';
import { createRedisBus } from './redis-bus.ts';

/** A Redis to use, or a program to start one with. */
const givenUrl = process.env['TEST_REDIS_URL'];
const program = findRedisProgram();

async function open(): Promise<BusGround> {
  const redis =
    givenUrl === undefined
      ? await startRedis(program ?? '', await findFreePort())
      : { url: givenUrl, stop: async () => undefined };
  // Its connections alone are cut: others may use the same Redis.
  const proxy = await startProxy(redis.url);
  const target = parseRedisUrl(proxy.url);
  const log = createLog('silent');
  const instanceId = crypto.randomUUID();
  return {
    openNode() {
      const pool = openRedis(target, { log, instanceId });
      return { bus: createRedisBus(pool), close: () => pool.close() };
    },
    async cutAll() {
      proxy.become('refuse');
      proxy.become('pass');
    },
    async drop() {
      await proxy.close();
      await redis.stop();
    },
  };
}

if (givenUrl !== undefined || program !== undefined) {
  describeNodeBusContract('Redis', open);
  describeLiveBusContract('Redis', open);
  describePresenceNodesContract('Redis', open);
} else {
  describe('live L32 on Redis (needs TEST_REDIS_URL, valkey-server or redis-server)', () => {
    it.skip('the contract of the bus between nodes', () => undefined);
  });
}
