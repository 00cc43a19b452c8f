import { Queue, Worker, type ConnectionOptions } from 'bullmq';
import { createRedisClient, redisOptionsOf } from '../redis/redis-client.ts';
import { parseRedisUrl, type RedisTarget } from '../redis/redis-url.ts';
import type { OpenEngine } from './engine.ts';

/** A connection attempt is given up after this, and another one begins. */
const CONNECT_TIMEOUT_MS = 3_000;

/** Commands wait out an outage, as workers need it; producers are given an end by the queue's own time-out. */
const CONNECTION = { connectTimeout: CONNECT_TIMEOUT_MS, maxRetriesPerRequest: null };

/** Opens BullMQ's Redis backend (Redis 6.2 or newer, Valkey); it need not be there yet. */
export function openRedisEngine({
  url,
  instanceId,
}: {
  url: string;
  instanceId: string;
}): OpenEngine {
  const target = parseRedisUrl(url);
  // In braces, so that all keys of a queue are on one node of a cluster, where its scripts find them.
  const prefix = `{boardwire:${instanceId}}`;
  const { connection, close } = openConnection(target);
  return {
    buildQueue: (name, options) => new Queue(name, { ...options, prefix, connection }),
    buildWorker: (name, processor, options) =>
      new Worker(name, processor, { ...options, prefix, connection }),
    close: async () => close(),
  };
}

/** BullMQ opens connections by itself from options; of a cluster it wants a client, and copies it where it blocks. */
function openConnection(target: RedisTarget): { connection: ConnectionOptions; close(): void } {
  if (target.kind !== 'cluster') {
    // Both are the driver's options; BullMQ's declaration of them merely forbids an explicit undefined.
    const connection = { ...redisOptionsOf(target), ...CONNECTION } as ConnectionOptions;
    return { connection, close: () => undefined };
  }
  const cluster = createRedisClient(target, CONNECTION);
  cluster.on('error', () => undefined);
  return { connection: cluster, close: () => cluster.disconnect() };
}
