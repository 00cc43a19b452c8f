import { afterEach, expect } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { listDriverEndpoints } from '../egress/driver-endpoints.ts';
import { installEgressGuard } from '../egress/guard.ts';
import { createLog } from '../log.ts';
import { findFreePort, findRedisProgram, startRedis } from '../queue/redis-server.fixture.ts';
import type { TestRedis } from '../queue/redis-server.fixture.ts';
import { openRedis } from './open-redis.ts';
import type { RedisPool } from './redis-pool.ts';
import { parseRedisUrl } from './redis-url.ts';

/** A program to start servers with, or nothing where this machine has none. */
export const redisProgram = findRedisProgram() ?? '';

/** A pool, and what it logged. */
export interface RecordedPool {
  pool: RedisPool;
  lines: { level: string; msg: string; [field: string]: unknown }[];
}

/** What tests of a file open, closed after each of them in reverse. */
export function useRedis() {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  return {
    after: (cleanup: () => unknown) => void cleanups.push(cleanup),
    async start(settings: string[] = [], port?: number): Promise<TestRedis> {
      const server = await startRedis(redisProgram, port ?? (await findFreePort()), settings);
      cleanups.push(() => server.stop());
      return server;
    },
    open(url: string, instanceId = createId()): RecordedPool {
      const lines: RecordedPool['lines'] = [];
      const write = (line: string) => void lines.push(JSON.parse(line) as RecordedPool['lines'][0]);
      const pool = openRedis(parseRedisUrl(url), { log: createLog('info', { write }), instanceId });
      cleanups.push(() => pool.close());
      return { pool, lines };
    },
    /** From here on this process connects as the program does: where the address says, and where the answers lead. */
    guard: (url: string) => void cleanups.push(installEgressGuard(listDriverEndpoints([url]))),
  };
}

/** Waits until a pool answers. */
export async function untilUp(pool: RedisPool): Promise<void> {
  await expect.poll(() => pool.isUp(), { timeout: 20_000, interval: 20 }).toBe(true);
}

/** Hears a channel, and counts the beginnings. */
export function listen(pool: RedisPool, channel: string) {
  const heard = { messages: [] as string[], gaps: 0 };
  const stop = pool.subscribe(
    channel,
    (payload) => void heard.messages.push(payload),
    () => void (heard.gaps += 1),
  );
  return { heard, stop };
}

/** Says something until it is heard, as between a server's end and the next one's beginning nothing is. */
export async function untilHeard(
  pool: RedisPool,
  channel: string,
  messages: string[],
  word: string,
) {
  await expect
    .poll(
      () => {
        pool.publish(channel, word);
        return messages;
      },
      { timeout: 20_000, interval: 50 },
    )
    .toContain(word);
}
