import { MINUTE_MS, SECOND_MS, sleep } from '../../../kernel/time.ts';
import type { Log } from '../../log.ts';
import { stopFast, type Postmaster } from './postmaster.ts';
import { isDiskFull, readServerLogTail, trimServerLog } from './server-log.ts';

/** `failed`: it crashed too often and is left alone; `released`: it runs on, for the next program. */
export type ServerState = 'running' | 'restarting' | 'failed' | 'stopped' | 'released';

/** A change of the server's state. */
export interface ServerStateChange {
  state: ServerState;
  /** One line for people. */
  reason: string;
  /** Of the server; null while there is none. */
  pid: number | null;
  /** Last lines of the server's log when it crashed. */
  logTail: readonly string[];
}

/** When to give up on a server that crashes: at crash number `crashes` within `windowMs`. */
export interface CrashLimit {
  crashes: number;
  windowMs: number;
}

/** What to watch over. */
export interface Supervision {
  first: Postmaster;
  serverLog: string;
  restart: () => Promise<Postmaster>;
  log: Log;
  onStateChange: (change: ServerStateChange) => void;
  crashLimit?: CrashLimit;
}

/** The watch over one server. */
export interface Supervisor {
  state(): ServerState;
  pid(): number | null;
  stop(limitMs: number): Promise<'stopped' | 'left_running'>;
  release(): Promise<void>;
}

/** Reliability R18. */
const DEFAULT_CRASH_LIMIT: CrashLimit = { crashes: 5, windowMs: 10 * MINUTE_MS };
/** Between failed tries to restart; the first try is immediate, and a try that works takes well below a second. */
const RETRY_PAUSE_MS = SECOND_MS;
/** A full disk is not the server's fault and ends without notice (fault F8), so such tries do not count. */
const DISK_FULL_PAUSE_MS = 5 * SECOND_MS;
const LOG_TRIM_PERIOD_MS = MINUTE_MS;

/** What the watch knows; one record, for its steps run one after the other. */
interface Watch extends Supervision {
  state: ServerState;
  server: Postmaster | null;
  crashTimes: number[];
  ending: AbortController;
}

/** Restarts the server when it crashes, until it crashes too often (reliability R18). */
export function supervise(supervision: Supervision): Supervisor {
  const watch: Watch = {
    ...supervision,
    state: 'running',
    server: supervision.first,
    crashTimes: [],
    ending: new AbortController(),
  };
  const trimTimer = setInterval(() => trimServerLog(watch.serverLog), LOG_TRIM_PERIOD_MS).unref();
  const watching = watchServer(watch);

  async function end(): Promise<Postmaster | null> {
    watch.ending.abort();
    clearInterval(trimTimer);
    await watching;
    watch.server?.forget();
    return watch.server;
  }
  return {
    state: () => watch.state,
    pid: () => watch.server?.pid ?? null,
    stop: (limitMs) => stopWatched(watch, end(), limitMs),
    release: () => release(watch, end()),
  };
}

async function watchServer(watch: Watch): Promise<void> {
  while (watch.server !== null) {
    const how = await Promise.race([watch.server.ended, untilAborted(watch.ending.signal)]);
    if (how === null) return;
    const { pid } = watch.server;
    watch.server = null;
    await recover(watch, `Postgres (pid ${pid}) ended unexpectedly (${how})`);
  }
}

async function recover(watch: Watch, crash: string): Promise<void> {
  let reason = crash;
  countCrash(watch);
  while (!watch.ending.signal.aborted) {
    const logTail = readServerLogTail(watch.serverLog);
    if (hasCrashedTooOften(watch)) return giveUp(watch, reason, logTail);
    watch.log.error({ crashes: watch.crashTimes.length, logTail }, `${reason}: restarting it`);
    change(watch, 'restarting', reason, logTail);
    try {
      watch.server = await watch.restart();
      watch.log.info({ pid: watch.server.pid }, 'Postgres runs again');
      return change(watch, 'running', 'restarted');
    } catch (error) {
      reason = (error as Error).message;
      const isFull = isDiskFull(reason);
      if (!isFull) countCrash(watch);
      await sleep(isFull ? DISK_FULL_PAUSE_MS : RETRY_PAUSE_MS, watch.ending.signal);
    }
  }
}

function countCrash(watch: Watch): void {
  watch.crashTimes.push(performance.now());
}

function hasCrashedTooOften(watch: Watch): boolean {
  const { crashes, windowMs } = limitOf(watch);
  watch.crashTimes = watch.crashTimes.filter((time) => time > performance.now() - windowMs);
  return watch.crashTimes.length >= crashes;
}

function giveUp(watch: Watch, reason: string, logTail: readonly string[]): void {
  const { crashes, windowMs } = limitOf(watch);
  const often = `${crashes} times in ${Math.round(windowMs / MINUTE_MS)} min`;
  const message = `Postgres crashed ${often} and is left stopped (${reason}): read the end of ${watch.serverLog}, mend the cause and start Boardwire again`;
  watch.log.fatal({ logTail }, message);
  change(watch, 'failed', message, logTail);
}

function limitOf({ crashLimit = DEFAULT_CRASH_LIMIT }: Watch): CrashLimit {
  return crashLimit;
}

async function stopWatched(
  watch: Watch,
  ended: Promise<Postmaster | null>,
  limitMs: number,
): Promise<'stopped' | 'left_running'> {
  const deadline = performance.now() + limitMs;
  const patience = new AbortController();
  const server = await Promise.race([ended, sleep(limitMs, patience.signal)]);
  // Else the timer would keep the process from ending.
  patience.abort();
  const restMs = Math.max(0, deadline - performance.now());
  // Undefined: a restart is under way and takes longer than we have.
  const isGone = server === null || (server !== undefined && (await stopFast(server, restMs)));
  watch.server = null;
  if (isGone) change(watch, 'stopped', 'stopped');
  else change(watch, 'released', 'still stopping, left for the next start');
  return isGone ? 'stopped' : 'left_running';
}

async function release(watch: Watch, ended: Promise<Postmaster | null>): Promise<void> {
  const server = await ended;
  // From here on another program may have it.
  watch.server = null;
  change(watch, 'released', `left running (pid ${server?.pid ?? 'none'}) for the next start`);
}

function change(
  watch: Watch,
  state: ServerState,
  reason: string,
  logTail: readonly string[] = [],
): void {
  watch.state = state;
  watch.onStateChange({ state, reason, pid: watch.server?.pid ?? null, logTail });
}

function untilAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
