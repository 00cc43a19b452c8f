import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimitName } from '@boardwire/contract/define';
import type { Config } from '../platform/config/config.ts';
import { networkOf } from '../platform/network.ts';
import { Refusal } from '../platform/refusal.ts';

/** Where one caller stands in a limit. */
export interface RateLimitState {
  limit: number;
  remaining: number;
  /** Seconds until the window starts anew. */
  resetS: number;
}

/** Counts requests (SPEC F2). Each `consume` throws TOO_MANY_REQUESTS with Retry-After when the limit is passed. */
export interface RateLimits {
  /** One request from an address, or from its network (see `networkOf`). */
  consumeAddress(ipAddress: string): Promise<RateLimitState>;
  /** One request with a credential. */
  consumeCredential(credential: string): Promise<RateLimitState>;
  /**
   * One use of an operation with a limit of its own, counted for each of the keys. Throws SERVICE_UNAVAILABLE where tries
   * at a password cannot be counted.
   */
  consumeNamed(name: RateLimitName, keys: readonly string[]): Promise<void>;
}

/** One limit. */
export interface LimitRule {
  readonly name: string;
  /** Uses a minute. */
  readonly points: number;
  /** How long a caller who passed the limit stays refused, seconds; 0 until the minute has ended. */
  readonly blockS: number;
  /** What is counted are tries at a password: rather none than uncounted ones. */
  readonly isGuard: boolean;
}

/** Counts by one rule, wherever the counts are. Rejects with the library's `RateLimiterRes` past the limit. */
export interface Limiter {
  consume(key: string): Promise<RateLimiterRes>;
}

const MINUTE_S = 60;
/** Log-in stays blocked this long after its limit (SPEC F2). */
const LOGIN_BLOCK_S = 15 * MINUTE_S;

/** Counts in this process' memory. */
export function createMemoryLimiter({ name, points, blockS }: LimitRule): Limiter {
  return new RateLimiterMemory({
    keyPrefix: name,
    points,
    duration: MINUTE_S,
    blockDuration: blockS,
  });
}

/** Creates the limits of the configuration, counted by this process or by whatever `createLimiter` counts with. */
export function createRateLimits(
  config: Config,
  createLimiter: (rule: LimitRule) => Limiter = createMemoryLimiter,
): RateLimits {
  const build = (name: string, points: number, more: Partial<LimitRule> = {}) => {
    const rule = { name, points, blockS: 0, isGuard: false, ...more };
    const limiter = createLimiter(rule);
    return (key: string) => consume(limiter, rule, key);
  };
  const address = build('address', config.RATE_LIMIT_PER_MINUTE);
  const credential = build('credential', config.RATE_LIMIT_CREDENTIAL_PER_MINUTE);
  const named: Record<RateLimitName, (key: string) => Promise<RateLimitState>> = {
    logIn: build('logIn', config.RATE_LIMIT_LOGIN_PER_MINUTE, {
      blockS: LOGIN_BLOCK_S,
      isGuard: true,
    }),
    mail: build('mail', config.RATE_LIMIT_MAIL_PER_MINUTE),
    token: build('token', config.RATE_LIMIT_TOKEN_PER_MINUTE),
    call: build('call', config.RATE_LIMIT_CALL_PER_MINUTE),
  };
  return {
    consumeAddress: (ipAddress) => address(networkOf(ipAddress)),
    consumeCredential: (key) => credential(key),
    async consumeNamed(name, keys) {
      for (const key of keys) await named[name](key);
    },
  };
}

async function consume(limiter: Limiter, rule: LimitRule, key: string): Promise<RateLimitState> {
  try {
    const result = await limiter.consume(key);
    return stateOf(rule, result);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const { resetS } = stateOf(rule, error);
    throw new Refusal(
      'TOO_MANY_REQUESTS',
      `Too many requests; try again in ${resetS} seconds`,
      { reason: 'rate_limit', limit: rule.points },
      resetS,
    );
  }
}

function stateOf({ points }: LimitRule, result: RateLimiterRes): RateLimitState {
  return {
    limit: points,
    remaining: Math.max(0, result.remainingPoints),
    resetS: Math.max(1, Math.ceil(result.msBeforeNext / 1_000)),
  };
}
