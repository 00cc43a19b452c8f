import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { MINUTE_MS, SECOND_MS, sleep } from '../../../kernel/time.ts';
import { cannotLoad } from './binaries.ts';
import type { DataFolder } from './data-folder.ts';
import { EmbeddedPostgresError } from './errors.ts';
import type { FileLock } from './folder-lock.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { inspectProcess, isSameProcess } from './process-table.ts';
import { cleanEnvironment } from './run-program.ts';
import {
  findReason,
  measureServerLog,
  openServerLog,
  readServerLogTail,
  trimServerLog,
} from './server-log.ts';
import { withInherited, type ServerPlace } from './server-place.ts';
import { serverArguments, type Listen } from './server-settings.ts';

/** The running main process of Postgres. */
export interface Postmaster {
  pid: number;
  /** See ProcessFacts.startMark. */
  startMark: string;
  listen: Listen;
  isAdopted: boolean;
  /** Resolves when the process is gone, with the way it went. Never resolves after `forget`. */
  ended: Promise<string>;
  /** Stops watching. */
  forget(): void;
}

/** Longest wait for a server that starts: replaying the log after a crash takes seconds for each 100 MB of it. */
export const START_LIMIT_MS = 5 * MINUTE_MS;
const READY_POLL_MS = 10;
const GONE_POLL_MS = 10;
const ADOPTED_POLL_MS = 100;

/** Signals of postmaster.c: INT disconnects clients and shuts down, QUIT gives up at once and recovers at the next start. */
const FAST = 'SIGINT';
const IMMEDIATE = 'SIGQUIT';
/** Together 20 s (reliability R15). A postmaster is never killed: its children would go on writing. */
const FAST_LIMIT_MS = 10 * SECOND_MS;
const IMMEDIATE_LIMIT_MS = 10 * SECOND_MS;

/**
 * Starts the server in its own session, out of reach of Ctrl-C (reliability R14), and waits until it accepts
 * connections. Takes over `lock`. Throws EmbeddedPostgresError with the server's own reason.
 */
export async function startPostmaster(
  place: ServerPlace,
  listen: Listen,
  lock: FileLock,
): Promise<Postmaster> {
  trimServerLog(place.folder.serverLog);
  const logStart = measureServerLog(place.folder.serverLog);
  try {
    const child = await withInherited(place, lock.descriptor, (inherit) =>
      spawnServer(place, listen, inherit),
    );
    const ended = endOf(child);
    await untilReady(place, child, ended, logStart);
    const facts = await inspectProcess(child.pid ?? 0);
    return {
      pid: child.pid ?? 0,
      startMark: facts?.startMark ?? '',
      listen,
      isAdopted: false,
      ended: ended.then(String),
      forget: () => undefined,
    };
  } finally {
    lock.release();
  }
}

/** Watches a server that an earlier program started. */
export function adoptPostmaster(pid: number, startMark: string, listen: Listen): Postmaster {
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<string>((resolve) => {
    timer = setInterval(() => {
      void isSameProcess(pid, startMark).then((isRunning) => {
        if (isRunning) return;
        clearInterval(timer);
        resolve('gone');
      });
    }, ADOPTED_POLL_MS).unref();
  });
  return { pid, startMark, listen, isAdopted: true, ended, forget: () => clearInterval(timer) };
}

/** Asks the server to shut down in order; false when it still runs after `limitMs`. */
export function stopFast(
  target: Pick<Postmaster, 'pid' | 'startMark'>,
  limitMs = FAST_LIMIT_MS,
): Promise<boolean> {
  return signalAndWait(target, FAST, limitMs);
}

/** Stops a server fast, then immediately (reliability R15). Throws EmbeddedPostgresError when it stays. */
export async function stopSurely(target: Pick<Postmaster, 'pid' | 'startMark'>): Promise<void> {
  if (await stopFast(target)) return;
  if (await signalAndWait(target, IMMEDIATE, IMMEDIATE_LIMIT_MS)) return;
  throw new EmbeddedPostgresError(
    'postgres_stuck',
    `The Postgres of an earlier start (pid ${target.pid}) neither answers nor stops: see why with \`ps -o stat,wchan -p ${target.pid}\`, end it with \`kill -QUIT ${target.pid}\`, then start again`,
  );
}

async function signalAndWait(
  { pid, startMark }: Pick<Postmaster, 'pid' | 'startMark'>,
  signal: typeof FAST | typeof IMMEDIATE,
  limitMs: number,
): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  if (await isSameProcess(pid, startMark)) sendSignal(pid, signal);
  for (;;) {
    if (!(await isSameProcess(pid, startMark))) return true;
    if (performance.now() > deadline) return false;
    await sleep(GONE_POLL_MS);
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone since we looked.
  }
}

function spawnServer(place: ServerPlace, listen: Listen, inherit: number[]): ChildProcess {
  const serverLog = openServerLog(place.folder.serverLog);
  try {
    return spawn(place.binaries.postgres, serverArguments(place, listen), {
      detached: true,
      stdio: ['ignore', serverLog, serverLog, ...inherit],
      cwd: '/',
      env: cleanEnvironment(),
      ...(place.user ? { uid: place.user.uid, gid: place.user.gid } : {}),
    });
  } finally {
    closeSync(serverLog);
  }
}

/** Resolves with the way the process went, to an error when it could not even be run. */
function endOf(child: ChildProcess): Promise<string | EmbeddedPostgresError> {
  child.unref();
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(cannotLoad(child.spawnfile, error)));
    child.once('exit', (code, signal) =>
      resolve(signal ? `signal ${signal}` : `exit code ${code}`),
    );
  });
}

async function untilReady(
  { folder }: ServerPlace,
  child: ChildProcess,
  ended: Promise<string | EmbeddedPostgresError>,
  logStart: number,
): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS;
  for (;;) {
    const end = await Promise.race([ended, sleep(READY_POLL_MS)]);
    if (end instanceof EmbeddedPostgresError) throw end;
    if (end !== undefined) throw startFailed(folder, end, logStart);
    const file = readPostmasterFile(folder.cluster);
    if (file?.pid === child.pid && file?.status === 'ready') return;
    if (performance.now() > deadline) {
      throw startFailed(folder, `not ready after ${START_LIMIT_MS / MINUTE_MS} min`, logStart);
    }
  }
}

function startFailed(
  { serverLog }: DataFolder,
  how: string,
  logStart: number,
): EmbeddedPostgresError {
  const reason = findReason(readServerLogTail(serverLog, logStart));
  return new EmbeddedPostgresError(
    'start_failed',
    `Postgres did not start (${how}): ${reason}; its log is ${serverLog}`,
  );
}
