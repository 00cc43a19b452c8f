import { liveLimits } from '@boardwire/contract/live-limits';
import { createTokenBucket, type TokenBucket } from '../../platform/live/token-bucket.ts';

/** What one connection may do (live L37, security S38). */
export interface SessionLimits {
  /** Messages of any kind. */
  messages: TokenBucket;
  mutations: TokenBucket;
  presence: TokenBucket;
  joins: TokenBucket;
}

const MESSAGES = { perS: 50, burst: 200 };
const PRESENCE_BURST = 30;
const JOIN_BURST = 20;

/** Creates full limits. */
export function createSessionLimits(): SessionLimits {
  const { mutationsPerS, mutationBurst, presencePerS, joinsPerS } = liveLimits;
  return {
    messages: createTokenBucket(MESSAGES),
    mutations: createTokenBucket({ perS: mutationsPerS, burst: mutationBurst }),
    presence: createTokenBucket({ perS: presencePerS, burst: PRESENCE_BURST }),
    joins: createTokenBucket({ perS: joinsPerS, burst: JOIN_BURST }),
  };
}
