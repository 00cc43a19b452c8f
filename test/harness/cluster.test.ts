import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../../server/src/platform/log.ts';

const fixture = fileURLToPath(new URL('./cluster-run.fixture.ts', import.meta.url));

let folder: string;
let runs: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'boardwire-cluster-'));
  runs = [];
});
afterEach(async () => {
  for (const run of runs) run.kill('SIGKILL');
  // Whatever a failed test has left.
  const left = await startEmbeddedPostgres({
    dataDir: folder,
    log: createLog('silent'),
    durability: 'test',
  });
  await left.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A run in a process of its own, once it has the cluster. */
async function startRun() {
  const child = spawn(process.execPath, ['--import', 'tsx', fixture, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  runs.push(child);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const text = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('exit', () => reject(new Error('the run ended early')));
  });
  const { adminUrl } = JSON.parse(text) as { adminUrl: string };
  return {
    adminUrl,
    async end() {
      child.stdin?.end();
      expect(await exited).toBe(0);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const isUp = () => existsSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'));

describe('the cluster that test runs share', { timeout: 120_000 }, () => {
  it('outlives the run that started it, and ends with the last one', async () => {
    const first = await startRun();
    const [second, third] = await Promise.all([startRun(), startRun()]);
    expect([second.adminUrl, third.adminUrl]).toEqual([first.adminUrl, first.adminUrl]);
    const client = await connect(second.adminUrl);
    await first.end();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    // Neither may think that the other one is still there.
    await Promise.all([second.end(), third.end()]);
    expect(isUp()).toBe(false);
  });

  it('a run that was killed leaves it to the next one', async () => {
    const killed = await startRun();
    await killed.kill();
    expect(isUp()).toBe(true);
    const next = await startRun();
    await (await connect(next.adminUrl)).end();
    await next.end();
    expect(isUp()).toBe(false);
  });

  it('a run joins whoever holds the folder for longer, and leaves the cluster to them', async () => {
    const opener = await startRun();
    const holder = await startEmbeddedPostgres({
      dataDir: folder,
      log: createLog('silent'),
      durability: 'test',
    });
    const guest = await startRun();
    expect(guest.adminUrl).toBe(holder.adminUrl);
    await Promise.all([guest.end(), opener.end()]);
    await (await connect(holder.adminUrl)).end();
    await holder.stop();
  });
});
