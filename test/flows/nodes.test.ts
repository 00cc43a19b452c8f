import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../../scripts/engines/engines.mjs';
import { findBinary } from '../../scripts/engines/machine.mjs';
import { buildProgram } from '../chaos/program-process.ts';
import { findFreePort } from '../harness/server.ts';
import { useTempFolders } from '../harness/temp-folders.ts';
import { environmentOf } from './run-command.ts';

const command = fileURLToPath(new URL('../../scripts/nodes.mjs', import.meta.url));
const createFolder = useTempFolders('nodes');
/** The command brings its own where there is one to start; else the one of the test run. */
const ownRedis = findBinary(engines.find(({ name }) => name === 'redis')?.binaries ?? []);
const redisUrl = process.env['TEST_REDIS_URL'];
const started: { child: ChildProcess; pids: number[] }[] = [];

beforeAll(async () => {
  await buildProgram();
}, 180_000);
afterAll(() => {
  for (const { child, pids } of started) {
    for (const pid of pids) signal(pid, 'SIGKILL');
    child.kill('SIGKILL');
  }
});

/** Ends when everything that it has started has. */
async function startNodes(port: number) {
  const settings = environmentOf({
    BOARDWIRE_DATA: createFolder(),
    LOG_LEVEL: 'info',
    RATE_LIMIT_PER_MINUTE: '1000000',
    ...(ownRedis === undefined && redisUrl !== undefined ? { REDIS_URL: redisUrl } : {}),
  });
  const child = spawn(process.execPath, [command, '--port', String(port)], {
    env: { ...process.env, ...settings },
  });
  const run = { child, pids: [] as number[] };
  started.push(run);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await expect
    .poll(() => /^ready /m.test(text) || child.exitCode !== null, { timeout: 60_000 })
    .toBe(true);
  const nodes = [...text.matchAll(/^ {2}(api|worker) (\d) +process (\d+), (\S+)\/health$/gm)].map(
    ([, role = '', number = '', pid = '', url = '']) => ({ role, number, pid: Number(pid), url }),
  );
  run.pids = nodes.map(({ pid }) => pid);
  return { nodes, child, ended, text: () => text };
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

describe.skipIf(ownRedis === undefined && redisUrl === undefined)(
  'SPEC F6: several processes by one command',
  () => {
    it('two api and two worker processes behind one address, which stays when one of them dies', async () => {
      const port = await findFreePort();
      const url = `http://127.0.0.1:${port}`;
      const { nodes, child, ended, text } = await startNodes(port);
      expect(text()).toContain(`ready ${url}\n`);
      // Fault F14: all begin at once on an empty database.
      const migrated = [...text().matchAll(/"migration":"([^"]+)"/g)].map(([, name]) => name);
      expect(migrated.length).toBeGreaterThan(0);
      expect(new Set(migrated).size).toBe(migrated.length);
      expect(nodes.map(({ role, number }) => `${role} ${number}`)).toEqual([
        'api 1',
        'api 2',
        'worker 1',
        'worker 2',
      ]);

      const registered = await fetch(`${url}/api/v1/auth/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          email: 'olga@example.test',
          name: 'Olga',
          password: 'violet ladder quiet harbour',
        }),
      });
      const { data } = (await registered.json()) as { data: { accessToken: string } };
      const headers = { authorization: `Bearer ${data.accessToken}`, connection: 'close' };
      const readMe = async (at: string) =>
        (await fetch(`${at}/api/v1/account`, { headers }).catch(() => null))?.status ?? null;
      // What one node gave out, the other one takes: the keys and the address are shared.
      for (const node of nodes.slice(0, 2)) expect(await readMe(node.url)).toBe(200);

      const [first, second] = nodes;
      signal(first?.pid ?? 0, 'SIGKILL');
      // Until then its socket still takes connections that nobody will answer.
      await expect.poll(text, { interval: 10 }).toContain('api 1 ended (SIGKILL)');
      for (let count = 0; count < 10; count += 1) expect(await readMe(url)).toBe(200);
      // The address alone says whether the first one is back: nobody else is left then.
      signal(second?.pid ?? 0, 'SIGKILL');
      await expect.poll(() => readMe(url), { timeout: 40_000 }).toBe(200);

      child.kill('SIGINT');
      expect(await ended).toBe(0);
      expect(nodes.filter(({ pid }) => signal(pid, 0))).toEqual([]);
      expect(await readMe(url)).toBeNull();
    }, 150_000);
  },
);
