import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongFirstSequencer } from './scripts/test/sequencer.ts';
import { createSummaryReporter } from './scripts/test/summary-reporter.ts';

const globalSetup = fileURLToPath(new URL('test/harness/global-setup.ts', import.meta.url));
const isPresent = existsSync(globalSetup);
const summaryFile = process.env['BOARDWIRE_TEST_SUMMARY'];

export default defineConfig({
  test: {
    include: ['{contract,sdk,server,web,test,scripts,bench}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: isPresent ? [globalSetup] : [],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongFirstSequencer },
    // Generous: tests wait for conditions, and a busy machine must not fail them.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    // A second, which is what it would be, is less than a browser on a busy machine may need.
    expect: { poll: { timeout: 20_000 } },
    // A shared machine may stall once; a test that fails twice fails.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    passWithNoTests: false,
    reporters: summaryFile ? ['default', createSummaryReporter(summaryFile)] : ['default'],
  },
});
