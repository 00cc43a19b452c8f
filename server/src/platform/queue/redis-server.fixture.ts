import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program that tests can start a Redis with, if this machine has one. */
export function findRedisProgram(): string | undefined {
  return ['valkey-server', 'redis-server'].find(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
}

/** A server of a test's own. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a server of its own, without persistence. */
export async function startRedis(
  command: string,
  port: number,
  settings: readonly string[] = [],
): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-redis-'));
  const options = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--dir', folder];
  return runServer(spawnServer(command, [...options, ...settings]), port, folder);
}

/** Starts a sentinel that watches one master, alone, and moves to its replica within a second or two. */
export async function startSentinel(
  command: string,
  port: number,
  master: { name: string; port: number },
): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-sentinel-'));
  const file = join(folder, 'sentinel.conf');
  const { name } = master;
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `sentinel monitor ${name} 127.0.0.1 ${master.port} 1`,
    `sentinel down-after-milliseconds ${name} 500`,
    `sentinel failover-timeout ${name} 5000`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return runServer(spawnServer(command, [file, '--sentinel']), port, folder);
}

function spawnServer(command: string, options: readonly string[]) {
  return spawn(command, options, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function runServer(
  server: ReturnType<typeof spawnServer>,
  port: number,
  folder: string,
): Promise<TestRedis> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.stdout.on('data', (text: Buffer) => {
      if (/ready to accept connections|\+monitor master/i.test(text.toString())) resolve();
    });
  });
  const exited = new Promise((resolve) => server.once('exit', resolve));
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: server.pid ?? 0,
    async stop() {
      server.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port of this machine that nobody listens on. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
