import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fromRoot } from '../lib/paths.mjs';
import { selectTestFiles } from './test-files.mjs';

// A small project in which vitest runs for real, with our reporter and our closing line.
const dir = fromRoot('.cache', `test-run-${process.pid}`);
const reporter = fromRoot('scripts', 'test', 'summary-reporter.ts');
const config = `
  import { createSummaryReporter } from ${JSON.stringify(reporter)};
  const file = process.env.BOARDWIRE_TEST_SUMMARY;
  export default { test: { dir: import.meta.dirname, reporters: [createSummaryReporter(file)] } };`;
const head = "import { beforeAll, describe, expect, it } from 'vitest';\n";

afterAll(() => rmSync(dir, { recursive: true, force: true }));

function runProject(tests: Record<string, string>, env: Record<string, string> = {}) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'vitest.config.ts'), config);
  for (const [name, text] of Object.entries(tests)) {
    writeFileSync(join(dir, `${name}.test.ts`), head + text);
  }
  const args = ['scripts/test.mjs', '--root', dir, '--config', join(dir, 'vitest.config.ts')];
  const result = spawnSync(process.execPath, args, {
    cwd: fromRoot(),
    encoding: 'utf8',
    // A run that dies leaves its temporary files: here they go with the project.
    env: { ...process.env, CI: '', VITEST: undefined, TMPDIR: dir, ...env },
  });
  return { closingLine: result.stdout.trimEnd().split('\n').at(-1), exitCode: result.status };
}

describe('npm test', () => {
  it('ends with the counts, and with exit code 0 when nothing failed', () => {
    const run = runProject({ good: "it('a', () => {}); it('b', () => {}); it.skip('c');" });
    expect(run).toEqual({ closingLine: '2 passed, 0 failed, 1 skipped', exitCode: 0 });
  });

  it('counts failed tests, broken files, failed hooks and unhandled errors', () => {
    const run = runProject({
      failing: "it('a', () => expect(1).toBe(2)); it('b', () => {});",
      broken: "import './nowhere.ts'; it('c', () => {});",
      hook: "describe('d', () => { beforeAll(() => { throw new Error('x'); }); it('e', () => {}); });",
      unhandled: "it('f', () => { void Promise.reject(new Error('y')); });",
    });
    expect(run).toEqual({ closingLine: '2 passed, 4 failed, 1 skipped', exitCode: 1 });
  });

  it('counts skipped tests as failed with CI=true', () => {
    const run = runProject({ skipped: "it('a', () => {}); it.skip('b');" }, { CI: 'true' });
    expect(run).toEqual({ closingLine: '1 passed, 1 failed', exitCode: 1 });
  });

  it('counts a run that dies as failed', () => {
    const run = runProject({ dying: "it('a', () => { process.kill(process.ppid, 'SIGKILL'); });" });
    expect(run).toEqual({ closingLine: '0 passed, 1 failed', exitCode: 1 });
  });

  it('chooses files by parts of their names, and ignores options', () => {
    const files = ['/x/server/src/a.test.ts', '/x/web/src/b.test.tsx'];
    expect(selectTestFiles(files, ['server/src', '--bail'])).toEqual([files[0]]);
    expect(selectTestFiles(files, [])).toEqual(files);
  });
});
