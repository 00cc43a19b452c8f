import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cannotLoad, findSource, prepareBinaries, type BinariesSource } from './binaries.ts';
import { copyBinaries } from './binaries-copy.ts';
import { isRoot } from './program.harness.ts';

/** A copy of the package as npm leaves it when it runs no install scripts: without library links. */
let unscripted: BinariesSource;
let folder: string;
const someUser = { uid: 65_534, gid: 65_534 };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'boardwire-binaries-'));
  chmodSync(folder, 0o755);
  const source = findSource(process.platform, process.arch);
  const native = join(folder, 'package', 'native');
  mkdirSync(dirname(native));
  cpSync(source.native, native, { recursive: true, verbatimSymlinks: true });
  unscripted = { native, packageVersion: source.packageVersion };
});
afterAll(() => rmSync(folder, { recursive: true }));

const libraries = (native: string) =>
  readdirSync(join(native, 'lib')).map((name) => join(native, 'lib', name));
const links = (native: string) =>
  libraries(native).filter((path) => lstatSync(path).isSymbolicLink());

function removeLinks(): void {
  for (const path of links(unscripted.native)) rmSync(path);
  expect(runVersion(join(unscripted.native, 'bin', 'initdb'))).not.toBe(0);
}

const runVersion = (executable: string) =>
  spawnSync(executable, ['--version'], { cwd: '/' }).status;

describe('reliability R16: the programs of Postgres', () => {
  it('reliability R16: library links are made when npm ran no install scripts', async () => {
    removeLinks();
    const binaries = await prepareBinaries({
      user: null,
      copyFolder: join(folder, 'none'),
      source: unscripted,
    });
    expect(dirname(dirname(binaries.initdb))).toBe(unscripted.native);
    expect(runVersion(binaries.initdb)).toBe(0);
    expect(binaries).toMatchObject({
      major: 18,
      version: expect.stringMatching(/^18\.\d+$/) as string,
    });
    const links18 = links(unscripted.native).map(
      (path) => `${basename(path)} ${readlinkSync(path)}`,
    );
    expect(links18).toContain('libpq.so.5 libpq.so.5.18');
  });

  it('reliability R16: missing execute bits are set', async () => {
    chmodSync(join(unscripted.native, 'bin', 'postgres'), 0o644);
    const { postgres } = await prepareBinaries({
      user: null,
      copyFolder: join(folder, 'none'),
      source: unscripted,
    });
    expect(runVersion(postgres)).toBe(0);
  });

  it('reliability R16: a copy is made, complete and once, where links cannot be', async () => {
    removeLinks();
    const copyFolder = join(folder, 'programs');
    let mended = '';
    // Root may write everywhere, so the refusal of a read-only folder is given instead of met.
    const mend = (native: string) => {
      mended = native;
      cpLinks(native);
      return true;
    };
    const native = await copyBinaries({ ...unscripted, user: null, copyFolder, mend });
    expect(dirname(dirname(native))).toBe(copyFolder);
    expect(mended).toMatch(/native$/);
    const [built, again] = [
      statSync(native).ino,
      await copyBinaries({ ...unscripted, user: null, copyFolder, mend }),
    ];
    expect([again, statSync(again).ino]).toEqual([native, built]);
    expect(existsSync(join(native, 'lib', 'libpq.a'))).toBe(false);
    expect(readdirSync(copyFolder)).toHaveLength(1);
  });

  it('reliability R16: a copy in a folder that others can write is not trusted', async () => {
    const copyFolder = join(folder, 'open');
    mkdirSync(copyFolder);
    chmodSync(copyFolder, 0o777);
    const copying = copyBinaries({ ...unscripted, user: null, copyFolder, mend: () => true });
    await expect(copying).rejects.toThrow(/writable by others.*DATABASE_URL/);
  });

  it.runIf(isRoot)(
    'reliability R16: a clone that the system user cannot enter is run from a copy',
    async () => {
      const closed = join(folder, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      symlinkSync(unscripted.native, join(closed, 'unused'));
      cpSync(dirname(unscripted.native), join(closed, 'package'), {
        recursive: true,
        verbatimSymlinks: true,
      });
      const source = {
        native: join(closed, 'package', 'native'),
        packageVersion: `${unscripted.packageVersion}-test`,
      };
      const { postgres } = await prepareBinaries({
        user: someUser,
        copyFolder: join(folder, 'none'),
        source,
      });
      expect(postgres).not.toContain(closed);
      expect(spawnSync(postgres, ['--version'], { ...someUser, cwd: '/' }).status).toBe(0);
      const copy = dirname(dirname(dirname(postgres)));
      expect(statSync(copy)).toMatchObject({ uid: 0 });
      expect(statSync(copy).mode & 0o022).toBe(0);
      rmSync(copy, { recursive: true });
    },
  );

  it('reliability R16: a platform without programs is told to set DATABASE_URL', () => {
    expect(() => findSource('sunos', 'sparc')).toThrow(/sunos-sparc.*DATABASE_URL/);
    expect(() => findSource('win32', 'x64')).toThrow('DATABASE_URL');
    const error = cannotLoad(
      '/programs/initdb',
      Object.assign(new Error('spawn'), { code: 'ENOENT' }),
    );
    expect(error.message).toMatch(/glibc.*Debian.*DATABASE_URL/);
  });
});

/** The links of the package at their right places, below another folder. */
function cpLinks(native: string): void {
  const original = findSource(process.platform, process.arch).native;
  for (const path of links(original))
    symlinkSync(readlinkSync(path), join(native, 'lib', basename(path)));
}
