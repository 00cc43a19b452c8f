import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { ConfigError } from '../config/config.ts';
import { createLog } from '../log.ts';
import { handleJob } from './job.ts';
import type { Queue } from './queue.ts';
import { guardRedis } from './redis-guard.ts';
import { findFreePort, findRedisProgram, startRedis } from './redis-server.fixture.ts';
import { startProxy } from './test-proxy.fixture.ts';
import { defineNote, openQueue } from './test-queue.fixture.ts';

const program = findRedisProgram() ?? '';
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Line {
  level: string;
  msg: string;
  host?: string;
}

/** Looks at a Redis; answers what the log says, and the error that stops a start. */
async function look(url: string): Promise<{ lines: Line[]; error: Error | null }> {
  const lines: Line[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line) as Line) });
  try {
    const guard = await guardRedis(url, log);
    cleanups.push(() => guard.stop());
    return { lines, error: null };
  } catch (error) {
    return { lines, error: error as Error };
  }
}

async function openRedis(settings: string[] = [], port?: number): Promise<string> {
  const server = await startRedis(program, port ?? (await findFreePort()), settings);
  cleanups.push(() => server.stop());
  return server.url;
}

/** A server that speaks as much of the protocol (RESP) as a look takes, and says it is of `version`. */
async function openOther(version: string): Promise<string> {
  const sockets = new Set<Socket>();
  const facts = `# Server\r\nredis_version:${version}\r\n# Memory\r\nmaxmemory_policy:noeviction\r\n`;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (data) => {
      for (const [, name = ''] of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        if (/^info$/i.test(name)) socket.write(`$${facts.length}\r\n${facts}\r\n`);
        else if (/^hello$/i.test(name)) socket.write(`-ERR unknown command 'HELLO'\r\n`);
        else socket.write('+OK\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the look at Redis before the queue works on it', () => {
  it.each(['5.0.14', '6.0.16', '6.1.240'])('refuses to start on version %s', async (version) => {
    const url = await openOther(version);
    const { error } = await look(url);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error?.message).toBe(
      `REDIS_URL: ${new URL(url).host} is version ${version}; the job queue needs 6.2 or newer`,
    );
  });

  it.each(['6.2.0', '7.2.4', '10.0.1'])('starts on version %s', async (version) => {
    expect(await look(await openOther(version))).toEqual({ error: null, lines: [] });
  });

  it('fault F23: an address where nobody listens is named within seconds, and stops nothing', async () => {
    const port = await findFreePort();
    const { lines, error } = await look(`redis://:secret-of-redis@127.0.0.1:${port}`);
    expect(error).toBeNull();
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'warn',
        host: `127.0.0.1:${port}`,
        msg: 'REDIS_URL: Redis does not answer; starting without it, and its jobs wait until it does',
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret-of-redis');
  });
});

describe.skipIf(program === '')(
  'the look at a real Redis (needs valkey-server or redis-server)',
  () => {
    it('has nothing to say of one as it should be', async () => {
      expect(await look(await openRedis())).toEqual({ error: null, lines: [] });
    });

    it('warns of one that may drop jobs', async () => {
      const { lines, error } = await look(await openRedis(['--maxmemory-policy', 'allkeys-lru']));
      expect(error).toBeNull();
      expect(lines).toEqual([
        expect.objectContaining({
          level: 'warn',
          evictionPolicy: 'allkeys-lru',
          msg: expect.stringContaining('set its maxmemory-policy to noeviction') as string,
        }),
      ]);
    });

    it.each([
      ['no password', 'redis://'],
      ['a wrong password', 'redis://:wrong-password@'],
    ])('refuses to start with %s', async (_what, login) => {
      const url = await openRedis(['--requirepass', 'right-password']);
      const { error } = await look(url.replace('redis://', login));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error?.message).toMatch(/^REDIS_URL: cannot use 127\.0\.0\.1:\d+: (NOAUTH|WRONGPASS)/);
      expect(error?.message).not.toContain('wrong-password');
      expect((await look(url.replace('redis://', 'redis://:right-password@'))).error).toBeNull();
    });

    it('fault F23: one that takes connections and says nothing is away, not waited for', async () => {
      const proxy = await startProxy(await openRedis());
      cleanups.push(() => proxy.close());
      proxy.become('swallow');
      const { lines, error } = await look(proxy.url);
      expect(error).toBeNull();
      expect(lines.map(({ level }) => level)).toEqual(['warn']);
    });

    it('fault F23: a queue started without Redis works once it is there, and then looks at it', async () => {
      const port = await findFreePort();
      const job = defineNote();
      const { queue, outcomes, logs } = await openQueue({
        engine: { kind: 'redis', url: `redis://127.0.0.1:${port}`, instanceId: createId() },
        jobs: [handleJob(job, async () => undefined)],
      });
      cleanups.push(() => closeQueue(queue));
      await queue.startWorkers();
      await openRedis(['--maxmemory-policy', 'allkeys-lru'], port);
      await expect
        .poll(() => logs.map(({ msg }) => msg), { timeout: 20_000 })
        .toEqual(expect.arrayContaining([expect.stringContaining('maxmemory-policy')]));
      const enqueue = () =>
        queue.enqueue(job, { n: 1 }).then(
          () => 'ok',
          () => 'away',
        );
      await expect.poll(enqueue, { timeout: 30_000, interval: 200 }).toBe('ok');
      await expect.poll(() => outcomes.length, { timeout: 30_000 }).toBeGreaterThan(0);
    }, 90_000);
  },
);

async function closeQueue(queue: Queue): Promise<void> {
  await queue.drain(1_000);
  await queue.close();
}
