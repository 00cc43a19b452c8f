import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
/** The holder touches its lock this often. */
const HEARTBEAT_MS = 2_000;
/** A lock that nobody touched for this long was left by a crash or a lost machine. */
const STALE_AFTER_MS = 30_000;

/**
 * Runs `work` while no other process holds the same lock file; waits for its turn.
 * A lock whose holder is gone is taken over.
 * @template T
 * @param {string} file
 * @param {{ onWait: () => void }} hooks called once when another process is ahead
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, hooks, work) {
  await takeLock(file, hooks);
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {{ onWait: () => void }} hooks
 */
async function takeLock(file, hooks) {
  mkdirSync(dirname(file), { recursive: true });
  let waited = false;
  while (!tryLock(file)) {
    if (isAbandoned(file)) {
      breakLock(file);
      continue;
    }
    if (!waited) hooks.onWait();
    waited = true;
    await sleep(POLL_MS);
  }
}

/** @param {string} file */
function tryLock(file) {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes an abandoned lock out of the way. Moving is atomic, so of several waiters one wins; a
 * lock that was renewed in between is put back.
 * @param {string} file
 */
function breakLock(file) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (!isAbandoned(aside)) linkSync(aside, file);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} file */
function isAbandoned(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return false;
  if (Date.now() - stat.mtimeMs > STALE_AFTER_MS) return true;
  const holder = readHolder(file);
  return holder !== undefined && holder.host === hostname() && !isAlive(holder.pid);
}

/**
 * @param {string} file
 * @returns {{ pid: number, host: string } | undefined} undefined while the holder is still writing
 */
function readHolder(file) {
  try {
    return /** @type {{ pid: number, host: string }} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} file */
function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Somebody removed the lock by hand; the work goes on, and release is forgiving.
  }
}
