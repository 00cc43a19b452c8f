import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from '../lib/say.mjs';
import { canInstallWithApt, findBinary, findFreePort, run, waitForPort } from './machine.mjs';

/**
 * @typedef {import('./engines.mjs').Engine} Engine
 * @typedef {import('./engines.mjs').Server} Server
 * @typedef {{ value: string | undefined, from: string, stop: () => Promise<void> }} Provided
 * @typedef {(line: string) => void} Report
 * @typedef {(engine: Engine, report: Report) => Promise<Provided | undefined>} Way how to get one
 */

/** A server that has not answered after this long never will. */
const START_LIMIT_MS = 60_000;

const stopNothing = () => Promise.resolve();

/** @type {Way} */
const fromVariable = async ({ variable }) => {
  const value = process.env[variable];
  return value ? { value, from: variable, stop: stopNothing } : undefined;
};

/** @type {Way} */
const fromHarness = async ({ isBuiltIn }) =>
  isBuiltIn ? { value: undefined, from: 'the test harness', stop: stopNothing } : undefined;

/** @type {Way} */
const fromBinary = async (engine) => {
  const path = findBinary(engine.binaries ?? []);
  if (!path) return undefined;
  if (!engine.server) return { value: path, from: path, stop: stopNothing };
  return startBinary(path, engine.server);
};

/** @type {Way} */
const fromApt = async (engine, report) => {
  const packages = engine.aptPackages ?? [];
  if (packages.length === 0 || !canInstallWithApt()) return undefined;
  report(`${engine.name}: installing ${packages.join(' ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], env);
  await run('apt-get', ['install', '-qy', '--no-install-recommends', ...packages], env);
  return fromBinary(engine, report);
};

/** @type {Way} */
const fromDocker = async ({ server }) => {
  if (!server?.image || !server.imagePort || !findBinary(['docker'])) return undefined;
  const port = await findFreePort();
  const publish = `127.0.0.1:${port}:${server.imagePort}`;
  const id = (await run('docker', ['run', '-d', '--rm', '-p', publish, server.image])).trim();
  const stop = async () => void (await run('docker', ['rm', '-f', id]));
  await waitOrStop(port, stop, new AbortController().signal);
  return { value: server.formatUrl(port), from: `Docker image ${server.image}`, stop };
};

const ways = [fromVariable, fromHarness, fromBinary, fromApt, fromDocker];

/**
 * Provides an engine by the first way that works; undefined, loudly, when none does.
 * @param {Engine} engine
 * @param {Report} [report] takes a line for the person at the terminal
 * @returns {Promise<Provided | undefined>}
 */
export async function provideEngine(engine, report = say) {
  for (const way of ways) {
    try {
      const provided = await way(engine, report);
      if (!provided) continue;
      report(`${engine.name}: from ${provided.from}`);
      return provided;
    } catch (error) {
      report(`${engine.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  report(`SKIPPED: no ${engine.name}. Tests that need it are skipped; set ${engine.variable}.`);
  return undefined;
}

/**
 * @param {string} path
 * @param {Server} server
 * @returns {Promise<Provided>}
 */
async function startBinary(path, server) {
  const port = await findFreePort();
  const dir = mkdtempSync(join(tmpdir(), 'boardwire-engine-'));
  const exited = new AbortController();
  const child = spawn(path, server.listArguments(port, dir), { cwd: dir, stdio: 'ignore' });
  const ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
  void ended.then(() => exited.abort(new Error(`${path} ended before it answered`)));
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  await waitOrStop(port, stop, exited.signal);
  return { value: server.formatUrl(port), from: path, stop };
}

/**
 * @param {number} port
 * @param {() => Promise<void>} stop
 * @param {AbortSignal} signal
 */
async function waitOrStop(port, stop, signal) {
  try {
    await waitForPort(port, { limitMs: START_LIMIT_MS, signal });
  } catch (error) {
    await stop();
    throw error;
  }
}
