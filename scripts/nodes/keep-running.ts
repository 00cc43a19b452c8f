import type { ChildProcess } from 'node:child_process';

/** A process that is started again whenever it ends. */
export interface Kept {
  /** Ends it in order, and does not start it again. */
  stop(): Promise<void>;
  /** Ends it at once; of a node that no longer answers, so that another takes its place. */
  kill(): void;
  /** Resolves with the exit code or the signal's name when the present process ends. */
  ended(): Promise<number | string>;
  /** Process number of the present one; null while there is none. */
  pid(): number | null;
}

/** What to keep. */
export interface Keeping {
  name: string;
  start(): ChildProcess;
  say(line: string): void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Whoever ran for so long begins anew with short pauses. */
const STEADY_AFTER_MS = 60_000;
/** A node ends itself within ten seconds (reliability R21). */
const STOP_LIMIT_MS = 12_000;

/** Starts a process, and starts it again when it ends: at once almost, and less and less often when it keeps ending. */
export function keepRunning({ name, start, say }: Keeping): Kept {
  let isStopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: NodeJS.Timeout | undefined;
  let child: ChildProcess;
  let ended: Promise<number | string>;
  const begin = () => {
    const startedAtMs = performance.now();
    child = start();
    ended = waitForEnd(child);
    void ended.then((how) => {
      if (isStopping) return;
      if (performance.now() - startedAtMs > STEADY_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
      say(`${name} ended (${how}); it is started again in ${pauseMs / 1_000} s`);
      timer = setTimeout(begin, pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    });
  };
  begin();
  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(limit);
    },
    kill: () => void child.kill('SIGKILL'),
    ended: () => ended,
    pid: () => (isRunning(child) ? (child.pid ?? null) : null),
  };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

function waitForEnd(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
}
