import { Cluster, Redis, type ClusterOptions, type RedisOptions } from 'ioredis';
import { permitDriver } from '../egress/guard.ts';
import type { RedisEndpoint, RedisTarget } from './redis-url.ts';

/** A connection to a Redis, or connections to the nodes of a cluster; both take the same commands. */
export type RedisClient = Redis | Cluster;

/** Options of one connection. Answers have the shapes that both versions of the protocol share. */
export type ConnectionOptions = RedisOptions & { replyMapping?: 'legacy' };

/** How long a cluster's node may take to say who has which keys. */
const SLOTS_TIMEOUT_MS = 2_000;
/** A node is asked again who has which keys: a cluster that was changed is followed within this. */
const SLOTS_REFRESH_MS = 15_000;

/** Opens a client to whatever kind of Redis a target is. Sentinel and cluster are followed when they change over. */
export function createRedisClient(
  target: RedisTarget,
  options: ConnectionOptions,
  clusterOptions: ClusterOptions = {},
): RedisClient {
  if (target.kind !== 'cluster') return new Redis({ ...redisOptionsOf(target), ...options });
  const { retryStrategy, enableOfflineQueue, lazyConnect, ...redisOptions } = options;
  return new Cluster([...target.endpoints], {
    natMap: permitNode,
    // Names stay names: certificates are made out to them, and outgoing connections are allowed by them (security S29).
    dnsLookup: (name, answer) => answer(null, name),
    slotsRefreshTimeout: SLOTS_TIMEOUT_MS,
    slotsRefreshInterval: SLOTS_REFRESH_MS,
    ...(retryStrategy !== undefined && { clusterRetryStrategy: retryStrategy }),
    ...(enableOfflineQueue !== undefined && { enableOfflineQueue }),
    ...(lazyConnect !== undefined && { lazyConnect }),
    ...clusterOptions,
    redisOptions: { ...loginOf(target), ...redisOptions },
  });
}

/** What the driver needs for one server, or for sentinels and the server that they name. */
export function redisOptionsOf(target: RedisTarget): ConnectionOptions {
  if (target.kind !== 'sentinel') {
    const [first] = target.endpoints;
    return { ...first, ...loginOf(target), db: target.database };
  }
  const { sentinelUsername, sentinelPassword, isTls } = target;
  return {
    sentinels: target.endpoints.map((endpoint) => ({ ...endpoint })),
    name: target.masterName ?? '',
    role: 'master',
    natMap: permitNode,
    ...(sentinelUsername !== undefined && { sentinelUsername }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    ...(isTls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
    ...loginOf(target),
    db: target.database,
  };
}

/** What the driver needs for one node of a cluster. */
export function nodeOptionsOf(target: RedisTarget, endpoint: RedisEndpoint): ConnectionOptions {
  return { ...endpoint, ...loginOf(target) };
}

function loginOf({ username, password, isTls }: RedisTarget): ConnectionOptions {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(isTls && { tls: {} }),
  };
}

/** Sentinels and clusters name servers that no setting has named; they are where our driver may connect, too. */
function permitNode(address: string): null {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '');
  permitDriver({ host, port: Number(address.slice(colon + 1)) });
  return null;
}
