import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromRoot } from '../lib/paths.mjs';
import type { TreeCopy } from './tree-copy.ts';
import { copyTree } from './tree-copy.ts';

const lines = (count: number) => '  a();\n'.repeat(count);

/** Rule and a text that breaks it; the type-aware ones prove that types are really known. */
const mutants: readonly (readonly [rule: string, text: string])[] = [
  [
    'typescript(no-floating-promises)',
    'const a = async () => 1;\nexport const b = () => {\n  a();\n};',
  ],
  ['typescript(no-misused-promises)', 'export const a = [1].filter(async () => true);'],
  ['typescript(await-thenable)', 'export const a = async () => await 1;'],
  ['typescript(no-explicit-any)', 'export const a: any = 1;'],
  ['typescript(no-unsafe-assignment)', "export const a: string = JSON.parse('1');"],
  [
    'typescript(switch-exhaustiveness-check)',
    "export const a = (b: 'c' | 'd') => {\n  switch (b) {\n    case 'c':\n      return 1;\n  }\n};",
  ],
  [
    'typescript(consistent-type-imports)',
    "import { Mutant } from './types.ts';\nexport const a = (b: Mutant) => b;",
  ],
  ['typescript(only-throw-error)', "export const a = () => {\n  throw 'b';\n};"],
  ['typescript(ban-ts-comment)', '// @ts-ignore\nexport const a = 1;'],
  ['eslint(max-lines)', '// x\n'.repeat(301)],
  ['eslint(max-lines-per-function)', `const a = () => 1;\nexport function b() {\n${lines(51)}}`],
  ['eslint(no-console)', "console.log('a');"],
  ['eslint(no-warning-comments)', '// TODO: later\nexport const a = 1;'],
  ['eslint(no-unused-vars)', 'const a = 1;'],
  ['import(no-default-export)', 'export default 1;'],
  ['oxc(no-barrel-file)', "export * from './types.ts';"],
];

/** The same for what the server alone may not do (security S29). */
const serverMutants: readonly (readonly [rule: string, text: string])[] = [
  ['eslint(no-restricted-globals)', "export const a = () => fetch('http://b');"],
  ['eslint(no-restricted-globals)', "export const a = () => new WebSocket('ws://b');"],
  ['eslint(no-restricted-properties)', "export const a = () => globalThis.fetch('http://b');"],
];

let tree: TreeCopy;
let output: string;

beforeAll(() => {
  tree = copyTree([]);
  tree.write('sdk/src/types.ts', 'export interface Mutant {\n  id: string;\n}');
  tree.write('sdk/src/fits.ts', `const a = () => 1;\nexport function b() {\n${lines(48)}}`);
  for (const [index, [, text]] of mutants.entries()) tree.write(`sdk/src/mutant-${index}.ts`, text);
  for (const [index, [, text]] of serverMutants.entries()) {
    tree.write(`server/src/interfaces/server-mutant-${index}.ts`, text);
    tree.write(`server/src/interfaces/fits-${index}.test.ts`, text);
  }
  const cli = fromRoot('node_modules/oxlint/bin/oxlint');
  const args = [cli, '--format', 'unix', 'sdk/src', 'server/src'];
  const result = spawnSync(process.execPath, args, { cwd: tree.dir, encoding: 'utf8' });
  output = result.stdout + result.stderr;
  expect(result.status, output).toBe(1);
});

afterAll(() => tree.remove());

describe('lint', () => {
  it.each(mutants.map(([rule], index) => [rule, index] as const))(
    'refuses by %s',
    (rule, index) => {
      const found = output.split('\n').filter((line) => line.includes(`mutant-${index}.ts:`));
      expect(found.join('\n')).toContain(rule);
    },
  );

  it.each(serverMutants.map(([rule], index) => [rule, index] as const))(
    'security S29: refuses by %s in the server (%i)',
    (rule, index) => {
      const found = output
        .split('\n')
        .filter((line) => line.includes(`server-mutant-${index}.ts:`));
      expect(found.join('\n')).toContain(rule);
    },
  );

  it('accepts what is within the limits', () => {
    expect(output).not.toMatch(/fits\.ts|types\.ts:|fits-\d\.test\.ts:.*no-restricted/);
  });
});
