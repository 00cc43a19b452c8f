import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { MINUTE_MS, SECOND_MS } from '../kernel/time.ts';
import type { RedisPool } from './redis/redis-pool.ts';

/** How often something has failed lately, such as tries at an account's password. */
export interface FailureCounts {
  read(key: string): Promise<number>;
  /** One failure more; it is forgotten a quarter of an hour after the last one. */
  add(key: string): void;
  clear(key: string): void;
}

/** Opens the counts of one kind; those of another kind have keys of their own. */
export type OpenFailureCounts = (kind: string) => FailureCounts;

const REMEMBERED_MS = 15 * MINUTE_MS;
const MAX_REMEMBERED = 50_000;

/** Counts in this process, and in Redis where there is one: then for all nodes, and alone again while it is away. */
export function createFailureCounts(redis: RedisPool | null): OpenFailureCounts {
  return (kind) => {
    const own = createOwnCounts();
    return redis === null ? own : createSharedCounts(redis, kind, own);
  };
}

function createOwnCounts(): FailureCounts {
  const failures = new LRUCache<string, number>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS });
  return {
    read: async (key) => failures.get(key) ?? 0,
    add: (key) => void failures.set(key, (failures.get(key) ?? 0) + 1),
    clear: (key) => void failures.delete(key),
  };
}

function createSharedCounts(redis: RedisPool, kind: string, own: FailureCounts): FailureCounts {
  // Redis is told no addresses of people.
  const keyOf = (key: string) =>
    `${redis.prefix}failures:${kind}:${hash('sha256', key, 'base64url')}`;
  const ignore = () => undefined;
  return {
    async read(key) {
      const [mine, all] = await Promise.all([
        own.read(key),
        redis.commands.get(keyOf(key)).catch(() => null),
      ]);
      // What Redis says counts, also that another node saw the right password; while it is away, what we saw.
      return all === null ? (redis.isUp() ? 0 : mine) : Number(all);
    },
    add(key) {
      own.add(key);
      const name = keyOf(key);
      redis.commands
        .multi()
        .incr(name)
        .expire(name, REMEMBERED_MS / SECOND_MS)
        .exec()
        .catch(ignore);
    },
    clear(key) {
      own.clear(key);
      redis.commands.del(keyOf(key)).catch(ignore);
    },
  };
}
