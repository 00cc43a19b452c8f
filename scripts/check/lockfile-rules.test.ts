import { describe, expect, it } from 'vitest';
import type { Lock } from './lockfile-rules.ts';
import { listLockProblems, listManifestProblems, listUndecidedScripts } from './lockfile-rules.ts';

const lockOf = (packages: Lock['packages']): Lock => ({ packages });
const sound = { version: '1.0.0', integrity: 'sha512-a' };

describe('lock file', () => {
  it('passes with every optional package, also one nested in another', () => {
    const lock = lockOf({
      'node_modules/a': { ...sound, optionalDependencies: { '@a/linux': '1', '@a/darwin': '1' } },
      'node_modules/@a/linux': { ...sound, optional: true },
      'node_modules/a/node_modules/@a/darwin': { ...sound, optional: true },
      'node_modules/@boardwire/sdk': { resolved: 'sdk', link: true },
      'node_modules/b/node_modules/c': { version: '1.0.0', inBundle: true },
    });
    expect(listLockProblems(lock)).toEqual([]);
  });

  it("fails without another platform's package", () => {
    const lock = lockOf({
      'node_modules/a': { ...sound, optionalDependencies: { '@a/darwin': '1' } },
    });
    expect(listLockProblems(lock)).toEqual([
      'node_modules/a: its optional @a/darwin is not in the lock',
    ]);
  });

  it.each(['>=22', '^20.20.0 || >=22', '>=20.19.1'])('fails on a package for Node %s', (node) => {
    const lock = lockOf({ 'node_modules/a': { ...sound, engines: { node } } });
    expect(listLockProblems(lock)).toHaveLength(1);
  });

  it.each(['>=18', '^20.19.0 || >=22.12.0', '20 || >=22'])('takes one for Node %s', (node) => {
    const lock = lockOf({ 'node_modules/a': { ...sound, engines: { node } } });
    expect(listLockProblems(lock)).toEqual([]);
  });

  it('fails without an integrity hash, and on an address of one registry', () => {
    const lock = lockOf({
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { ...sound, resolved: 'https://mirror.example.com/b.tgz' },
      'node_modules/c': { ...sound, resolved: 'https://registry.npmjs.org/c.tgz' },
    });
    expect(listLockProblems(lock)).toHaveLength(2);
  });

  it('fails on an install script that nobody decided on', () => {
    const lock = lockOf({
      'node_modules/a': { ...sound, hasInstallScript: true },
      'node_modules/x/node_modules/b': { ...sound, hasInstallScript: true },
    });
    expect(listUndecidedScripts(lock, { a: false })).toEqual([
      'node_modules/x/node_modules/b: its install script is not decided on in allowScripts',
    ]);
  });
});

describe('manifest', () => {
  it('wants exact versions that the lock knows', () => {
    const dependencies = { exact: '1.0.0', range: '^1.0.0', other: '2.0.0', alias: 'npm:a@1.2.3' };
    const locked = { dependencies: { ...dependencies, other: '1.0.0' } };
    const lock = lockOf({ sdk: locked as Lock['packages'][string] });
    expect(listManifestProblems('sdk', { dependencies }, lock)).toEqual([
      'sdk: range@^1.0.0 is not an exact version',
      'sdk: other@2.0.0 is not what the lock says',
    ]);
  });
});
