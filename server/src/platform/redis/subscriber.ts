import { Redis } from 'ioredis';
import { keepAlive } from './keep-alive.ts';
import {
  nodeOptionsOf,
  redisOptionsOf,
  type ConnectionOptions,
  type RedisClient,
} from './redis-client.ts';
import type { RedisEndpoint, RedisTarget } from './redis-url.ts';

/** Hears channels on one connection, which is made anew for as long as it is open. */
export interface Subscriber {
  subscribe(channel: string, onMessage: (payload: string) => void, onGap: () => void): () => void;
  close(): void;
}

interface Subscription {
  onMessage(payload: string): void;
  onGap(): void;
}

export interface SubscriberOptions {
  target: RedisTarget;
  /** Time-outs of a connection; it ends itself when it is silent for too long. */
  connection: ConnectionOptions;
  /** Knows the nodes of a cluster, any of which hears everything. */
  commands: RedisClient;
  retryDelayMs(attempt: number): number;
  /** Told of a listener that throws. */
  reportError(error: Error): void;
}

/** Creates what connects with the first subscription. */
export function createSubscriber(options: SubscriberOptions): Subscriber {
  const registry = createRegistry(options.reportError);
  let connection: Redis | null = null;
  let isClosed = false;
  let attempts = 0;
  let retry: NodeJS.Timeout | undefined;

  const listen = async (redis: Redis, channel: string, one?: Subscription) => {
    const isHeard = await redis.subscribe(channel).then(Boolean, () => false);
    // Where it is not, the connection has ended, or ends now; the next one subscribes anew.
    if (!isHeard) redis.disconnect();
    else if (redis === connection) registry.tellGap(channel, one);
  };
  const open = () => {
    const redis = openConnection(options, attempts);
    connection = redis;
    keepAlive(redis);
    redis.on('error', () => undefined);
    redis.on('message', registry.deliver);
    redis.on('ready', () => {
      attempts = 0;
      for (const channel of registry.channels()) void listen(redis, channel);
    });
    redis.once('end', () => {
      connection = null;
      if (isClosed) return;
      attempts += 1;
      retry = setTimeout(open, options.retryDelayMs(attempts));
    });
  };
  return {
    subscribe(channel, onMessage, onGap) {
      const subscription = { onMessage, onGap };
      registry.add(channel, subscription);
      if (connection === null && retry === undefined) open();
      else if (connection?.status === 'ready') void listen(connection, channel, subscription);
      return () => {
        const isLast = registry.remove(channel, subscription);
        if (isLast && connection?.status === 'ready')
          connection.unsubscribe(channel).catch(() => undefined);
      };
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      connection?.disconnect();
    },
  };
}

/** Who hears what in this process. A listener that throws must not end the others. */
function createRegistry(reportError: (error: Error) => void) {
  const channels = new Map<string, Set<Subscription>>();
  const callEach = (channel: string, call: (subscription: Subscription) => void) => {
    for (const subscription of Array.from(channels.get(channel) ?? [])) {
      try {
        call(subscription);
      } catch (error) {
        reportError(error as Error);
      }
    }
  };
  return {
    channels: () => Array.from(channels.keys()),
    add(channel: string, subscription: Subscription) {
      channels.set(channel, (channels.get(channel) ?? new Set()).add(subscription));
    },
    /** Answers whether nobody is left who hears this channel. */
    remove(channel: string, subscription: Subscription): boolean {
      const heard = channels.get(channel);
      if (heard?.delete(subscription) !== true || heard.size > 0) return false;
      return channels.delete(channel);
    },
    deliver: (channel: string, payload: string) =>
      callEach(channel, (subscription) => subscription.onMessage(payload)),
    tellGap: (channel: string, only?: Subscription) =>
      callEach(channel, (subscription) => {
        if (only === undefined || only === subscription) subscription.onGap();
      }),
  };
}

/** One attempt: it does not try again by itself, so that in a cluster the next one goes to another node. */
function openConnection(
  { target, connection, commands }: SubscriberOptions,
  attempt: number,
): Redis {
  const once = { ...connection, retryStrategy: null, autoResubscribe: false };
  if (target.kind !== 'cluster') return new Redis({ ...redisOptionsOf(target), ...once });
  const nodes = listNodes(commands, target);
  const node = nodes[attempt % nodes.length];
  return new Redis({ ...(node && nodeOptionsOf(target, node)), ...once });
}

/** Those that the cluster has told of, else those that the settings name. */
function listNodes(commands: RedisClient, target: RedisTarget): readonly RedisEndpoint[] {
  if (!('nodes' in commands)) return target.endpoints;
  const known = commands
    .nodes()
    .flatMap(({ options: { host, port } }) =>
      host === undefined || port === undefined ? [] : [{ host, port }],
    );
  return known.length > 0 ? known : target.endpoints;
}
