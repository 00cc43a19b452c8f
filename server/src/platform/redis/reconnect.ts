import { SECOND_MS } from '../../kernel/time.ts';

/** While Redis is away it is tried at least this often, so that all is normal soon after its return (fault F5). */
const MAX_RETRY_DELAY_MS = 1_000;
/** Refusals that are further apart than this have nothing to do with each other. */
const IN_A_ROW_MS = 10 * SECOND_MS;

/** How a connection comes back, and whether the last one ended because a replica took no writes. */
export interface Reconnect {
  /** For the driver. */
  readonly options: {
    retryStrategy(attempt: number): number;
    reconnectOnError(error: Error): boolean;
  };
  /** What a replica answered, until a write is accepted. */
  refusal(): Error | null;
  /** To be called when a write has been accepted. */
  noteAccepted(): void;
}

/**
 * A master that became a replica says so with each write; a new connection finds the new master. One that finds the same
 * replica again waits longer each time: nobody is helped by ten connections a second.
 */
export function createReconnect(): Reconnect {
  let lastRefusal: Error | null = null;
  let isNewRefusal = false;
  let lastRefusedAtMs = -Infinity;
  let inARow = 0;
  const countRefusal = () => {
    const nowMs = performance.now();
    inARow = nowMs - lastRefusedAtMs < IN_A_ROW_MS ? inARow + 1 : 1;
    lastRefusedAtMs = nowMs;
    isNewRefusal = false;
    return inARow;
  };
  return {
    options: {
      reconnectOnError(error) {
        if (!isDemotion(error)) return false;
        lastRefusal = error;
        isNewRefusal = true;
        return true;
      },
      // Asked once for each connection that ended, however many commands were refused on it.
      retryStrategy: (attempt) =>
        retryDelayMs(isNewRefusal ? Math.max(attempt, countRefusal()) : attempt),
    },
    refusal: () => lastRefusal,
    noteAccepted: () => void (lastRefusal = null),
  };
}

/** How long a connection waits before it is tried again. */
export function retryDelayMs(attempt: number): number {
  return Math.min(50 * 2 ** Math.min(attempt, 10), MAX_RETRY_DELAY_MS);
}

/** Whether a replica answered to a write; scripts put the reply into a sentence of theirs. */
export function isDemotion({ message }: Error): boolean {
  return /(^|-)READONLY\b/.test(message);
}
