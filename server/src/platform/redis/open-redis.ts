import type { ClusterOptions } from 'ioredis';
import type { Log } from '../log.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import { keepAlive } from './keep-alive.ts';
import { createReconnect, retryDelayMs } from './reconnect.ts';
import { createRedisClient, type ConnectionOptions } from './redis-client.ts';
import { readRedisFacts } from './redis-facts.ts';
import { meterRedis } from './redis-metrics.ts';
import type { RedisPool } from './redis-pool.ts';
import { describeTarget, type RedisTarget } from './redis-url.ts';
import { watchStanding } from './standing.ts';
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
  const { commands, standing, noteLostPublish, stopPings } = openCommands(target, {
    log,
    metrics,
  });
  const subscriber = createSubscriber({
    target,
    connection: CONNECTION,
    commands,
    retryDelayMs,
    reportError: (error) => log.error({ err: error }, 'a listener to Redis failed'),
  });
  return {
    commands,
    prefix,
    description,
    subscribe: (channel, onMessage, onGap) =>
      subscriber.subscribe(prefix + channel, onMessage, onGap),
    publish: (channel, payload) =>
      void commands.publish(prefix + channel, payload).catch(noteLostPublish),
    isUp: standing.isUp,
    onUp: (listener) => standing.onUp(() => listener()),
    async health() {
      const startedAt = performance.now();
      const info = await commands.info();
      return { ...readRedisFacts(info), latencyMs: performance.now() - startedAt };
    },
    async close() {
      standing.close();
      stopPings();
      subscriber.close();
      commands.disconnect();
    },
  };
}

/** The connection for commands: metered, and said once to be away, and once to be back. */
function openCommands(target: RedisTarget, { log, metrics }: { log: Log; metrics: Metrics }) {
  const redis = describeTarget(target);
  const reconnect = createReconnect();
  const commands = createRedisClient(
    target,
    { ...CONNECTION, ...reconnect.options, enableOfflineQueue: false },
    CLUSTER,
  );
  const { noteReconnect, noteLostPublish } = meterRedis(metrics, commands);
  const standing = watchStanding(commands, reconnect, (reason) =>
    log.warn({ redis, error: reason?.message }, 'Redis is away; going on without it'),
  );
  standing.onUp((wasAway) => {
    if (!wasAway) return;
    log.info({ redis }, 'Redis answers again');
    noteReconnect();
  });
  return { commands, standing, noteLostPublish, stopPings: keepAlive(commands) };
}
