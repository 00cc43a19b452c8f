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
  /** One use of an operation with a limit of its own, counted for each of the keys. */
  consumeNamed(name: RateLimitName, keys: readonly string[]): Promise<void>;
}

const MINUTE_S = 60;
/** Log-in stays blocked this long after its limit (SPEC F2). */
const LOGIN_BLOCK_S = 15 * MINUTE_S;

/** Creates the limits in this process' memory. */
export function createRateLimits(config: Config): RateLimits {
  const limiter = (keyPrefix: string, points: number, blockS = 0) =>
    new RateLimiterMemory({ keyPrefix, points, duration: MINUTE_S, blockDuration: blockS });
  const address = limiter('address', config.RATE_LIMIT_PER_MINUTE);
  const credential = limiter('credential', config.RATE_LIMIT_CREDENTIAL_PER_MINUTE);
  const named: Record<RateLimitName, RateLimiterMemory> = {
    logIn: limiter('logIn', config.RATE_LIMIT_LOGIN_PER_MINUTE, LOGIN_BLOCK_S),
    mail: limiter('mail', config.RATE_LIMIT_MAIL_PER_MINUTE),
    token: limiter('token', config.RATE_LIMIT_TOKEN_PER_MINUTE),
    call: limiter('call', config.RATE_LIMIT_CALL_PER_MINUTE),
  };
  return {
    consumeAddress: (ipAddress) => consume(address, networkOf(ipAddress)),
    consumeCredential: (key) => consume(credential, key),
    async consumeNamed(name, keys) {
      for (const key of keys) await consume(named[name], key);
    },
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<RateLimitState> {
  try {
    const result = await limiter.consume(key);
    return stateOf(limiter, result);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const { resetS } = stateOf(limiter, error);
    throw new Refusal(
      'TOO_MANY_REQUESTS',
      `Too many requests; try again in ${resetS} seconds`,
      { reason: 'rate_limit', limit: limiter.points },
      resetS,
    );
  }
}

function stateOf(limiter: RateLimiterMemory, result: RateLimiterRes): RateLimitState {
  return {
    limit: limiter.points,
    remaining: Math.max(0, result.remainingPoints),
    resetS: Math.max(1, Math.ceil(result.msBeforeNext / 1_000)),
  };
}
