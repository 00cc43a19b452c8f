import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { useTempFolders } from '../../../../test/harness/temp-folders.ts';
import { findFreePort, startSentinel } from '../queue/redis-server.fixture.ts';
import { startProxy } from '../queue/test-proxy.fixture.ts';
import { runOneJob } from './one-job.fixture.ts';
import { createRedisClient } from './redis-client.ts';
import { parseRedisUrl } from './redis-url.ts';
import { listen, redisProgram, untilHeard, untilUp, useRedis } from './test-redis.fixture.ts';

/** Of the system, as the servers are. */
const CERTIFICATE_MAKER = 'openssl';
const createFolder = useTempFolders('redis-tls');
const redis = useRedis();

describe.skipIf(redisProgram === '')('a Redis (needs valkey-server or redis-server)', () => {
  it('SPEC F8: takes a login, keeps instances apart, and tells what it is', async () => {
    const { url } = await redis.start(['--requirepass', 's3cret/@']);
    const withLogin = url.replace('redis://', `redis://default:${encodeURIComponent('s3cret/@')}@`);
    redis.guard(withLogin);
    const { pool: one } = redis.open(withLogin, 'one');
    const { pool: other } = redis.open(withLogin, 'other');
    await Promise.all([untilUp(one), untilUp(other)]);
    const [mine, theirs] = [listen(one, 'word'), listen(other, 'word')];
    await expect.poll(() => [mine.heard.gaps, theirs.heard.gaps]).toEqual([1, 1]);
    one.publish('word', 'from one');
    await expect.poll(() => mine.heard.messages).toEqual(['from one']);
    other.publish('word', 'from other');
    await expect.poll(() => theirs.heard.messages).toEqual(['from other']);
    expect(mine.heard.messages).toEqual(['from one']);
    mine.stop();
    theirs.stop();
    expect([one.prefix, other.prefix]).toEqual(['boardwire:one:', 'boardwire:other:']);
    expect(await one.health()).toMatchObject({ role: 'master', evictionPolicy: 'noeviction' });
    await runOneJob(withLogin);
  });

  it('fault F5: while it is gone commands fail at once, and after its return all is heard anew, with a gap', async () => {
    const port = await findFreePort();
    const first = await redis.start([], port);
    const { pool, lines } = redis.open(first.url);
    await untilUp(pool);
    const { heard } = listen(pool, 'word');
    await expect.poll(() => heard.gaps).toBe(1);
    let timesUp = 0;
    pool.onUp(() => (timesUp += 1));
    await first.stop();
    await expect.poll(() => pool.isUp()).toBe(false);
    await expect(pool.commands.get('key')).rejects.toThrow(/writeable|closed|max retries/i);
    pool.publish('word', 'lost');
    await redis.start([], port);
    await untilUp(pool);
    await expect.poll(() => [heard.gaps, timesUp]).toEqual([2, 1]);
    await untilHeard(pool, 'word', heard.messages, 'back');
    expect(heard.messages).not.toContain('lost');
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'info']);
  });

  it('fault F6: of one that falls silent, the first commands fail by their time-out and all later ones at once', async () => {
    const proxy = await startProxy((await redis.start()).url);
    redis.after(() => proxy.close());
    const { pool, lines } = redis.open(proxy.url);
    await untilUp(pool);
    const { heard } = listen(pool, 'word');
    await expect.poll(() => heard.gaps).toBe(1);
    proxy.become('swallow');
    await expect(pool.commands.get('key')).rejects.toThrow(/timed out|timeout|max retries/i);
    await expect.poll(() => pool.isUp()).toBe(false);
    // Not a time-out: nobody has waited for these.
    for (let tries = 0; tries < 100; tries += 1)
      await expect(pool.commands.get('key')).rejects.toThrow('writeable');
    proxy.become('pass');
    await untilUp(pool);
    await untilHeard(pool, 'word', heard.messages, 'back');
    expect(heard.gaps).toBeGreaterThan(1);
    expect(lines.length).toBeLessThan(6);
  });

  it('SPEC C6: a demoted one is away until it takes writes again, however often it is connected to, and is said so once', async () => {
    const { url } = await redis.start();
    const { pool, lines } = redis.open(url);
    await untilUp(pool);
    let timesUp = 0;
    pool.onUp(() => (timesUp += 1));
    const server = createRedisClient(parseRedisUrl(url), {});
    redis.after(() => server.disconnect());
    await server.call('replicaof', '127.0.0.1', '1');
    // Each refusal ends a connection.
    const countRefusals = async () => {
      await pool.commands.set('key', 'value').catch(() => undefined);
      const said = String(await server.info('errorstats'));
      return Number(/READONLY:count=(\d+)/.exec(said)?.[1] ?? 0);
    };
    await expect.poll(countRefusals, { timeout: 20_000, interval: 10 }).toBeGreaterThan(2);
    expect([pool.isUp(), timesUp, lines.length]).toEqual([false, 0, 1]);
    expect(lines[0]?.['error']).toMatch(/READONLY/);
    await server.call('replicaof', 'no', 'one');
    await untilUp(pool);
    await expect(pool.commands.set('key', 'value')).resolves.toBe('OK');
    expect([timesUp, lines.map(({ level }) => level)]).toEqual([1, ['warn', 'info']]);
  });

  it('SPEC F8: TLS asks for a certificate of a known authority, and NODE_EXTRA_CA_CERTS names one more', async () => {
    const { certificate, settings } = createCertificate();
    const port = await findFreePort();
    await redis.start(['--port', '0', '--tls-port', String(port), ...settings]);
    const url = `rediss://127.0.0.1:${port}`;
    const { pool, lines } = redis.open(url);
    await expect.poll(() => lines.map(({ error }) => error)).toEqual(['self-signed certificate']);
    expect(pool.isUp()).toBe(false);
    expect(await runTlsClient(url, certificate)).toBe('heard\n');
  });

  it('SPEC C6: sentinels name the master, and a fail-over is followed', async () => {
    const [master, port] = [await redis.start(), await findFreePort()];
    const replica = await redis.start(['--replicaof', '127.0.0.1', String(master.port)]);
    const sentinel = await startSentinel(redisProgram, port, { name: 'main', port: master.port });
    redis.after(() => sentinel.stop());
    const url = `redis+sentinel://127.0.0.1:${port}/main/1`;
    redis.guard(url);
    const { pool } = redis.open(url);
    await untilUp(pool);
    const { heard } = listen(pool, 'word');
    await untilHeard(pool, 'word', heard.messages, 'before');
    await pool.commands.set('key', 'kept');
    await runOneJob(url);
    const watcher = createRedisClient(parseRedisUrl(`redis://127.0.0.1:${port}`), {});
    redis.after(() => watcher.disconnect());
    await expect
      .poll(async () => String(await watcher.call('sentinel', 'replicas', 'main')), {
        timeout: 30_000,
      })
      .toContain(`master-link-status,ok`);
    await master.stop();
    await expect
      .poll(async () => pool.health().catch(() => null), { timeout: 30_000 })
      .toMatchObject({ role: 'master' });
    await untilHeard(pool, 'word', heard.messages, 'after');
    expect(await pool.commands.get('key')).toBe('kept');
    expect(replica.port).not.toBe(master.port);
  });
});

/** A certificate for this machine that no authority has signed, and what a server needs to show it. */
function createCertificate(): { certificate: string; settings: string[] } {
  const folder = createFolder();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const made = spawnSync(
    CERTIFICATE_MAKER,
    listWords(
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${key} -out ${certificate} -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1,DNS:localhost`,
    ),
  );
  expect(made.status, String(made.stderr)).toBe(0);
  return {
    certificate,
    settings: listWords(
      `--tls-cert-file ${certificate} --tls-key-file ${key} --tls-ca-cert-file ${certificate} --tls-auth-clients no`,
    ),
  };
}

function listWords(line: string): string[] {
  return line.split(' ');
}

function runTlsClient(url: string, certificate: string): Promise<string> {
  const file = fileURLToPath(new URL('tls-client.fixture.ts', import.meta.url));
  const client = spawn(process.execPath, ['--import', 'tsx', file, url], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 30_000,
  });
  let output = '';
  client.stdout.on('data', (text: Buffer) => (output += text.toString()));
  return new Promise((resolve) => client.once('close', () => resolve(output)));
}
