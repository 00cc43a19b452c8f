import {
  closeSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findReason,
  isDiskFull,
  measureServerLog,
  openServerLog,
  readServerLogTail,
  trimServerLog,
} from './server-log.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'boardwire-log-'));
  path = join(folder, 'postgres.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

const BIG = 'x'.repeat(11 * 1024 * 1024);

describe('reliability R18: the log of the server', () => {
  it('reliability R18: is cut above 10 MB while the server writes on, with one older part', () => {
    writeFileSync(path, BIG);
    const descriptor = openServerLog(path);
    trimServerLog(path);
    writeSync(descriptor, 'next\n');
    closeSync(descriptor);
    expect(readFileSync(path, 'utf8')).toBe('next\n');
    expect(statSync(`${path}.1`).size).toBe(BIG.length);
    trimServerLog(path);
    expect(measureServerLog(path)).toBe(5);
  });

  it('reliability R18: shows the last 20 lines, of this start alone when asked', () => {
    expect(readServerLogTail(path)).toEqual([]);
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    expect(readServerLogTail(path)).toEqual(lines.slice(-20));
    const start = measureServerLog(path);
    expect(readServerLogTail(path, start)).toEqual([]);
    writeFileSync(path, 'new\n', { flag: 'a' });
    expect(readServerLogTail(path, start)).toEqual(['new']);
  });

  it('reliability R18, fault F8: names the fatal line, and a full disk that hides behind it', () => {
    const fatal = '2026-11-21 02:44:14.472 UTC [18026] FATAL:  checkpoint request failed';
    const end = '2026-11-21 02:44:14.473 UTC [18026] LOG:  database system is shut down';
    expect(findReason([fatal, end])).toBe('checkpoint request failed');
    expect(findReason([end])).toBe('database system is shut down');
    const full = 'x ERROR:  could not write file "a": No space left on device';
    expect(findReason([full, fatal, end])).toBe(
      'checkpoint request failed (No space left on device)',
    );
    expect([isDiskFull(findReason([full, fatal])), isDiskFull(findReason([fatal]))]).toEqual([
      true,
      false,
    ]);
    expect(findReason([])).toBe('it printed nothing');
  });
});
