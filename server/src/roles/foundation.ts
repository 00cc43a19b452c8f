import { createAccessEpochs, type AccessEpochs } from '../platform/access-epochs.ts';
import { createMemories, type Memories } from '../platform/cache/memories.ts';
import type { Config } from '../platform/config/config.ts';
import { connectDatabase, type Database } from '../platform/database/database.ts';
import { openEgress } from '../platform/egress/open-egress.ts';
import type { Egress } from '../platform/egress/egress.ts';
import { createListener, type Listener } from '../platform/database/listener.ts';
import { loadInstanceKeys, type InstanceKeys } from '../platform/instance-keys.ts';
import { ensureEventPartitions } from '../platform/housekeeping.ts';
import { checkInstanceKeys } from '../platform/key-check.ts';
import type { Log } from '../platform/log.ts';
import { createMetrics, type Metrics } from '../platform/metrics.ts';
import { createPasswords, type Passwords } from '../platform/passwords.ts';
import { createSealer, type Sealer } from '../platform/sealing.ts';
import { createAccessTokens, type AccessTokens } from '../platform/tokens.ts';
import { openTracing } from '../platform/trace.ts';
import type { Tracing } from '../platform/trace/tracing.ts';
import { ensureVapidKeys } from '../platform/push/vapid-keys.ts';
import type { VapidKeys } from '../platform/push/web-push.ts';
import { readInstanceId } from '../platform/redis/instance-id.ts';
import { createKnownRedis } from '../platform/redis/known-redis.ts';
import type { RedisPool } from '../platform/redis/redis-pool.ts';
import type { RedisStart } from '../platform/redis/redis-start.ts';
import { parseRedisUrl } from '../platform/redis/redis-url.ts';
import type { ReadyPostgres } from './postgres.ts';

/** What every role stands on, whatever the features are. */
export interface Foundation {
  config: Config;
  log: Log;
  tracing: Tracing;
  keys: InstanceKeys;
  sealer: Sealer;
  /** What push services know this instance by. */
  vapid: VapidKeys;
  tokens: AccessTokens;
  passwords: Passwords;
  metrics: Metrics;
  /** What parts of this process remember by rules of their own. */
  memories: Memories;
  database: Database;
  /** Connections of what sends: however much lies there, those for requests are left to requests (fault F24). */
  sendingDatabase: Database;
  listener: Listener;
  epochs: AccessEpochs;
  egress: Egress;
  postgres: ReadyPostgres;
  /** What tells this instance from others that share a Redis with it. */
  instanceId: string;
  /** What processes share beside Postgres; null without REDIS_URL. It may be away at any time. */
  redis: RedisPool | null;
  /** Whether Redis is still waited for. */
  redisStart: RedisStart | null;
}

/** Argon2 takes 19 MiB and a core each: two at once, then a short line (security S5). */
const HASHES_AT_ONCE = 2;
const HASHES_WAITING = 20;
/** Four channels that look, plan and write ends down; more would only wait for each other in Postgres. */
const SENDING_POOL_SIZE = 8;

/** Opens what lies under the features. Throws ConfigError when the keys are not those of the database. */
export async function openFoundation(
  config: Config,
  log: Log,
  postgres: ReadyPostgres,
): Promise<Foundation> {
  const keys = loadInstanceKeys(config.BOARDWIRE_DATA, config.SECRETS_FILE);
  const sealer = createSealer(keys.sealing);
  const tracing = await openTracing(config);
  const egress = openEgress(config, tracing);
  const connect = (poolSize: number) =>
    connectDatabase({ url: postgres.appUrl, poolSize, log, tracing });
  const database = connect(config.DATABASE_POOL_SIZE);
  const sendingDatabase = connect(SENDING_POOL_SIZE);
  const listener = createListener(postgres.appUrl, log);
  try {
    await checkInstanceKeys(database, sealer);
    await ensureEventPartitions(database);
    const vapid = await ensureVapidKeys(database, sealer);
    const metrics = createMetrics();
    const instanceId = await readInstanceId(database);
    const epochs = createAccessEpochs(database, listener, log);
    await epochs.start();
    return {
      config,
      log,
      tracing,
      keys,
      sealer,
      vapid,
      tokens: createAccessTokens(keys.signing, config.PUBLIC_URL),
      passwords: createPasswords({ maxConcurrent: HASHES_AT_ONCE, maxWaiting: HASHES_WAITING }),
      metrics,
      memories: createMemories(),
      database,
      sendingDatabase,
      listener,
      epochs,
      egress,
      postgres,
      instanceId,
      ...(await connectRedis({ config, log, metrics, instanceId, database })),
    };
  } catch (error) {
    const open = [listener, database, sendingDatabase, tracing];
    await Promise.allSettled(open.map((each) => each.close()));
    throw error;
  }
}

/** The driver of Redis is loaded where there is one. Throws ConfigError for one that is of no use. */
async function connectRedis({
  config,
  log,
  metrics,
  instanceId,
  database,
}: Pick<Foundation, 'config' | 'log' | 'metrics' | 'instanceId' | 'database'>): Promise<
  Pick<Foundation, 'redis' | 'redisStart'>
> {
  if (config.REDIS_URL === undefined) return { redis: null, redisStart: null };
  const { openRedis } = await import('../platform/redis/open-redis.ts');
  const { beginRedisStart } = await import('../platform/redis/redis-start.ts');
  const target = parseRedisUrl(config.REDIS_URL);
  const pool = openRedis(target, { log, metrics, instanceId });
  try {
    const known = createKnownRedis(database);
    return { redis: pool, redisStart: await beginRedisStart({ target, pool, known, log }) };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

/** Closes what `openFoundation` opened, but the database server. */
export async function closeFoundation(foundation: Foundation): Promise<void> {
  const { epochs, listener, database, sendingDatabase, egress, tracing, redis } = foundation;
  epochs.stop();
  foundation.redisStart?.stop();
  await Promise.all([
    listener.close().then(() => Promise.all([database.close(), sendingDatabase.close()])),
    redis?.close(),
    egress.close(),
    tracing.close(),
  ]);
}
