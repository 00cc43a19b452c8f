import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findSource } from './binaries.ts';
import { postmasterFilePath, readPostmasterFile } from './postmaster-file.ts';
import { findServersIn, inspectProcess, isSameProcess } from './process-table.ts';
import {
  createSandbox,
  isRoot,
  query,
  until,
  type Sandbox,
  TEST_LIMIT_MS,
} from './program.harness.ts';

let sandbox: Sandbox;
let dataDir: string;
let cluster: string;
const helpers: ChildProcess[] = [];
beforeAll(async () => {
  sandbox = await createSandbox();
});
beforeEach(() => {
  dataDir = join(sandbox.folder(), 'data');
  cluster = join(dataDir, 'postgres', 'cluster');
});
afterAll(() => {
  for (const helper of helpers) helper.kill('SIGKILL');
  return sandbox.clear();
});

/** Starts a program, kills it, and answers the number of the Postgres that it left. */
async function leaveOrphan(): Promise<number> {
  const program = await sandbox.start({ dataDir });
  const { pid } = await program.wait('ready');
  await program.end('SIGKILL');
  return pid;
}

/** Makes the cluster, and waits until its server is gone. */
async function startAndStop(): Promise<void> {
  const program = await sandbox.start({ dataDir });
  await program.wait('ready');
  await program.end('SIGTERM');
  expect(await program.wait('stopped')).toMatchObject({ result: 'stopped' });
}

async function killServer(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await until(async () => (await inspectProcess(pid)) === null, `the end of Postgres ${pid}`);
}

/** A process that is no Postgres; run as the server's user, so that Postgres itself takes it for its own. */
function startSleeper(): number {
  const owner = statSync(cluster);
  const user = isRoot ? { uid: owner.uid, gid: owner.gid } : {};
  const sleeper = spawn('sleep', ['600'], { stdio: 'ignore', cwd: '/', ...user });
  helpers.push(sleeper);
  return sleeper.pid ?? 0;
}

function replacePid(path: string, pid: number): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^\d+/, String(pid)));
}

describe('reliability R15: what an earlier start left behind', { timeout: TEST_LIMIT_MS }, () => {
  it('reliability R15: postmaster.pid of a dead Postgres does not hinder the start', async () => {
    await killServer(await leaveOrphan());
    expect(existsSync(postmasterFilePath(cluster))).toBe(true);
    const program = await sandbox.start({ dataDir });
    await program.wait('ready');
    await program.end('SIGTERM');
  });

  it('reliability R15: a process number that another program got is not taken for Postgres', async () => {
    await killServer(await leaveOrphan());
    const sleeper = startSleeper();
    replacePid(postmasterFilePath(cluster), sleeper);
    replacePid(join(dataDir, 'postgres', 'run', '.s.PGSQL.5432.lock'), sleeper);
    const program = await sandbox.start({ dataDir });
    await program.wait('ready');
    expect(await inspectProcess(sleeper)).not.toBeNull();
    await program.end('SIGTERM');
  });

  it('reliability R15: a reused number does not hide a Postgres of ours that still runs', async () => {
    const orphan = await leaveOrphan();
    replacePid(postmasterFilePath(cluster), startSleeper());
    const program = await sandbox.start({ dataDir });
    const { pid } = await program.wait('ready');
    expect(pid).not.toBe(orphan);
    const servers = await findServersIn(cluster);
    const mains = servers.filter((server) => server.commandLine.includes('-D'));
    expect(mains.map((server) => server.pid)).toEqual([pid]);
    await program.end('SIGTERM');
  });

  it('reliability R15: ours with other settings is stopped in order and started anew', async () => {
    const orphan = await leaveOrphan();
    const facts = await inspectProcess(orphan);
    const log = join(dataDir, 'postgres.log');
    // A start time that disagrees makes it unfit, as another program file or other settings do.
    const path = postmasterFilePath(cluster);
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, lines.with(2, String(Number(lines[2]) - 3600)).join('\n'));
    const program = await sandbox.start({ dataDir });
    expect((await program.wait('ready')).pid).not.toBe(orphan);
    expect(await isSameProcess(orphan, facts?.startMark ?? '')).toBe(false);
    expect(readFileSync(log, 'utf8')).toContain('received fast shutdown request');
    await program.end('SIGTERM');
  });

  it('reliability R15: ours that does not answer is stopped, never killed', async () => {
    const orphan = await leaveOrphan();
    process.kill(orphan, 'SIGSTOP');
    const starting = sandbox.start({ dataDir });
    // It gets the signal to stop while it sleeps, and acts on it once it wakes.
    setTimeout(() => process.kill(orphan, 'SIGCONT'), 6_000);
    const program = await starting;
    expect((await program.wait('ready')).pid).not.toBe(orphan);
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain(
      'database system is shut down',
    );
    await program.end('SIGTERM');
  });

  it('reliability R15: a Postgres that we did not start is refused by name and left alone', async () => {
    await startAndStop();
    const foreign = await startForeign();
    const refused = await sandbox.start({ dataDir });
    const { problem, message } = await refused.wait('refused');
    expect(problem).toBe('foreign_postgres');
    expect(message).toContain(`(pid ${foreign}, `);
    expect(message).not.toContain('\n');
    expect(await inspectProcess(foreign)).not.toBeNull();
    process.kill(foreign, 'SIGINT');
    await until(
      async () => (await inspectProcess(foreign)) === null,
      'the end of the foreign Postgres',
    );
  });

  it('reliability R15: a foreign Postgres is found also when its postmaster.pid names another number', async () => {
    await startAndStop();
    const foreign = await startForeign();
    replacePid(postmasterFilePath(cluster), startSleeper());
    const refused = await sandbox.start({ dataDir });
    expect((await refused.wait('refused')).message).toContain(`(pid ${foreign}, `);
    expect(existsSync(postmasterFilePath(cluster))).toBe(true);
  });

  it('reliability R13: a second program on the folder is refused while the first serves on', async () => {
    const first = await sandbox.start({ dataDir });
    const { appUrl } = await first.wait('ready');
    const second = await sandbox.start({ dataDir });
    const { problem, message } = await second.wait('refused');
    expect(problem).toBe('data_folder_in_use');
    expect(message).toContain(`(pid ${first.pid})`);
    expect(await query(appUrl, 'select 1')).toEqual([1]);
    await first.end('SIGTERM');
  });
});

/** Starts Postgres on the folder as an operator would by hand; answers its number. */
async function startForeign(): Promise<number> {
  const owner = statSync(cluster);
  // The operator's way in goes by name, past our closed data folder.
  chmodSync(dataDir, 0o711);
  const { native } = findSource(process.platform, process.arch);
  const server = spawn(
    join(native, 'bin', 'postgres'),
    [
      '-D',
      cluster,
      '-c',
      'listen_addresses=',
      '-c',
      `unix_socket_directories=${join(dataDir, 'postgres')}`,
    ],
    { stdio: 'ignore', cwd: '/', ...(isRoot ? { uid: owner.uid, gid: owner.gid } : {}) },
  );
  helpers.push(server);
  const { pid = 0 } = server;
  await until(() => {
    const file = readPostmasterFile(cluster);
    return file?.pid === pid && file.status === 'ready';
  }, `the foreign Postgres ${pid}, exit code ${server.exitCode}`);
  return pid;
}
