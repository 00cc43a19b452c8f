import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder, tryLockFile } from './folder-lock.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'boardwire-lock-'));
  path = join(folder, 'boardwire.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Higher than any process number that Linux gives out. */
const NO_PROCESS = 2 ** 22 + 1;

describe('reliability R13: one program per data folder', () => {
  it('reliability R13: refuses the second, in one line that names the first', async () => {
    const lock = await lockDataFolder(path, folder);
    const refusal = lockDataFolder(path, folder);
    await expect(refusal).rejects.toMatchObject({ problem: 'data_folder_in_use' });
    await expect(refusal).rejects.toThrow(`(pid ${process.pid}) uses the data folder ${folder}: `);
    await expect(refusal).rejects.not.toThrow('\n');
    lock.release();
  });

  it('reliability R13: lets one of eight in when they come at once', async () => {
    const locks = await Promise.all(Array.from({ length: 8 }, () => tryLockFile(path)));
    expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
  });

  it('reliability R13: is free again after release, and release twice harms nobody', async () => {
    const first = await lockDataFolder(path, folder);
    first.release();
    const second = await lockDataFolder(path, folder);
    first.release();
    expect(await tryLockFile(path)).toBeNull();
    second.release();
  });

  it('reliability R13: a file that a dead program left does not hold the folder', async () => {
    writeFileSync(path, `${NO_PROCESS} elsewhere\n`);
    const lock = await lockDataFolder(path, folder);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    lock.release();
  });

  it('reliability R13: names the host when the holder is in another container', async () => {
    const lock = await tryLockFile(path);
    writeFileSync(path, '7 another-host\n');
    await expect(lockDataFolder(path, folder)).rejects.toThrow('(pid 7 on another-host)');
    lock?.release();
  });

  it('reliability R13: a child that inherits the lock holds it until it ends', async () => {
    const lock = await tryLockFile(path);
    const child = spawn('sleep', ['60'], {
      stdio: ['ignore', 'ignore', 'ignore', lock?.descriptor],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    lock?.release();
    expect(await tryLockFile(path)).toBeNull();
    child.kill('SIGKILL');
    await ended;
    const free = await tryLockFile(path);
    expect(free).not.toBeNull();
    free?.release();
  });

  it('reliability R13: says what to do where it cannot lock', async () => {
    const refusal = tryLockFile(join(folder, 'absent', 'boardwire.lock'));
    await expect(refusal).rejects.toMatchObject({ problem: 'data_folder_unusable' });
    await expect(refusal).rejects.toThrow('BOARDWIRE_DATA');
  });
});
