import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { describeDataFolder } from './data-folder.ts';
import { parsePostmasterFile, type PostmasterFile } from './postmaster-file.ts';
import { inspectByPs, inspectProcess, isSameProcess, type ProcessFacts } from './process-table.ts';
import { until } from './program.harness.ts';
import { judge } from './running-server.ts';
import type { ServerPlace } from './server-place.ts';
import { fitsSocket, serverArguments } from './server-settings.ts';

const root = realpathSync(mkdtempSync(`${tmpdir()}/boardwire-judge-`));
const folder = describeDataFolder(root);
mkdirSync(folder.cluster, { recursive: true });
afterAll(() => rmSync(root, { recursive: true }));

const place: ServerPlace = {
  folder,
  binaries: { initdb: '/p/bin/initdb', postgres: '/p/bin/postgres', version: '18.4', major: 18 },
  user: { uid: 999, gid: 999 },
  durability: 'full',
  seenHome: folder.home,
};
const STARTED_AT_S = 1_795_226_362;
const file: PostmasterFile = {
  pid: process.pid,
  startedAtS: STARTED_AT_S,
  port: 5432,
  status: 'ready',
};
const ours: ProcessFacts = {
  pid: process.pid,
  uid: 999,
  name: 'postgres',
  executable: '/p/bin/postgres',
  workingFolder: folder.cluster,
  commandLine: ['/p/bin/postgres', ...serverArguments(place, { kind: 'socket' })],
  startedAtMs: STARTED_AT_S * 1000 + 700,
  startMark: '1',
};
const verdictOf = (facts: Partial<ProcessFacts> | null, changed: Partial<PostmasterFile> = {}) =>
  judge({ ...file, ...changed }, facts && { ...ours, ...facts }, { place, listenKind: 'socket' });
/** Higher than any process number that Linux gives out. */
const NO_PROCESS = 2 ** 22 + 1;

describe('reliability R15: the verdict on the process in postmaster.pid', () => {
  it('reliability R15: adopts ours', () => {
    expect(verdictOf({})).toBe('ours');
    expect(verdictOf({}, { status: 'starting' })).toBe('ours');
  });

  it.each([
    ['another program file', { executable: '/q/bin/postgres' }],
    ['a program file that was replaced', { executable: '/p/bin/postgres (deleted)' }],
    ['other settings', { commandLine: ['postgres', '-c', 'boardwire.launch=0123456789abcdef'] }],
    ['another start time', { startedAtMs: (STARTED_AT_S - 60) * 1000 }],
  ])('reliability R15: stops ours with %s', (_, facts) => {
    expect(verdictOf(facts)).toBe('ours_unfit');
  });

  it('reliability R15: stops ours of another version, or one that is stopping', () => {
    const newer = { ...place, binaries: { ...place.binaries, version: '18.5' } };
    expect(judge(file, ours, { place: newer, listenKind: 'socket' })).toBe('ours_unfit');
    expect(verdictOf({}, { status: 'stopping' })).toBe('ours_unfit');
  });

  it.each([
    ['another program', { name: 'node' }],
    ['a Postgres of another folder', { workingFolder: '/elsewhere' }],
    ['a Postgres of another user, who cannot use the folder', { uid: 1000, workingFolder: null }],
  ])('reliability R15: the number went to %s', (_, facts) => {
    expect(verdictOf(facts)).toBe('number_reused');
  });

  it('reliability R15: refuses a Postgres in the folder that we did not start', () => {
    expect(verdictOf({ commandLine: ['/p/bin/postgres', '-D', folder.cluster] })).toBe('foreign');
    expect(verdictOf({ workingFolder: null })).toBe(
      process.platform === 'linux' ? 'foreign' : 'ours',
    );
  });

  it('reliability R15: nobody is there', () => {
    expect(judge(null, null, { place, listenKind: 'socket' })).toBe('absent');
    expect(verdictOf(null, { pid: NO_PROCESS })).toBe('absent');
    expect(verdictOf(null, { pid: 0 })).toBe('absent');
  });

  it('reliability R15: remains that nobody reaped hold the number, though no process runs', () => {
    expect(verdictOf(null, { pid: process.pid })).toBe('number_reused');
  });
});

describe('reliability R15: reading the file and the process table', () => {
  it('reliability R15: reads what Postgres writes, whole or torn', () => {
    const text = `4711\n/d/cluster\n${STARTED_AT_S}\n5432\n/d/run\n\n 10084744        12\nready   \n`;
    expect(parsePostmasterFile(text)).toEqual({
      pid: 4711,
      startedAtS: STARTED_AT_S,
      port: 5432,
      status: 'ready',
    });
    expect(parsePostmasterFile('4711\n/d')).toMatchObject({ pid: 4711, status: 'unknown' });
    expect(parsePostmasterFile('')).toMatchObject({ pid: 0 });
  });

  it('reliability R15: tells this process apart from another with its number', async () => {
    const facts = await inspectProcess(process.pid);
    expect(facts).toMatchObject({
      uid: process.getuid?.(),
      executable: realpathSync(process.execPath),
    });
    expect(await isSameProcess(process.pid, facts?.startMark ?? '')).toBe(true);
    expect(await isSameProcess(process.pid, 'other')).toBe(false);
    expect(await inspectProcess(NO_PROCESS)).toBeNull();
    expect(Math.abs((facts?.startedAtMs ?? 0) - performance.timeOrigin)).toBeLessThan(5_000);
  });

  it('reliability R15: a process that ended and was not reaped is none', async () => {
    // The shell becomes a program that never asks for its child, which ends after that.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await until(async () => (await inspectProcess(pid)) === null, 'the end of the child');
    expect(() => process.kill(pid, 0)).not.toThrow();
    expect(await inspectByPs(pid)).toBeNull();
    parent.kill('SIGKILL');
  });

  it('reliability R15: reads the same from ps, for systems without /proc', async () => {
    const [proc, ps] = [await inspectProcess(process.pid), await inspectByPs(process.pid)];
    expect(ps).toMatchObject({ pid: process.pid, uid: proc?.uid });
    expect(Math.abs((ps?.startedAtMs ?? 0) - (proc?.startedAtMs ?? 0))).toBeLessThan(5_000);
    expect(await inspectByPs(NO_PROCESS)).toBeNull();
  });

  it('reliability R16: a socket path of 103 bytes is the longest', () => {
    const longest = '/'.padEnd(103 - '/.s.PGSQL.5432'.length, 'x');
    expect([
      fitsSocket(longest),
      fitsSocket(`${longest}x`),
      fitsSocket(longest.replace('x', 'ü')),
    ]).toEqual([true, false, false]);
  });
});
