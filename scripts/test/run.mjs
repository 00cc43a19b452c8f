import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines, isNeededBy } from '../engines/engines.mjs';
import { provideEngine } from '../engines/provide.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { say } from '../lib/say.mjs';
import { formatClosingLine, readSummary, tallyRun } from './closing-line.mjs';
import { runsOnRedis } from './flows-on-redis.mjs';
import { listTestFiles, selectTestFiles } from './test-files.mjs';

const isCi = process.env['CI'] === 'true';

/**
 * Provides the engines that the chosen tests need, runs the tests and prints the closing line.
 * @param {string[]} args passed on to vitest: parts of file names, and its options
 * @returns {Promise<number>} the exit code
 */
export async function runTests(args) {
  const dir = mkdtempSync(join(tmpdir(), 'boardwire-test-'));
  const summaryFile = join(dir, 'summary.json');
  const { env, stop, missing } = await provideEngines(args);
  try {
    const exitCode = await runVitest(args, { ...env, BOARDWIRE_TEST_SUMMARY: summaryFile });
    const summary = readSummary(summaryFile);
    summary?.skipped.push(...missing);
    for (const name of summary?.skipped ?? []) say(`skipped: ${name}`);
    const tally = tallyRun({ summary, exitCode, isCi });
    process.stdout.write(`${formatClosingLine(tally)}\n`);
    return tally.failed === 0 ? 0 : 1;
  } finally {
    await stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** @param {string[]} args */
async function provideEngines(args) {
  const files = selectTestFiles(listTestFiles(), args);
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const again = files.filter(runsOnRedis);
  const needed = engines.filter(
    (engine) =>
      texts.some((text) => isNeededBy(engine, text)) ||
      (engine.name === 'redis' && again.length > 0),
  );
  /** @type {Record<string, string>} */
  const env = {};
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  for (const engine of needed) {
    const provided = await provideEngine(engine);
    if (provided?.value) env[engine.variable] = provided.value;
    if (provided) stops.push(provided.stop);
  }
  const stop = async () => {
    for (const stopEngine of stops) await stopEngine();
  };
  const hasRedis = env['TEST_REDIS_URL'] !== undefined;
  const missing = hasRedis ? [] : again.map((file) => `${file} with REDIS_URL`);
  return { env, stop, missing };
}

/**
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
function runVitest(args, env) {
  const cli = fromRoot('node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [cli, 'run', ...args], {
    cwd: fromRoot(),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // A terminal's interrupt reaches the child too; waiting for its end lets engines be stopped.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  const terminate = () => child.kill('SIGTERM');
  process.on('SIGTERM', terminate);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGINT', ignore).off('SIGTERM', terminate);
      resolve(code ?? 1);
    });
  });
}
