import { Cluster } from 'ioredis';
import { SECOND_MS } from '../../kernel/time.ts';
import { createRedisClient, type RedisClient } from './redis-client.ts';
import { readRedisFacts, type RedisFacts } from './redis-facts.ts';
import type { RedisTarget } from './redis-url.ts';
import { CHECK_KEY, writeCheck } from './write-check.ts';

/** What a look at a Redis found: fit to be worked on, not there (yet), or of no use until somebody changes something. */
export type RedisLook =
  | {
      readonly status: 'ready';
      /** Of each master that answers, where there are several. */
      readonly facts: readonly RedisFacts[];
      readonly warnings: readonly string[];
    }
  | { readonly status: 'away'; readonly reason: string }
  | { readonly status: 'refused'; readonly reason: string; readonly isReplica: boolean };

/** What the job queue's scripts need. */
const MIN_VERSION = { major: 6, minor: 2 };
/** Every other policy throws away what the queue has been told, when memory is full. */
const SAFE_POLICY = 'noeviction';
const ANSWER_TIMEOUT_MS = 2 * SECOND_MS;
/** Replies of a server that will answer otherwise later: while it loads, is short of memory, disk or replicas. */
const PASSING_REPLY =
  /^(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MISCONF|OOM|NOREPLICAS|ERR max number of clients)/;
/** What no waiting mends, wherever in an error a driver puts it. */
const FINAL_REPLY = /\b(NOAUTH|WRONGPASS|NOPERM|cluster support disabled|ERR DB index)\b/;

/** Connects, asks what is there, and tries what will be needed. Takes some seconds at most where nothing answers. */
export async function lookAtRedis(target: RedisTarget): Promise<RedisLook> {
  let lastError: Error | undefined;
  const redis = createRedisClient(target, {
    lazyConnect: true,
    // What every version speaks, so that an old one can say that it is old.
    protocol: 2,
    connectTimeout: ANSWER_TIMEOUT_MS,
    commandTimeout: ANSWER_TIMEOUT_MS,
    sentinelCommandTimeout: ANSWER_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    retryStrategy: null,
    sentinelRetryStrategy: () => null,
  });
  const note = (error: Error) => void (lastError = error);
  redis.on('error', note).on('sentinelError', note);
  try {
    const facts = await readFacts(redis);
    for (const each of facts) {
      const misfit = findMisfit(each, target);
      if (misfit !== null) return misfit;
    }
    await tryOut(redis);
    return { status: 'ready', facts, warnings: [...new Set(facts.flatMap(listWarnings))] };
  } catch (error) {
    return judgeFailure(lastError ?? (error as Error));
  } finally {
    redis.disconnect();
  }
}

/** What a server says of itself; of a cluster, all of its masters that answer do. */
async function readFacts(redis: RedisClient): Promise<RedisFacts[]> {
  const first = readRedisFacts(await redis.info());
  if (!(redis instanceof Cluster)) return [first];
  const answers = await Promise.allSettled(redis.nodes('master').map((node) => node.info()));
  const heard = answers.filter((answer) => answer.status === 'fulfilled');
  return heard.length > 0 ? heard.map(({ value }) => readRedisFacts(value)) : [first];
}

/** A login may be allowed to look and not to work. */
async function tryOut(redis: RedisClient): Promise<void> {
  await writeCheck(redis);
  await redis.eval('return redis.call("get", KEYS[1])', 1, CHECK_KEY);
  await redis.publish(CHECK_KEY, '');
}

function findMisfit(facts: RedisFacts, { kind }: RedisTarget): RedisLook | null {
  const refuse = (reason: string, isReplica = false): RedisLook => ({
    status: 'refused',
    reason: `it ${reason}`,
    isReplica,
  });
  if (facts.mode === 'sentinel')
    return refuse('is a sentinel; write redis+sentinel://host:26379/<name of the master>');
  if (isOld(facts.version)) {
    return refuse(
      `is version ${facts.version}; Boardwire needs ${MIN_VERSION.major}.${MIN_VERSION.minor} or newer`,
    );
  }
  if (facts.role === 'slave') {
    return refuse(
      'is a read-only replica; name its master, or the sentinels that know it (redis+sentinel://)',
      true,
    );
  }
  if (facts.mode === 'cluster' && kind !== 'cluster')
    return refuse('is a node of a cluster; write redis+cluster:// instead of redis://');
  return null;
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major !== MIN_VERSION.major) return major < MIN_VERSION.major;
  return minor < MIN_VERSION.minor;
}

function listWarnings({ evictionPolicy }: RedisFacts): string[] {
  if (evictionPolicy === SAFE_POLICY) return [];
  return evictionPolicy === ''
    ? [
        `this Redis does not say whether it drops jobs when its memory is full; make sure that its maxmemory-policy is ${SAFE_POLICY}`,
      ]
    : [
        `this Redis drops jobs when its memory is full (${evictionPolicy}); set its maxmemory-policy to ${SAFE_POLICY}`,
      ];
}

function judgeFailure(error: Error): RedisLook {
  const inner = (error as { lastNodeError?: Error }).lastNodeError ?? error;
  const { code = '' } = inner as { code?: string };
  const reason = explain(inner.message, code);
  const isReply = inner.name === 'ReplyError' && !PASSING_REPLY.test(inner.message);
  const isFinal = isReply || FINAL_REPLY.test(inner.message) || isCertificateError(code);
  const isReplica = inner.message.startsWith('READONLY');
  return isFinal ? { status: 'refused', reason, isReplica } : { status: 'away', reason };
}

function isCertificateError(code: string): boolean {
  return code.startsWith('ERR_TLS_') || /CERT|SIGNATURE/.test(code);
}

function explain(message: string, code: string): string {
  if (isCertificateError(code)) {
    return `${message}; its certificate must name the host and come from a known authority, or from one that NODE_EXTRA_CA_CERTS names`;
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO')
    return `${message}; it does not speak TLS there: redis:// instead of rediss://?`;
  if (message === 'Connection is closed.')
    return 'it closes the connection at once; does it want TLS (rediss://)?';
  return message;
}
