import type { RedisClient } from './redis-client.ts';

/** Also an idle connection must prove that it lives: one that a firewall forgot would hear nothing for ever. */
const PING_INTERVAL_MS = 2_000;

/**
 * Asks something on a connection now and then until it has ended for good; its own time-outs notice the silence. Answers
 * what stops it before.
 */
export function keepAlive(redis: RedisClient): () => void {
  const pinging = setInterval(() => {
    if (redis.status === 'ready') redis.ping().catch(() => undefined);
  }, PING_INTERVAL_MS).unref();
  const stop = () => clearInterval(pinging);
  redis.once('end', stop);
  return stop;
}
