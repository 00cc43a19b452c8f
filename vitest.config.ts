import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { leftOutFiles } from './scripts/test/flows-on-redis.mjs';
import { LongFirstSequencer } from './scripts/test/sequencer.ts';
import { createSummaryReporter } from './scripts/test/summary-reporter.ts';

const globalSetup = fileURLToPath(new URL('test/harness/global-setup.ts', import.meta.url));
const isPresent = existsSync(globalSetup);
const summaryFile = process.env['BOARDWIRE_TEST_SUMMARY'];

const redisUrl = process.env['TEST_REDIS_URL'];
const notOurs = ['**/node_modules/**', '**/dist/**'];

/** What every test has. */
const common = {
  globalSetup: isPresent ? [globalSetup] : [],
  // Generous: tests wait for conditions, and a busy machine must not fail them.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  teardownTimeout: 30_000,
  // A second, which is what it would be, is less than a browser on a busy machine may need.
  expect: { poll: { timeout: 20_000 } },
  // What a file imports stays for those after it: loading the server anew takes longer than many a file's tests.
  isolate: false,
  // A shared machine may stall once; a test that fails twice fails.
  retry: process.env['CI'] === 'true' ? 1 : 0,
};

/** Files that put mutants in the place of modules, which must not have been loaded before. */
const mutating = ['test/live-model/rooms.test.ts'];

const all = {
  ...common,
  name: 'postgres',
  include: ['{contract,sdk,server,web,test,scripts,bench}/**/*.test.{ts,tsx}'],
  exclude: [...notOurs, ...mutating],
};

const onTheirOwn = {
  ...common,
  name: 'mutants',
  include: mutating,
  isolate: true,
  sequence: { groupOrder: 1 },
};

/** The flows once more, on servers that have the shared Redis (test/harness/server.ts). */
const flowsOnRedis = {
  ...common,
  name: 'redis',
  include: ['test/flows/**/*.test.ts'],
  exclude: [...notOurs, ...leftOutFiles],
  env: { BOARDWIRE_FLOWS_REDIS_URL: redisUrl ?? '' },
  // After all others: a worker keeps what it has imported as long as the next file is of the same project.
  sequence: { groupOrder: 2 },
};

export default defineConfig({
  test: {
    projects: [{ test: all }, { test: onTheirOwn }, ...(redisUrl ? [{ test: flowsOnRedis }] : [])],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongFirstSequencer },
    passWithNoTests: false,
    reporters: summaryFile ? ['default', createSummaryReporter(summaryFile)] : ['default'],
  },
});
