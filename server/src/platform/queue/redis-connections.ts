import { keepAlive } from '../redis/keep-alive.ts';
import { createReconnect } from '../redis/reconnect.ts';
import {
  createRedisClient,
  type ConnectionOptions,
  type RedisClient,
} from '../redis/redis-client.ts';
import type { RedisTarget } from '../redis/redis-url.ts';
import { watchStanding, type Standing } from '../redis/standing.ts';
import type { EngineConnections } from './engine.ts';
import { markOutages } from './redis-outage.ts';

/** What a connection of the queue is for. */
type ConnectionUse = 'producing' | 'working' | 'blocking';

/** The connections that the queue of one process has to its Redis. */
export interface QueueConnections {
  open(use: ConnectionUse, name?: string): { client: RedisClient; standing: Standing };
  /** How many are of use, and how many are not; those that were closed count no more. */
  count(): EngineConnections;
  close(): void;
}

/** A connection attempt is given up after this, and another one begins. */
const CONNECT_TIMEOUT_MS = 3_000;
const SENTINEL_TIMEOUT_MS = 1_000;
/** A socket that was ended is destroyed after this, whether or not the other side agrees. */
const DISCONNECT_TIMEOUT_MS = 100;

const COMMON = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  sentinelCommandTimeout: SENTINEL_TIMEOUT_MS,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
} satisfies ConnectionOptions & { disconnectTimeout: number };

/** Silence that ends a connection: a proxy may forget one and say nothing. */
const OPTIONS: Record<ConnectionUse, ConnectionOptions> = {
  // Whoever puts a job in is told of an outage; what nobody waits for any more must not heap up for the return.
  producing: {
    socketTimeout: 3_000,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
  },
  // Commands wait out an outage, as the library's workers need it.
  working: { socketTimeout: 10_000, maxRetriesPerRequest: null },
  // It is asked to answer within ten seconds, and the library waits for eleven.
  blocking: { socketTimeout: 15_000, maxRetriesPerRequest: null },
};

/** Prepares connections to a Redis; it need not be there yet. */
export function createQueueConnections(
  target: RedisTarget,
  reportError: (error: Error) => void,
): QueueConnections {
  const opened = new Map<RedisClient, { standing: Standing; stopPings(): void }>();
  return {
    open(use, name) {
      const reconnect = createReconnect();
      const client = createRedisClient(target, {
        ...COMMON,
        ...OPTIONS[use],
        ...reconnect.options,
        ...(name !== undefined && { connectionName: name }),
      });
      markOutages(client, reportError);
      const standing = watchStanding(client, reconnect);
      // One that blocks says every ten seconds that it lives, and would answer to nothing else.
      const stopPings = use === 'blocking' ? () => undefined : keepAlive(client);
      opened.set(client, { standing, stopPings });
      return { client, standing };
    },
    count() {
      for (const client of opened.keys()) if (client.status === 'end') opened.delete(client);
      const up = Array.from(opened.values()).filter(({ standing }) => standing.isUp()).length;
      return { up, away: opened.size - up };
    },
    close() {
      for (const [client, { standing, stopPings }] of opened) {
        standing.close();
        stopPings();
        client.disconnect();
      }
    },
  };
}
