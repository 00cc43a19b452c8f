import { hash } from 'node:crypto';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { RedisPool } from '../platform/redis/redis-pool.ts';
import { Refusal } from '../platform/refusal.ts';
import { createMemoryLimiter, type Limiter, type LimitRule } from './rate-limits.ts';

/** What shared limits stand on. */
export interface SharedLimitParts {
  redis: RedisPool;
  log: Log;
  metrics: Pick<Metrics, 'addCounter'>;
}

const MINUTE_S = 60;
/** By then Redis may be back; a reconnect takes a second. */
const RETRY_AFTER_S = 5;

/**
 * Counts in Redis, for all nodes together (SPEC F2). While Redis is away, API limits are counted by each process, and tries
 * at passwords are refused with SERVICE_UNAVAILABLE.
 */
export function createSharedLimiters({
  redis,
  log,
  metrics,
}: SharedLimitParts): (rule: LimitRule) => Limiter {
  const outage = createOutage(log);
  const countFallback = metrics.addCounter({
    name: 'boardwire_rate_limit_fallbacks_total',
    help: 'Requests that Redis did not count: by this process alone (memory), or not let through (closed)',
    labelNames: ['limit', 'outcome'],
  });
  return (rule) => {
    const shared = createRedisLimiter(redis, rule);
    const own = createMemoryLimiter(rule);
    return {
      async consume(key) {
        if (redis.isUp()) {
          try {
            const result = await shared.consume(hashKey(key));
            outage.end();
            return result;
          } catch (error) {
            if (error instanceof RateLimiterRes) throw error;
            outage.begin(error as Error);
          }
        } else {
          outage.begin();
        }
        countFallback({ limit: rule.name, outcome: rule.isGuard ? 'closed' : 'memory' });
        if (rule.isGuard) throw refuseUncounted();
        return own.consume(key);
      },
    };
  };
}

function createRedisLimiter(redis: RedisPool, { name, points, blockS }: LimitRule): Limiter {
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

/** One line for each outage, however many requests meet it. */
function createOutage(log: Log): { begin(error?: Error): void; end(): void } {
  let isAway = false;
  return {
    begin(error) {
      if (isAway) return;
      isAway = true;
      log.warn(
        { error: error?.message },
        'rate limits are counted by this process alone, and log-in is closed, until Redis is back',
      );
    },
    end() {
      if (!isAway) return;
      isAway = false;
      log.info('rate limits are shared again, and log-in is open');
    },
  };
}
