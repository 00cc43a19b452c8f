import { chmodSync, chownSync, cpSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSource } from './binaries.ts';
import { inspectProcess } from './process-table.ts';
import {
  createSandbox,
  isRoot,
  query,
  REPOSITORY,
  type Sandbox,
  TEST_LIMIT_MS,
} from './program.harness.ts';
import { canReach } from './server-user.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.clear());

/** An ordinary user without an entry in /etc/passwd would fail initdb, so one that every system has. */
const someUser = { uid: 65_534, gid: 65_534 };
const canBecome = isRoot && canReach(someUser, REPOSITORY);

describe('reliability R16: who runs it', { timeout: TEST_LIMIT_MS }, () => {
  it.runIf(canBecome)(
    'reliability R16: an ordinary user runs all of it, and survives kill -9 like root',
    async () => {
      const folder = sandbox.folder();
      chownSync(folder, someUser.uid, someUser.gid);
      const dataDir = join(folder, 'data');
      const first = await sandbox.start({ dataDir }, someUser);
      const { pid, appUrl } = await first.wait('ready');
      expect((await inspectProcess(pid))?.uid).toBe(someUser.uid);
      expect(await query(appUrl, 'select 1')).toEqual([1]);
      await first.end('SIGKILL');
      const second = await sandbox.start({ dataDir }, someUser);
      expect((await second.wait('ready')).pid).toBe(pid);
      process.kill(pid, 'SIGKILL');
      const running = await second.wait(
        'state',
        (report) => report.kind === 'state' && report.state === 'running',
      );
      expect(running.pid).not.toBe(pid);
      await second.end('SIGTERM');
    },
  );

  it.runIf(canBecome)(
    'reliability R16: an ordinary user mends a package that it cannot write by a copy in its data folder',
    async () => {
      const folder = sandbox.folder();
      const source = findSource(process.platform, process.arch);
      const native = join(folder, 'package', 'native');
      const isLibraryLink = (path: string) => lstatSync(path).isSymbolicLink();
      cpSync(source.native, native, { recursive: true, filter: (path) => !isLibraryLink(path) });
      const dataDir = join(folder, 'data');
      mkdirSync(dataDir);
      chownSync(dataDir, someUser.uid, someUser.gid);
      const program = await sandbox.start({ dataDir, source: { ...source, native } }, someUser);
      const { pid, appUrl } = await program.wait('ready');
      expect(await query(appUrl, 'select 1')).toEqual([1]);
      expect((await inspectProcess(pid))?.executable).toContain(join(dataDir, 'programs'));
      await program.end('SIGTERM');
    },
  );

  it.runIf(canBecome)(
    'reliability R16: a data folder of another user is refused with what to do',
    async () => {
      const dataDir = join(sandbox.folder(), 'data');
      mkdirSync(dataDir, { mode: 0o700 });
      const program = await sandbox.start({ dataDir }, someUser);
      const { problem, message } = await program.wait('refused');
      expect(problem).toBe('data_folder_unusable');
      expect(message).toContain(`let user ${someUser.uid} read and write it`);
    },
  );

  it.runIf(isRoot)(
    'reliability R16: root keeps the data below a folder that the system user cannot enter',
    async () => {
      const folder = sandbox.folder();
      chmodSync(folder, 0o700);
      const dataDir = join(folder, 'data');
      const program = await sandbox.start({ dataDir });
      const { pid, appUrl } = await program.wait('ready');
      const facts = await inspectProcess(pid);
      expect(facts?.uid).not.toBe(0);
      expect(facts?.workingFolder).toBe(join(dataDir, 'postgres', 'cluster'));
      expect(canReach({ uid: facts?.uid ?? 0, gid: 65_534 }, dataDir)).toBe(false);
      expect(await query(appUrl, 'select 1')).toEqual([1]);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      await program.end('SIGTERM');
    },
  );
});
