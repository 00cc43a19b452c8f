import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { fromRoot } from './paths.mjs';
import { createUserError } from './say.mjs';
import { listStaleTargets } from './targets.mjs';

/**
 * Installs and builds when needed, then becomes the server: it runs in this process, so that
 * signals and exit codes are its own. It reads its arguments from process.argv.
 */
export async function startServer() {
  const main = await ensureBuilt();
  process.argv[1] = main;
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(main).href);
}

/**
 * Installs and builds when needed.
 * @returns {Promise<string>} the server's main file
 */
export async function ensureBuilt() {
  await ensureInstalled();
  if (listStaleTargets().length > 0) await buildInOtherProcess();
  return fromRoot('server', 'dist', 'main.js');
}

/** Build tools change process.env and stay in memory; the server must not inherit either. */
async function buildInOtherProcess() {
  const child = spawn(process.execPath, [fromRoot('scripts', 'build.mjs'), '--if-needed'], {
    stdio: ['ignore', 2, 2],
  });
  const exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (exitCode !== 0) throw createUserError('The build failed; its output above says why.');
}
