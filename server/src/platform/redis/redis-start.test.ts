import { describe, expect, it } from 'vitest';
import { SECOND_MS } from '../../kernel/time.ts';
import { ConfigError } from '../config/config.ts';
import { createLog } from '../log.ts';
import { findFreePort, startSentinel } from '../queue/redis-server.fixture.ts';
import { startProxy } from '../queue/test-proxy.fixture.ts';
import { startOtherRedis } from './old-redis.fixture.ts';
import { createRedisClient } from './redis-client.ts';
import { beginRedisStart, type RedisStart } from './redis-start.ts';
import { describeTarget, parseRedisUrl } from './redis-url.ts';
import { redisProgram, useRedis } from './test-redis.fixture.ts';

const redis = useRedis();

/** A start beside a Redis, what it says, and the error that ends it. */
interface Tried {
  lines: { level: string; msg: string; redis?: string; reason?: string }[];
  start: RedisStart | null;
  error: Error | null;
  /** What is remembered for the next start. */
  known: Set<string>;
  /** Redis begins to answer. */
  ring(): void;
}

async function begin(url: string, known = new Set<string>(), waitMs = SECOND_MS): Promise<Tried> {
  const lines: Tried['lines'] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Tried['lines'][0]);
  const listeners: (() => void)[] = [];
  const target = parseRedisUrl(url);
  const tried = { lines, known, ring: () => listeners.forEach((listener) => listener()) };
  try {
    const start = await beginRedisStart({
      target,
      pool: {
        description: describeTarget(target),
        onUp: (listener) => void listeners.push(listener),
      },
      known: { has: async (name) => known.has(name), add: async (name) => void known.add(name) },
      log: createLog('info', { write }),
      waitMs,
    });
    redis.after(() => start.stop());
    return { ...tried, start, error: null };
  } catch (error) {
    return { ...tried, start: null, error: error as Error };
  }
}

function settle({ start }: Tried): Promise<Error | null> {
  if (start === null) throw new Error('the start has ended');
  return start.settle().then(
    () => null,
    (error: Error) => error,
  );
}

async function openOther(version: string, more = ''): Promise<string> {
  const server = await startOtherRedis(version, more);
  redis.after(() => server.stop());
  return server.url;
}

describe('fault F23: the start beside a Redis', () => {
  it.each(['5.0.14', '6.0.16', '6.1.240'])('is refused by version %s', async (version) => {
    const url = await openOther(version);
    const { error } = await begin(url);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error?.message).toBe(
      `REDIS_URL: cannot use ${new URL(url).host}: it is version ${version}; Boardwire needs 6.2 or newer`,
    );
  });

  it.each([
    ['redis_mode:cluster', 'it is a node of a cluster; write redis+cluster'],
    ['server_mode:cluster', 'it is a node of a cluster; write redis+cluster'],
    ['server_mode:sentinel', 'it is a sentinel; write redis+sentinel'],
  ])('is refused by what says %s of itself, as Redis or as Valkey does', async (mode, advice) => {
    const { error } = await begin(await openOther('7.2.4', mode));
    expect(error?.message).toContain(advice);
  });

  it.each(['6.2.0', '7.2.4', '10.0.1'])('has nothing to say of version %s', async (version) => {
    const { error, lines, start } = await begin(await openOther(version));
    expect([error, lines, start?.isWaiting()]).toEqual([null, [], false]);
  });

  it('waits for one that never was there, names it without its login, and ends', async () => {
    const port = await findFreePort();
    const tried = await begin(`redis://:secret-of-redis@127.0.0.1:${port}`);
    expect([tried.error, tried.start?.isWaiting()]).toEqual([null, true]);
    const error = await settle(tried);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error?.message).toMatch(
      new RegExp(
        `^REDIS_URL: 127\\.0\\.0\\.1:${port} could not be used for 1 seconds \\(.*ECONNREFUSED`,
      ),
    );
    expect(tried.lines).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'REDIS_URL: waiting for Redis' }),
    ]);
    expect(JSON.stringify([tried.lines, error?.message])).not.toContain('secret-of-redis');
  });

  it('goes on without one that has served before, and says so loudly', async () => {
    const port = await findFreePort();
    const tried = await begin(`redis://127.0.0.1:${port}`, new Set([`127.0.0.1:${port}`]));
    expect(tried.start?.isWaiting()).toBe(true);
    expect(await settle(tried)).toBeNull();
    expect(tried.start?.isWaiting()).toBe(false);
    expect(tried.lines.at(-1)).toMatchObject({
      level: 'error',
      msg: expect.stringContaining('going on without it until it is back') as string,
    });
  });

  it('names a host that does not exist', async () => {
    const tried = await begin('redis://no-such-host.invalid');
    expect((await settle(tried))?.message).toMatch(
      /no-such-host\.invalid:6379 .*(ENOTFOUND|EAI_AGAIN)/,
    );
  });
});

describe.skipIf(redisProgram === '')(
  'fault F23: the start beside a real Redis (needs valkey-server or redis-server)',
  () => {
    it('has nothing to say of one as it should be, and remembers it', async () => {
      const { url, port } = await redis.start();
      const { error, lines, known } = await begin(url);
      expect([error, lines, [...known]]).toEqual([null, [], [`127.0.0.1:${port}`]]);
    });

    it('ends its wait when it comes', async () => {
      const port = await findFreePort();
      const tried = await begin(`redis://127.0.0.1:${port}`, new Set(), 60 * SECOND_MS);
      expect(tried.start?.isWaiting()).toBe(true);
      await redis.start([], port);
      expect(await settle(tried)).toBeNull();
      expect([...tried.known]).toEqual([`127.0.0.1:${port}`]);
    });

    it('warns of one that may drop jobs, once, and of one that comes back so', async () => {
      const { url } = await redis.start(['--maxmemory-policy', 'allkeys-lru']);
      const tried = await begin(url);
      const warning = expect.objectContaining({
        level: 'warn',
        msg: expect.stringContaining(
          '(allkeys-lru); set its maxmemory-policy to noeviction',
        ) as string,
      }) as object;
      expect(tried.lines).toEqual([warning]);
      const client = createRedisClient(parseRedisUrl(url), {});
      redis.after(() => client.disconnect());
      await settle(tried);
      for (const [policy, lines] of [
        ['allkeys-lru', 1],
        ['noeviction', 1],
        ['volatile-ttl', 2],
      ] as const) {
        await client.config('SET', 'maxmemory-policy', policy);
        tried.ring();
        await expect.poll(async () => client.ttl('boardwire:check')).toBeGreaterThan(0);
        await client.del('boardwire:check');
        await expect.poll(() => tried.lines.length).toBe(lines);
      }
    });

    it.each([
      ['no password', 'redis://'],
      ['a wrong password', 'redis://:wrong-password@'],
    ])('is refused with %s', async (_what, login) => {
      const { url } = await redis.start(['--requirepass', 'right-password']);
      const { error } = await begin(url.replace('redis://', login));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error?.message).toMatch(/^REDIS_URL: cannot use 127\.0\.0\.1:\d+: (NOAUTH|WRONGPASS)/);
      expect(error?.message).not.toContain('wrong-password');
      expect((await begin(url.replace('redis://', 'redis://:right-password@'))).error).toBeNull();
    });

    it('is refused with a login that may not write, and takes one that may write what is ours', async () => {
      const { url } = await redis.start();
      const client = createRedisClient(parseRedisUrl(url), {});
      redis.after(() => client.disconnect());
      await client.acl('SETUSER', 'reader', 'on', '>pass', '~*', '&*', '+@read', '+info');
      const ours = ['~boardwire:*', '~{boardwire:*', '&boardwire:*'];
      await client.acl('SETUSER', 'writer', 'on', '>pass', ...ours, '+@all');
      const { error } = await begin(url.replace('redis://', 'redis://reader:pass@'));
      expect(error?.message).toContain('NOPERM');
      expect((await begin(url.replace('redis://', 'redis://writer:pass@'))).error).toBeNull();
    });

    it('is refused by a read-only replica, unless it was a master before: then it waits', async () => {
      const master = await redis.start();
      const replica = await redis.start(['--replicaof', '127.0.0.1', String(master.port)]);
      const { error } = await begin(replica.url);
      expect(error?.message).toContain('it is a read-only replica; name its master');
      const again = await begin(
        replica.url,
        new Set([`127.0.0.1:${replica.port}`]),
        60 * SECOND_MS,
      );
      expect([again.error, again.start?.isWaiting()]).toEqual([null, true]);
      const client = createRedisClient(parseRedisUrl(replica.url), {});
      redis.after(() => client.disconnect());
      await client.replicaof('NO', 'ONE');
      expect(await settle(again)).toBeNull();
    });

    it('says what an address of the wrong kind should be', async () => {
      const master = await redis.start();
      const port = await findFreePort();
      const sentinel = await startSentinel(redisProgram, port, { name: 'main', port: master.port });
      redis.after(() => sentinel.stop());
      const bus = String(await findFreePort());
      const node = await redis.start(['--cluster-enabled', 'yes', '--cluster-port', bus]);
      const messageOf = async (url: string) => {
        const tried = await begin(url);
        return (tried.error ?? (await settle(tried)))?.message;
      };
      expect(await messageOf(`redis://127.0.0.1:${port}`)).toContain(
        'it is a sentinel; write redis+s',
      );
      expect(await messageOf(node.url)).toContain('it is a node of a cluster; write redis+cluster');
      expect(await messageOf(master.url.replace('redis:', 'redis+cluster:'))).toContain(
        'cluster support disabled',
      );
      expect(await messageOf(`redis+sentinel://127.0.0.1:${port}/other`)).toContain(
        'No such master with that name',
      );
    });

    it('does not wait long for an answer of one that takes connections and says nothing', async () => {
      const proxy = await startProxy((await redis.start()).url);
      redis.after(() => proxy.close());
      proxy.become('swallow');
      const tried = await begin(proxy.url);
      expect([tried.error, tried.start?.isWaiting()]).toEqual([null, true]);
      expect((await settle(tried))?.message).toContain('could not be used');
    });
  },
);
