import { SECOND_MS, sleep } from '../../kernel/time.ts';
import { ConfigError } from '../config/config.ts';
import type { Log } from '../log.ts';
import type { KnownRedis } from './known-redis.ts';
import { lookAtRedis, type RedisLook } from './look-at-redis.ts';
import type { RedisPool } from './redis-pool.ts';
import type { RedisTarget } from './redis-url.ts';

/** The first minute of a program with Redis (fault F23). */
export interface RedisStart {
  /** Whether Redis is waited for; the program is live meanwhile, and not ready. */
  isWaiting(): boolean;
  /**
   * Resolves when Redis has answered, or when one that has served this instance before stays away: then the program goes on
   * without it. Throws ConfigError for one that has never answered, and for one that turns out to be of no use.
   */
  settle(): Promise<void>;
  stop(): void;
}

export interface RedisStartOptions {
  target: RedisTarget;
  pool: Pick<RedisPool, 'description' | 'onUp'>;
  known: KnownRedis;
  log: Log;
  /** How long Redis is waited for. */
  waitMs?: number;
}

/** As long as a database is waited for. */
const WAIT_MS = 60 * SECOND_MS;
const RETRY_MS = SECOND_MS;
/** Says again what is waited for. */
const REMIND_MS = 10 * SECOND_MS;

/**
 * Looks at Redis once, and goes on looking in the background when it is away. Throws ConfigError for one that is of no use.
 */
export async function beginRedisStart(options: RedisStartOptions): Promise<RedisStart> {
  const { pool, target, known, log } = options;
  const stopping = new AbortController();
  const parts = {
    ...options,
    isKnown: await known.has(pool.description),
    say: createSayer(pool.description, log),
  };
  const first = await lookAtRedis(target);
  let isWaiting = !(await isSettledBy(first, parts));
  const waiting = isWaiting ? wait(reasonOf(first), parts, stopping.signal) : Promise.resolve();
  const settled = waiting.then(() => watch(parts)).finally(() => (isWaiting = false));
  // Whoever starts the program awaits it; nobody else needs to.
  settled.catch(() => undefined);
  return { isWaiting: () => isWaiting, settle: () => settled, stop: () => stopping.abort() };
}

interface Parts extends RedisStartOptions {
  /** Whether this Redis has served the instance before. */
  isKnown: boolean;
  say: (look: RedisLook) => void;
}

/** Whether there is nothing to wait for any more. */
async function isSettledBy(
  look: RedisLook,
  { pool, known, isKnown, say }: Parts,
): Promise<boolean> {
  if (look.status === 'away') return false;
  if (look.status === 'refused') {
    // The master behind an address changes over now and then; a replica there has just been one, or will be one.
    if (look.isReplica && isKnown) return false;
    throw new ConfigError(`REDIS_URL: cannot use ${pool.description}: ${look.reason}`);
  }
  say(look);
  await known.add(pool.description);
  return true;
}

async function wait(firstReason: string, parts: Parts, signal: AbortSignal): Promise<void> {
  const { pool, target, log, isKnown, waitMs = WAIT_MS } = parts;
  const redis = pool.description;
  const deadlineMs = Date.now() + waitMs;
  let reason = firstReason;
  let remindAtMs = 0;
  while (Date.now() < deadlineMs && !signal.aborted) {
    if (Date.now() >= remindAtMs) {
      log.warn({ redis, reason }, 'REDIS_URL: waiting for Redis');
      remindAtMs = Date.now() + REMIND_MS;
    }
    await sleep(RETRY_MS, signal);
    const look = await lookAtRedis(target);
    if (await isSettledBy(look, parts)) return;
    reason = reasonOf(look);
  }
  if (signal.aborted) return;
  const waited = `${Math.round(waitMs / SECOND_MS)} seconds`;
  if (!isKnown) {
    throw new ConfigError(
      `REDIS_URL: ${redis} could not be used for ${waited} (${reason}), and has never served this instance; check the address, the network and Redis itself, or start without REDIS_URL`,
    );
  }
  log.error(
    { redis, reason },
    `REDIS_URL: Redis has been away for ${waited}; going on without it until it is back. Log-in is closed meanwhile; edits and deliveries go on, more slowly`,
  );
}

/** From now on looks at Redis whenever it is back: it may be another one, and nobody is refused any more. */
function watch({ pool, target, known, log, say }: Parts): void {
  const look = async () => {
    const found = await lookAtRedis(target);
    say(found);
    if (found.status === 'ready') await known.add(pool.description);
  };
  pool.onUp(
    () => void look().catch((error: unknown) => log.debug({ err: error }, 'no look at Redis')),
  );
}

/** Says what is wrong with a Redis when that is something else than was said before. */
function createSayer(redis: string, log: Log): (look: RedisLook) => void {
  let lastSaid = '';
  return (look) => {
    if (look.status === 'away') return;
    const said = look.status === 'ready' ? look.warnings.join('; ') : look.reason;
    if (said !== '' && said !== lastSaid)
      log[look.status === 'ready' ? 'warn' : 'error']({ redis }, `REDIS_URL: ${said}`);
    lastSaid = said;
  };
}

function reasonOf(look: RedisLook): string {
  return look.status === 'ready' ? '' : look.reason;
}
