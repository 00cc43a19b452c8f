import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashContents, hashMetadata, isCurrent, listSourceFiles, writeStamp } from './stamp.mjs';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'boardwire-stamp-'));
  mkdirSync(join(dir, 'src', 'deep'), { recursive: true });
  writeFileSync(join(dir, 'src', 'a.ts'), 'a');
  writeFileSync(join(dir, 'src', 'deep', 'b.ts'), 'b');
  mark();
});

afterEach(() => rmSync(dir, { recursive: true }));

const list = (base = dir) => listSourceFiles([join(base, 'src'), join(base, 'missing')]);

function mark(): void {
  const stamp = { metadata: hashMetadata(list()), contents: hashContents(list(), dir) };
  writeStamp(join(dir, 'stamp.json'), stamp);
}

function check(base = dir): boolean {
  return isCurrent({ stampFile: join(base, 'stamp.json'), files: list(base), baseDir: base });
}

describe('stamp of a build', () => {
  it('is current while nothing changed', () => {
    expect(check()).toBe(true);
  });

  it('is stale without a stamp, and with a damaged one', () => {
    writeFileSync(join(dir, 'stamp.json'), '{"metadata":');
    expect(check()).toBe(false);
    rmSync(join(dir, 'stamp.json'));
    expect(check()).toBe(false);
  });

  it('is stale after a text changed, even to one of the same length', () => {
    writeFileSync(join(dir, 'src', 'deep', 'b.ts'), 'c');
    expect(check()).toBe(false);
  });

  it('is stale after a file came, went or changed its name', () => {
    writeFileSync(join(dir, 'src', 'c.ts'), '');
    expect(check()).toBe(false);
    rmSync(join(dir, 'src', 'c.ts'));
    expect(check()).toBe(true);
    cpSync(join(dir, 'src', 'a.ts'), join(dir, 'src', 'z.ts'), { preserveTimestamps: true });
    rmSync(join(dir, 'src', 'a.ts'));
    expect(check()).toBe(false);
  });

  it('stays current when only times changed, and learns the new times', () => {
    utimesSync(join(dir, 'src', 'a.ts'), 1, 1);
    const metadata = hashMetadata(list());
    expect(check()).toBe(true);
    writeFileSync(join(dir, 'src', 'a.ts'), 'x');
    utimesSync(join(dir, 'src', 'a.ts'), 1, 1);
    expect(hashMetadata(list())).toBe(metadata);
    expect(check()).toBe(true);
  });

  it('stays current in a copied tree', () => {
    const copy = mkdtempSync(join(tmpdir(), 'boardwire-stamp-copy-'));
    cpSync(dir, copy, { recursive: true });
    expect(check(copy)).toBe(true);
    rmSync(copy, { recursive: true });
  });

  it('does not depend on tests', () => {
    writeFileSync(join(dir, 'src', 'a.test.ts'), 'new');
    expect(check()).toBe(true);
  });
});
