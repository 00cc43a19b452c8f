import type { RedisPool } from '../redis/redis-pool.ts';
import type { NodeBus } from './node-bus.ts';

/** Redis takes far longer ones; a slow subscriber must not be sent megabytes in one piece. */
const MAX_NOTE_BYTES = 32_000;

/**
 * The bus over Redis' publish and subscribe. While Redis is away notes are lost at once and nobody waits: other nodes
 * follow by their polls (live L33).
 */
export function createRedisBus(
  redis: Pick<RedisPool, 'publish' | 'subscribe' | 'isUp' | 'onUp'>,
): NodeBus {
  return {
    engine: 'redis',
    maxNoteBytes: MAX_NOTE_BYTES,
    publish: redis.publish,
    subscribe(channel, { onNote, onGap }) {
      // Sending has a connection of its own, which may be back before the one that hears, or after it.
      let hasHeard = false;
      redis.subscribe(channel, onNote, () => {
        hasHeard = true;
        if (redis.isUp()) onGap();
      });
      redis.onUp(() => {
        if (hasHeard) onGap();
      });
    },
  };
}
