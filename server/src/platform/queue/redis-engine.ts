import { Queue, Worker } from 'bullmq';
import type { Log } from '../log.ts';
import type { OpenEngine } from './engine.ts';
import { guardRedis } from './redis-guard.ts';

/** Keys of one Boardwire in a Redis that others may share. */
const KEY_PREFIX = 'boardwire';

/** A connection attempt is given up after this, and another one begins. */
const CONNECT_TIMEOUT_MS = 3_000;

/** Opens BullMQ's Redis backend (Redis 6.2 or newer, Valkey). Throws ConfigError when that one is not. */
export async function openRedisEngine(url: string, log: Log): Promise<OpenEngine> {
  const guard = await guardRedis(url, log);
  // Commands wait out an outage, as workers need it; producers are given an end by the queue's own time-out.
  const connection = { url, connectTimeout: CONNECT_TIMEOUT_MS, maxRetriesPerRequest: null };
  return {
    buildQueue: (name, options) => new Queue(name, { ...options, prefix: KEY_PREFIX, connection }),
    buildWorker: (name, processor, options) =>
      new Worker(name, processor, { ...options, prefix: KEY_PREFIX, connection }),
    close: () => guard.stop(),
  };
}
