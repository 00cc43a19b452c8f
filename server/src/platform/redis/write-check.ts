import type { RedisClient } from './redis-client.ts';

/** Written and said to find out whether that is allowed; a login may be limited to what begins with `boardwire:`. */
export const CHECK_KEY = 'boardwire:check';
const CHECK_KEPT_S = 60;

/** Finds out whether writes are accepted; throws what is answered where they are not. */
export async function writeCheck(redis: RedisClient): Promise<void> {
  await redis.set(CHECK_KEY, '1', 'EX', CHECK_KEPT_S);
}
