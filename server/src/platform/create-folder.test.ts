import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolder } from './create-folder.ts';

const PRIVATE = 0o700;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'boardwire-create-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('createFolder', () => {
  it('creates a folder and those above it, and takes one that is there', () => {
    const path = join(folder, 'a', 'b');
    createFolder(path, PRIVATE);
    createFolder(path, 0o755);
    expect(statSync(path).mode & 0o777).toBe(PRIVATE);
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(PRIVATE);
  });

  it('refuses a path below a file', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => createFolder(join(folder, 'file', 'a'), PRIVATE)).toThrow('ENOTDIR');
  });

  it.runIf(existsSync('/proc/self'))('refuses a folder that cannot be made, and ends', () => {
    expect(() => createFolder('/proc/boardwire/data', PRIVATE)).toThrow('ENOENT');
  });
});
