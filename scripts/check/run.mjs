import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fromRoot } from '../lib/paths.mjs';
import { formatSeconds } from '../lib/say.mjs';
import { steps } from './steps.mjs';

/**
 * @typedef {import('./steps.mjs').Step} Step
 * @typedef {{ step: Step, exitCode: number, output: string }} Outcome
 */

/**
 * Runs all steps, two at a time at least, and prints each with its time as it ends.
 * @returns {Promise<number>} the exit code: 0 when every step passed
 */
export async function runChecks() {
  const startedAt = performance.now();
  const queue = [...steps];
  /** @type {Outcome[]} */
  const outcomes = [];
  const work = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) outcomes.push(await runStep(step));
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
  const failed = outcomes.filter(({ exitCode }) => exitCode !== 0).map(({ step }) => step.name);
  const verdict = failed.length === 0 ? 'passed' : `failed (${failed.join(', ')})`;
  const figures = [`${steps.length} steps`, countModules(outcomes), formatSeconds(startedAt)];
  console.log(`check ${verdict}: ${figures.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

/** @param {Outcome[]} outcomes */
function countModules(outcomes) {
  const output = outcomes.find(({ step }) => step.name === 'dependencies')?.output ?? '';
  return /^\d+ modules/m.exec(output)?.[0] ?? 'no modules';
}

/**
 * @param {Step} step
 * @returns {Promise<Outcome>}
 */
async function runStep(step) {
  const startedAt = performance.now();
  const outcome = await runCommand(step);
  const { exitCode, output } = outcome;
  const isPassed = exitCode === 0;
  const lines = output.trimEnd().split('\n');
  const note = isPassed && step.shows === 'line' ? lines.at(-1) : '';
  const head = `${isPassed ? 'ok  ' : 'FAIL'}  ${step.name.padEnd(13)}`;
  console.log(`${head}${formatSeconds(startedAt).padStart(7)}  ${note}`.trimEnd());
  if (!isPassed || step.shows === 'report') console.log(lines.map((l) => `      ${l}`).join('\n'));
  return outcome;
}

/**
 * @param {Step} step
 * @returns {Promise<Outcome>}
 */
function runCommand(step) {
  const { command, isTypeScript } = step;
  const args = isTypeScript ? ['--import', 'tsx', ...command] : command;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: fromRoot(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ step, exitCode: code ?? 1, output }));
  });
}
