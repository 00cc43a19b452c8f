import { SECOND_MS, sleep } from '../../kernel/time.ts';
import { ConfigError } from '../config/config.ts';
import type { Log } from '../log.ts';
import { createRedisClient } from '../redis/redis-client.ts';
import { describeTarget, parseRedisUrl } from '../redis/redis-url.ts';

/** The look at a Redis goes on until it answered once. */
export interface RedisGuard {
  stop(): Promise<void>;
}

/** What a Redis says of itself, or why it says nothing. */
type Answer =
  | { status: 'ready'; version: string; evictionPolicy: string }
  | { status: 'away' | 'refused'; reason: string };

/** What BullMQ's scripts need. */
const MIN_VERSION = { major: 6, minor: 2 };
const SAFE_POLICY = 'noeviction';
/** A start does not wait longer than this: without Redis jobs wait, and everything else goes on (fault F23). */
const ANSWER_TIMEOUT_MS = 3 * SECOND_MS;
const RETRY_MS = SECOND_MS;
/** Replies of a server that will answer later, as while it loads its data. */
const PASSING_REPLY = /^(LOADING|BUSY|MASTERDOWN|ERR max number of clients)/;

/**
 * Looks at the Redis of REDIS_URL before the queue works on it. Throws ConfigError when it is too old or refuses the
 * login, since waiting mends neither; warns when it may evict jobs. One that does not answer stops nothing: it is named in
 * the log and looked at when it is back.
 */
export async function guardRedis(url: string, log: Log): Promise<RedisGuard> {
  const stopping = new AbortController();
  const first = await ask(url);
  if (first.status !== 'away') {
    judge(url, first, log);
    return { stop: async () => undefined };
  }
  log.warn(
    { host: hostOf(url), error: first.reason },
    'REDIS_URL: Redis does not answer; starting without it, and its jobs wait until it does',
  );
  const watching = watch(url, log, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

/** Judges once Redis is there; too late to refuse the start, so the log has to say it. */
async function watch(url: string, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(RETRY_MS, signal);
    if (signal.aborted) return;
    const answer = await ask(url);
    if (answer.status === 'away') continue;
    try {
      judge(url, answer, log);
      log.info({ host: hostOf(url) }, 'Redis answers; jobs go on');
    } catch (error) {
      log.error({ host: hostOf(url) }, (error as Error).message);
    }
    return;
  }
}

/** Throws ConfigError where the queue cannot work. */
function judge(url: string, answer: Exclude<Answer, { status: 'away' }>, log: Log): void {
  const host = hostOf(url);
  if (answer.status !== 'ready')
    throw new ConfigError(`REDIS_URL: cannot use ${host}: ${answer.reason}`);
  const { version, evictionPolicy } = answer;
  if (isOld(version)) {
    throw new ConfigError(
      `REDIS_URL: ${host} is version ${version}; the job queue needs ${MIN_VERSION.major}.${MIN_VERSION.minor} or newer`,
    );
  }
  if (evictionPolicy !== SAFE_POLICY) {
    const finding =
      evictionPolicy === ''
        ? 'this Redis does not say whether it drops jobs when its memory is full; make sure that'
        : 'this Redis drops jobs when its memory is full; set';
    log.warn(
      { host, evictionPolicy },
      `REDIS_URL: ${finding} its maxmemory-policy ${evictionPolicy === '' ? 'is' : 'to'} ${SAFE_POLICY}`,
    );
  }
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major !== MIN_VERSION.major) return major < MIN_VERSION.major;
  return minor < MIN_VERSION.minor;
}

async function ask(url: string): Promise<Answer> {
  let lastError: Error | undefined;
  const redis = createRedisClient(parseRedisUrl(url), {
    lazyConnect: true,
    // What every version speaks, so that an old one can say that it is old.
    protocol: 2,
    connectTimeout: ANSWER_TIMEOUT_MS,
    commandTimeout: ANSWER_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    retryStrategy: null,
  });
  redis.on('error', (error: Error) => (lastError = error));
  try {
    const facts = await redis.info();
    return {
      status: 'ready',
      version: readFact(facts, 'redis_version'),
      evictionPolicy: readFact(facts, 'maxmemory_policy'),
    };
  } catch (error) {
    return describeFailure(lastError ?? (error as Error));
  } finally {
    redis.disconnect();
  }
}

function describeFailure(error: Error): Answer {
  const isFinal = error.name === 'ReplyError' && !PASSING_REPLY.test(error.message);
  return { status: isFinal ? 'refused' : 'away', reason: error.message };
}

function readFact(facts: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\s*$`, 'm').exec(facts)?.[1] ?? '';
}

/** Without the password that the address may carry. */
function hostOf(url: string): string {
  return describeTarget(parseRedisUrl(url));
}
