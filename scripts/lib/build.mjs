import { existsSync } from 'node:fs';
import { withLock } from './lock.mjs';
import { fromRoot } from './paths.mjs';
import { createUserError, formatSeconds, say } from './say.mjs';
import { listStaleTargets, prepareStamp, targets } from './targets.mjs';

/** @typedef {import('./targets.mjs').Target} Target */

/**
 * Builds what is older than its sources, or everything.
 * @param {{ isForced: boolean }} options
 */
export async function buildTargets({ isForced }) {
  const onWait = () => say('Another process is building; waiting for it.');
  await withLock(fromRoot('.cache', 'build.lock'), { onWait }, async () => {
    for (const target of isForced ? targets : listStaleTargets()) await buildTarget(target);
  });
}

/** @param {Target} target */
async function buildTarget(target) {
  if (!existsSync(fromRoot(target.entry))) {
    say(`The ${target.name} is not built: ${target.entry} does not exist.`);
    return;
  }
  const startedAt = performance.now();
  const markBuilt = prepareStamp(target);
  try {
    await (target.name === 'server' ? buildServer() : buildWeb());
  } catch (error) {
    throw createUserError(`The ${target.name} could not be built: ${getFirstLine(error)}`);
  }
  markBuilt();
  say(`Built the ${target.name} in ${formatSeconds(startedAt)}.`);
}

/**
 * The builders report each problem themselves, with its place.
 * @param {unknown} error
 */
function getFirstLine(error) {
  return error instanceof Error ? error.message.split('\n')[0] : String(error);
}

async function buildServer() {
  const { bundleServer } = await import('./bundle.mjs');
  await bundleServer();
}

// Vite builds for what NODE_ENV says, and tests build too: what is served is never a development build.
async function buildWeb() {
  const { build } = await import('vite');
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ root: fromRoot('web'), logLevel: 'warn' });
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
}
