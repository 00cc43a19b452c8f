// Every checker must fail on a mutant: what is found in a broken tree is what the check is for.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TreeCopy } from './tree-copy.ts';
import { copyTree } from './tree-copy.ts';

let tree: TreeCopy;

beforeEach(() => {
  tree = copyTree(['scripts']);
  rmSync(join(tree.dir, 'scripts', 'generators'), { recursive: true, force: true });
});

afterEach(() => tree.remove());

/** Runs a program of node_modules, or a script of the copy, in the copy. */
function run(file: string, ...args: string[]) {
  const isOurs = file.startsWith('scripts/');
  const command = isOurs ? ['--import', 'tsx', join(tree.dir, file)] : [join(tree.dir, file)];
  const result = spawnSync(process.execPath, [...command, ...args], {
    cwd: tree.dir,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return { exitCode: result.status, output: result.stdout + result.stderr };
}

function rewrite(file: string, search: string, replacement: string): void {
  const text = readFileSync(join(tree.dir, file), 'utf8');
  expect(text).toContain(search);
  tree.write(
    file,
    text.replace(search, () => replacement),
  );
}

describe('check of dependencies', () => {
  const checker = 'scripts/check/dependencies.ts';

  it('fails below the floor of modules, and on a forbidden import', () => {
    tree.write('server/src/features/a/store.ts', 'export const rows = 1;');
    tree.write('server/src/platform/a.ts', "export { rows } from '../features/a/store.ts';");
    const { exitCode, output } = run(checker);
    expect(exitCode).toBe(1);
    expect(output).toContain('are below the floor of');
    expect(output).toContain('platform-knows-no-feature: server/src/platform/a.ts');
  });

  it('fails when it is blind: to a forbidden import, for want of a trial, to whole files', () => {
    rewrite('.dependency-cruiser.mjs', "  'bullmq',\n", '');
    const untried = "forbid('untried', 'x', { path: '^never/' }, { path: '^never/' }),\n  ";
    rewrite('.dependency-cruiser.mjs', "forbid('no-cycles'", `${untried}forbid('no-cycles'`);
    rewrite('.dependency-cruiser.mjs', "'^(server|web)/dist/'", "'^scripts/check/'");
    const { exitCode, output } = run(checker);
    expect(exitCode).toBe(1);
    expect(output).toContain('not refused by drivers-in-platform');
    expect(output).toContain('no injection tries untried');
    expect(output).toContain('not seen: scripts/check/dependencies.ts');
  });
});

describe('check of sizes', () => {
  it('fails on a long file, on many exports and on a barrel, not at the limit', () => {
    tree.write('server/src/kernel/long.ts', '// line\n'.repeat(300));
    tree.write('server/src/kernel/fits.ts', '// line\n'.repeat(299));
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const list = names.map((name) => `export const ${name} = 1;`).join('\n');
    tree.write('sdk/src/eight.ts', `${list}\nexport type A = 1;`.replace('type A', 'type a'));
    tree.write('sdk/src/nine.ts', `${list}\nexport type I = 1;`);
    const entries = Array.from(
      { length: 16 },
      (_, index) => `export const entry${index} = 1;`,
    ).join('\n');
    tree.write('contract/src/sixteen.ts', entries);
    tree.write('contract/src/seventeen.ts', `${entries}\nexport const last = 1;`);
    tree.write('sdk/src/index.ts', "export { a } from './a.ts';");
    tree.write('web/src/features/boards/index.ts', "export { a } from './a.ts';");
    const { exitCode, output } = run('scripts/check/sizes.ts');
    expect(exitCode).toBe(1);
    expect(output).toContain('server/src/kernel/long.ts: 301 lines, over 300');
    expect(output).toContain('sdk/src/nine.ts: 9 exports, over 8');
    expect(output).toContain('sdk/src/index.ts: a barrel');
    expect(output).not.toContain('contract/src/sixteen.ts');
    expect(output).toContain('contract/src/seventeen.ts: 17 exports, over 16');
    expect(output).not.toMatch(/fits\.ts|eight\.ts|boards/);
  });
});

describe('check of migrations', () => {
  it('fails on a migration that loses data, and when it sees none', () => {
    const checker = 'scripts/check/migrations.ts';
    tree.write('server/migrations/0001-a.sql', 'create table a (id uuid);');
    expect(run(checker).exitCode).toBe(0);
    tree.write('server/migrations/0002-b.sql', 'select 1;\ndrop table a;');
    const { exitCode, output } = run(checker);
    expect(exitCode).toBe(1);
    expect(output).toContain('server/migrations/0002-b.sql:2: DROP TABLE loses data');
    rmSync(join(tree.dir, 'server', 'migrations'), { recursive: true });
    tree.write('server/migrations/README.md', 'none');
    expect(run(checker).exitCode).toBe(1);
  });
});

describe('check of generated documents', () => {
  const generator = (text: string) =>
    `export const path = 'docs/generated/a.md';\nexport const render = () => '${text}\\n';`;

  it('fails on a missing, a stale and a left-over document', () => {
    tree.write('scripts/generators/a.ts', generator('one'));
    expect(run('scripts/docs.ts', '--check').exitCode).toBe(1);
    expect(run('scripts/docs.ts').exitCode).toBe(0);
    expect(run('scripts/docs.ts', '--check').exitCode).toBe(0);
    tree.write('scripts/generators/a.ts', generator('two'));
    tree.write('docs/generated/deep/old.md', 'old');
    const { exitCode, output } = run('scripts/docs.ts', '--check');
    expect(exitCode).toBe(1);
    expect(output).toContain('docs/generated/a.md: not what the code says');
    expect(output).toContain('docs/generated/deep/old.md: nothing generates it');
  });
});

describe('check of unused code', () => {
  it('fails on a file, an export and a package that nobody uses', () => {
    tree.write('sdk/src/client.ts', "import { used } from './parts.ts';\nconsole.log(used);");
    tree.write('sdk/src/parts.ts', 'export const used = 1;\nexport const unused = 2;');
    tree.write('sdk/src/nobody.ts', 'export const alone = 1;');
    rewrite('sdk/package.json', '"dependencies": {', '"dependencies": { "left-pad": "1.3.0",');
    tree.write('server/src/main.ts', "import './used.ts';");
    tree.write('server/src/used.ts', 'export {};');
    tree.write('server/src/unused-file.ts', 'export {};');
    const { exitCode, output } = run('node_modules/knip/bin/knip.js');
    expect(exitCode).toBe(1);
    for (const found of ['alone', 'unused', 'left-pad', 'unused-file.ts'])
      expect(output).toContain(found);
    expect(output).not.toMatch(/^used\b|src\/used\.ts/m);
  });
});

describe('check of format', () => {
  it('fails on a file that the formatter would change', () => {
    tree.write('sdk/src/good.ts', "export const a = 'x';");
    tree.write('sdk/src/bad.ts', 'export const a = "x"');
    const { exitCode, output } = run('node_modules/oxfmt/bin/oxfmt', '--list-different', 'sdk');
    expect(exitCode).not.toBe(0);
    expect(output.trim()).toBe('sdk/src/bad.ts');
  });
});

describe('check of types', () => {
  it('fails on a missing index, on undefined for an optional property, and on an enum', () => {
    tree.write('sdk/src/index-access.ts', 'export const a: string = ([] as string[])[0];');
    tree.write('sdk/src/optional.ts', 'export const a: { b?: 1 } = { b: undefined };');
    tree.write('sdk/src/enum.ts', 'export enum A { B }');
    const { output } = run('node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.json');
    expect(output).toMatch(/index-access\.ts.*TS2322/);
    expect(output).toMatch(/optional\.ts.*TS2375/);
    expect(output).toMatch(/enum\.ts.*TS1294/);
  });
});
