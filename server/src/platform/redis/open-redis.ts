import type { ClusterOptions } from 'ioredis';
import type { Log } from '../log.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import { createRedisClient, type ConnectionOptions } from './redis-client.ts';
import { readRedisFacts } from './redis-facts.ts';
import { meterRedis } from './redis-metrics.ts';
import type { RedisPool } from './redis-pool.ts';
import { describeTarget, type RedisTarget } from './redis-url.ts';
import { createSubscriber } from './subscriber.ts';

/** What a pool needs to know. */
export interface OpenRedisOptions {
  log: Log;
  /** Where figures are noted; nowhere by default. */
  metrics?: Metrics;
  /** Keeps instances that share a Redis apart. */
  instanceId: string;
}

/** A command that Redis has not answered by then fails, and its connection is made anew. */
const COMMAND_TIMEOUT_MS = 1_000;
/** A connection attempt is given up after this, and another one begins. */
const CONNECT_TIMEOUT_MS = 3_000;
/** While Redis is away it is tried at least this often, so that all is normal soon after its return (fault F5). */
const MAX_RETRY_DELAY_MS = 1_000;
/** Silence is noticed by this, also when nobody asks for anything. */
const PING_INTERVAL_MS = 2_000;
/** A socket that was ended is destroyed after this, whether or not the other side agrees. */
const DISCONNECT_TIMEOUT_MS = 100;

const CONNECTION = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  commandTimeout: COMMAND_TIMEOUT_MS,
  sentinelCommandTimeout: COMMAND_TIMEOUT_MS,
  // The first silence ends the connection: what comes after it fails at once instead of waiting as well.
  socketTimeout: COMMAND_TIMEOUT_MS,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  // A master that became a replica says so with each write; a new connection finds the new master.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
} satisfies ConnectionOptions & { disconnectTimeout: number };

/** A node that failed is tried for this long altogether while others answer for its keys: a quarter of a second. */
const CLUSTER: ClusterOptions = {
  maxRedirections: 5,
  retryDelayOnFailover: 50,
  retryDelayOnClusterDown: 50,
  retryDelayOnTryAgain: 50,
};

/**
 * Opens the connections of this process to a Redis. Answers at once, whether or not there is one: who uses it must do
 * without it while it is away (reliability, degraded modes).
 */
export function openRedis(
  target: RedisTarget,
  { log, instanceId, metrics = createMetrics() }: OpenRedisOptions,
): RedisPool {
  const description = describeTarget(target);
  const prefix = `boardwire:${instanceId}:`;
  const commands = createRedisClient(
    target,
    { ...CONNECTION, retryStrategy: retryDelayMs, enableOfflineQueue: false },
    CLUSTER,
  );
  const meter = meterRedis(metrics, commands);
  const state = watchState(commands, log, description, meter.noteReconnect);
  const subscriber = createSubscriber({
    target,
    connection: CONNECTION,
    commands,
    retryDelayMs,
    reportError: (error) => log.error({ err: error }, 'a listener to Redis failed'),
  });
  const pinging = setInterval(() => {
    if (commands.status === 'ready') commands.ping().catch(() => undefined);
  }, PING_INTERVAL_MS).unref();
  return {
    commands,
    prefix,
    description,
    subscribe: (channel, onMessage, onGap) =>
      subscriber.subscribe(prefix + channel, onMessage, onGap),
    publish: (channel, payload) =>
      void commands.publish(prefix + channel, payload).catch(meter.noteLostPublish),
    isUp: () => commands.status === 'ready',
    onUp: state.onUp,
    async health() {
      const startedAt = performance.now();
      const info = await commands.info();
      return { ...readRedisFacts(info), latencyMs: performance.now() - startedAt };
    },
    async close() {
      state.close();
      clearInterval(pinging);
      subscriber.close();
      commands.disconnect();
    },
  };
}

function retryDelayMs(attempt: number): number {
  return Math.min(50 * 2 ** Math.min(attempt, 10), MAX_RETRY_DELAY_MS);
}

/** Says once that Redis is away, and once that it is back; a driver says it with each attempt. */
function watchState(
  commands: ReturnType<typeof createRedisClient>,
  log: Log,
  redis: string,
  onReturn: () => void,
): { onUp(listener: () => void): void; close(): void } {
  const listeners = new Set<() => void>();
  let isAway = false;
  let isClosed = false;
  const noticeAway = (error?: Error) => {
    if (isAway || isClosed) return;
    isAway = true;
    log.warn({ redis, error: error?.message }, 'Redis is away; going on without it');
  };
  commands.on('error', noticeAway);
  commands.on('close', () => noticeAway());
  commands.on('ready', () => {
    if (isAway) {
      log.info({ redis }, 'Redis answers again');
      onReturn();
    }
    isAway = false;
    for (const listener of listeners) listener();
  });
  return {
    onUp: (listener) => void listeners.add(listener),
    close() {
      isClosed = true;
    },
  };
}
