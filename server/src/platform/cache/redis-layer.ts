import { createHash, randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { createBreaker, createTimeLimit } from '../breaker.ts';
import type { RedisPool } from '../redis/redis-pool.ts';
import { SECOND_MS, sleep } from '../../kernel/time.ts';
import type { AnyCacheClass } from './cache-class.ts';
import type { DbSnapshot } from './db-snapshot.ts';

/** A value on its way through Redis. */
export interface SharedValue {
  text: string;
  tags: readonly string[];
  snapshot: DbSnapshot;
  /** Milliseconds since it was loaded, by the clocks of both nodes, never below 0. */
  ageMs: number;
}

/** What nodes share. It holds no truth: it may vanish, stall, come back with what it had long ago, or tell nonsense. */
export interface SharedLayer {
  /** A value that can be read, or none; `isEmpty` when Redis says that nothing lies there. */
  get(place: Place): Promise<{ value: SharedValue | null; isEmpty: boolean }>;
  /** Stores it, and gives the lease back where there is one. */
  put(place: Place, value: Omit<SharedValue, 'ageMs'>, lease: Lease | null): Promise<void>;
  /** The right to load, for a short time; null when another node has it. Without Redis everybody has it. */
  lease(place: Place): Promise<Lease | null>;
  release(place: Place, lease: Lease): Promise<void>;
  /** Waits a moment for what the node with the lease brings; what lies there then may be older. */
  awaitOther(place: Place): Promise<SharedValue | null>;
}

/** The right to load a value; its word is nobody else's. */
export type Lease = string;

/** Where a value lies. */
export interface Place {
  cacheClass: AnyCacheClass;
  /** Scope and key, as text. */
  key: string;
  /** The database server that its snapshot is of. */
  era: string;
}

/** Larger values cost more on their way than the statement that they save. */
const MAX_CHARACTERS = 1_048_576;
/** A load that takes longer is made twice; a holder that died holds nobody up beyond it. */
const LEASE_MS = 2_000;
const WAIT_FOR_OTHER_MS = 250;
const LOOK_INTERVAL_MS = 15;
/** An answer that takes longer is not worth waiting for: the statement that it saves takes less. */
const ASK_TIMEOUT_MS = 100;
/** After failures, Redis is left alone for so long (SPEC E5). */
const BREAK_MS = 5 * SECOND_MS;

/** Gives a lease back, unless it ran out and is another one's by now. */
const DELETE_OWN = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

const envelope = z.object({
  key: z.string(),
  tags: z.array(z.string()),
  snapshot: z.object({ xmin: z.int(), xmax: z.int(), running: z.array(z.int()) }),
  /** By the clock of who wrote it. */
  loadedAt: z.int(),
  text: z.string(),
});

type Answer = { isUp: true; found: string | null } | { isUp: false };

/** The layer in Redis. `onError` hears of what failed or could not be read. */
export function createRedisLayer(
  redis: RedisPool,
  onError: (place: Place) => void,
  askTimeoutMs = ASK_TIMEOUT_MS,
): SharedLayer {
  const ask = createAsk(redis, onError, askTimeoutMs);
  const get: SharedLayer['get'] = async (place) => {
    const answer = await ask(place, () => redis.commands.get(nameOf(redis, place)));
    if (!answer.isUp || answer.found === null) return { value: null, isEmpty: answer.isUp };
    const value = decode(place, answer.found);
    if (value === null) onError(place);
    return { value, isEmpty: false };
  };
  const leaseOf = (place: Place) => `${nameOf(redis, place)}:lease`;
  const release: SharedLayer['release'] = async (place, lease) => {
    await ask(place, async () =>
      String(await redis.commands.eval(DELETE_OWN, 1, leaseOf(place), lease)),
    );
  };
  return {
    get,
    async put(place, value, lease) {
      if (value.text.length <= MAX_CHARACTERS) {
        const text = encode(place, value);
        const { ttlMs } = place.cacheClass;
        await ask(place, () => redis.commands.set(nameOf(redis, place), text, 'PX', ttlMs));
      }
      if (lease !== null) await release(place, lease);
    },
    release,
    async lease(place) {
      const lease = randomUUID();
      const answer = await ask(place, () =>
        redis.commands.set(leaseOf(place), lease, 'PX', LEASE_MS, 'NX'),
      );
      return !answer.isUp || answer.found !== null ? lease : null;
    },
    async awaitOther(place) {
      const until = performance.now() + WAIT_FOR_OTHER_MS;
      while (performance.now() < until) {
        await sleep(LOOK_INTERVAL_MS);
        // The value comes before the lease is given back; what lies there until then may be void, and large.
        const answer = await ask(place, () => redis.commands.get(leaseOf(place)));
        if (!answer.isUp) return null;
        if (answer.found === null) break;
      }
      return (await get(place)).value;
    },
  };
}

/** Sends a command, unless Redis is away or was of late. */
function createAsk(
  redis: RedisPool,
  onError: (place: Place) => void,
  askTimeoutMs: number,
): (place: Place, command: () => Promise<string | null>) => Promise<Answer> {
  const breaker = createBreaker<Answer>(({ isUp }) => !isUp, { halfOpenAfterMs: BREAK_MS });
  const inTime = createTimeLimit(askTimeoutMs);
  return async (place, command) => {
    if (!redis.isUp()) return { isUp: false };
    const answer = await breaker.run(async () => {
      try {
        return { isUp: true, found: await inTime(command) };
      } catch {
        onError(place);
        return { isUp: false };
      }
    });
    return answer ?? { isUp: false };
  };
}

function nameOf({ prefix }: RedisPool, { cacheClass, key, era }: Place): string {
  const hash = createHash('sha256').update(key).digest('base64url');
  return `${prefix}cache:${era}:${cacheClass.name}:${cacheClass.version}:${hash}`;
}

function encode({ key }: Place, { text, tags, snapshot }: Omit<SharedValue, 'ageMs'>): string {
  const body = JSON.stringify({ key, tags, snapshot, loadedAt: Date.now(), text });
  return `${crc32(body).toString(16)} ${body}`;
}

/** Null for what is cut short, changed, or of another key. */
function decode({ key }: Place, stored: string): SharedValue | null {
  const space = stored.indexOf(' ');
  const body = stored.slice(space + 1);
  if (crc32(body).toString(16) !== stored.slice(0, space)) return null;
  try {
    const { loadedAt, ...value } = envelope.parse(JSON.parse(body));
    if (value.key !== key) return null;
    return { ...value, ageMs: Math.max(0, Date.now() - loadedAt) };
  } catch {
    return null;
  }
}
