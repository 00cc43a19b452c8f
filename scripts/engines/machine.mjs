import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const POLL_MS = 100;

const execute = promisify(execFile);

/**
 * The first of these programs that is on the PATH, as a path.
 * @param {string[]} names
 * @param {string} [searchPath]
 * @returns {string | undefined}
 */
export function findBinary(names, searchPath = process.env['PATH'] ?? '') {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether packages can be installed with apt-get without asking anybody. */
export function canInstallWithApt() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && hasBinary('apt-get');
}

/** @param {string} name */
function hasBinary(name) {
  return findBinary([name]) !== undefined;
}

/**
 * Runs a program to its end; rejects with the end of its output when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>} its standard output
 */
export async function run(command, args, env = process.env) {
  const { stdout } = await execute(command, args, { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** @returns {Promise<number>} a TCP port of 127.0.0.1 that was free just now */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Waits until something accepts connections; rejects after `limitMs` or when `signal` aborts.
 * @param {number} port
 * @param {{ limitMs: number, signal: AbortSignal }} options
 */
export async function waitForPort(port, { limitMs, signal }) {
  const deadline = Date.now() + limitMs;
  while (!(await canConnect(port))) {
    signal.throwIfAborted();
    if (Date.now() > deadline) throw new Error(`nothing listens on port ${port}`);
    await sleep(POLL_MS);
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function canConnect(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
