import { hash } from 'node:crypto';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { SECOND_MS } from '../kernel/time.ts';
import { createBreaker, createTimeLimit } from '../platform/breaker.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { RedisPool } from '../platform/redis/redis-pool.ts';
import { Refusal } from '../platform/refusal.ts';
import { holdPoints, type Answer } from './held-points.ts';
import { createMemoryLimiter, type Limiter, type LimitRule } from './rate-limits.ts';

/** What shared limits stand on. */
export interface SharedLimitParts {
  redis: RedisPool;
  log: Log;
  metrics: Pick<Metrics, 'addCounter'>;
  /** A count that takes longer is not waited for, unless it guards a password. */
  askTimeoutMs?: number;
}

const MINUTE_S = 60;
/** A request is counted up to three times, one after the other, and must not be late by that (fault F6). */
const ASK_TIMEOUT_MS = 100;
/** After failures, Redis is asked no more for so long (SPEC E5). */
const BREAK_MS = 5 * SECOND_MS;
/** By then Redis may be back; a reconnect takes a second. */
const RETRY_AFTER_S = 5;

/**
 * Counts in Redis, for all nodes together (SPEC F2). While Redis is away or late, API limits are counted by each process.
 * Tries at passwords wait for it as long as a command may take, and are refused with SERVICE_UNAVAILABLE when it is away.
 */
export function createSharedLimiters(parts: SharedLimitParts): (rule: LimitRule) => Limiter {
  const { redis, log, metrics } = parts;
  const count = metrics.addCounter({
    name: 'boardwire_rate_limit_fallbacks_total',
    help: 'Requests that Redis did not count: by this process alone (memory), or not let through (closed)',
    labelNames: ['limit', 'outcome'],
  });
  const askInTime = createAskInTime(parts);
  const apiOutage = createOutage(log, {
    begin: 'limits of the API are counted by this process alone until Redis answers in time',
    end: 'limits of the API are shared again',
  });
  const guardOutage = createOutage(log, {
    begin: 'log-in is closed until Redis is back: tries at passwords cannot be counted',
    end: 'log-in is open again',
  });
  return (rule) => {
    const shared = createRedisLimiter(redis, rule);
    if (rule.isGuard) {
      return createGuard(shared, redis, guardOutage, () =>
        count({ limit: rule.name, outcome: 'closed' }),
      );
    }
    const own = createMemoryLimiter(rule);
    const spend = holdPoints(rule.points, async (key, points) => {
      const answer = await askInTime(() => shared.consume(hashKey(key), points));
      if (answer.isCounted) apiOutage.end();
      // A single late answer is no outage.
      else if (answer.error === null) apiOutage.begin(null);
      return answer;
    });
    return {
      async consume(key) {
        const answer = await spend(key);
        if (answer.isCounted) return passOrThrow(answer);
        count({ limit: rule.name, outcome: 'memory' });
        return own.consume(key);
      },
    };
  };
}

function createGuard(
  shared: Limiter,
  redis: RedisPool,
  outage: Outage,
  countClosed: () => void,
): Limiter {
  return {
    async consume(key) {
      const answer = await settle(redis, () => shared.consume(hashKey(key)));
      if (answer.isCounted) {
        outage.end();
        return passOrThrow(answer);
      }
      outage.begin(answer.error);
      countClosed();
      throw refuseUncounted();
    },
  };
}

function passOrThrow({ result, isOver }: Answer & { isCounted: true }): RateLimiterRes {
  // oxlint-disable-next-line typescript/only-throw-error -- this is how the library says that a limit is passed
  if (isOver) throw result;
  return result;
}

/** Asks Redis, unless it is known to be away. */
async function settle(redis: RedisPool, ask: () => Promise<RateLimiterRes>): Promise<Answer> {
  if (!redis.isUp()) return { isCounted: false, error: null };
  try {
    return { isCounted: true, result: await ask(), isOver: false };
  } catch (error) {
    if (error instanceof RateLimiterRes) return { isCounted: true, result: error, isOver: true };
    return { isCounted: false, error: error as Error };
  }
}

/** Asks Redis for a short time, and not at all for a while after it failed or was late most of the time. */
function createAskInTime({ redis, askTimeoutMs = ASK_TIMEOUT_MS }: SharedLimitParts) {
  const breaker = createBreaker<Answer>((answer) => !answer.isCounted && answer.error !== null, {
    halfOpenAfterMs: BREAK_MS,
  });
  const inTime = createTimeLimit(askTimeoutMs);
  return async (ask: () => Promise<RateLimiterRes>): Promise<Answer> => {
    const answer = await breaker.run(() => settle(redis, () => inTime(ask)));
    return answer ?? { isCounted: false, error: null };
  };
}

function createRedisLimiter(
  redis: RedisPool,
  { name, points, blockS }: LimitRule,
): RateLimiterRedis {
  return new RateLimiterRedis({
    storeClient: redis.commands,
    keyPrefix: `${redis.prefix}limit:${name}`,
    points,
    duration: MINUTE_S,
    blockDuration: blockS,
    // Who is refused for the rest of the minute costs no more trips. The library would skip a longer block then.
    ...(blockS === 0 && { inMemoryBlockOnConsumed: points + 1 }),
  });
}

/** Redis is told no addresses of people, and no keys longer than this. */
function hashKey(key: string): string {
  return hash('sha256', key, 'base64url');
}

function refuseUncounted(): Refusal {
  return new Refusal(
    'SERVICE_UNAVAILABLE',
    `Passwords are not taken for the moment, because tries cannot be counted; try again in ${RETRY_AFTER_S} seconds`,
    { reason: 'limits_away' },
    RETRY_AFTER_S,
  );
}

interface Outage {
  begin(error: Error | null): void;
  end(): void;
}

/** One line for each outage, however many requests meet it. */
function createOutage(log: Log, words: { begin: string; end: string }): Outage {
  let isAway = false;
  return {
    begin(error) {
      if (isAway) return;
      isAway = true;
      log.warn({ error: error?.message }, words.begin);
    },
    end() {
      if (!isAway) return;
      isAway = false;
      log.info(words.end);
    },
  };
}
