import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.mjs';

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'boardwire-lock-'));
  file = join(dir, 'cache', 'build.lock');
});

afterEach(() => rmSync(dir, { recursive: true }));

const noHooks = { onWait: () => {} };

describe('lock', () => {
  it('lets one worker in at a time and leaves nothing behind', async () => {
    let inside = 0;
    let waits = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await sleep(20);
      inside -= 1;
    };
    const hooks = { onWait: () => void (waits += 1) };
    await Promise.all([1, 2, 3].map(() => withLock(file, hooks, work)));
    expect(waits).toBe(2);
    expect(existsSync(file)).toBe(false);
  });

  it('is released when the work fails', async () => {
    const failing = withLock(file, noHooks, () => Promise.reject(new Error('no disk')));
    await expect(failing).rejects.toThrow('no disk');
    await expect(withLock(file, noHooks, () => Promise.resolve(7))).resolves.toBe(7);
  });

  it('is taken over from a process that died', async () => {
    await withLock(file, noHooks, () => Promise.resolve());
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(file, JSON.stringify({ pid, host: hostname() }));
    await expect(withLock(file, noHooks, () => Promise.resolve('mine'))).resolves.toBe('mine');
  });

  it('is taken over from another machine that stopped touching it, and only then', async () => {
    await withLock(file, noHooks, () => Promise.resolve());
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: 'elsewhere' }));
    let isIn = false;
    const entered = withLock(file, noHooks, () => {
      isIn = true;
      return Promise.resolve();
    });
    await sleep(300);
    expect(isIn).toBe(false);
    utimesSync(file, 1, 1);
    await entered;
    expect(isIn).toBe(true);
  });
});
