/** Why waiting ended before the thing waited for. */
export type Interruption = 'TIMEOUT' | 'ABORTED';

/** The time a call may take and the caller's way to end it early, as one signal. */
export interface Deadline {
  signal: AbortSignal;
  remainingMs(): number;
  /** Set once the time is up or the caller has given up. */
  interruption(): Interruption | undefined;
  /** Waits; answers early when interrupted. */
  wait(durationMs: number): Promise<void>;
  /** Answers with the value, or undefined when interrupted first. */
  race<T>(promise: Promise<T>): Promise<T | undefined>;
  /** Frees the timer. */
  dispose(): void;
}

/** Starts the clock of a call. */
export function startDeadline(timeoutMs: number, callerSignal?: AbortSignal): Deadline {
  const controller = new AbortController();
  const endsAt = performance.now() + timeoutMs;
  let interruption: Interruption | undefined;
  const interrupt = (why: Interruption) => {
    interruption ??= why;
    controller.abort();
  };
  const giveUp = () => interrupt('ABORTED');
  const timer = setTimeout(() => interrupt('TIMEOUT'), timeoutMs);
  callerSignal?.addEventListener('abort', giveUp, { once: true });
  if (callerSignal?.aborted) giveUp();
  const { signal } = controller;
  return {
    signal,
    remainingMs: () => endsAt - performance.now(),
    interruption: () => interruption,
    wait: (durationMs) => sleep(durationMs, signal),
    race: (promise) => Promise.race([promise, untilAborted(signal)]),
    dispose: () => {
      clearTimeout(timer);
      callerSignal?.removeEventListener('abort', giveUp);
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, durationMs);
    signal.addEventListener('abort', finish, { once: true });
  });
}
