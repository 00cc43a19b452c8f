import { SECOND_MS } from '../../../kernel/time.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Log } from '../../../platform/log.ts';
import { renewClaim, type ClaimedImport } from '../store/claims.ts';

/** Why work at hand is to end early. */
export type StopReason = 'cancelled' | 'lost' | 'shutdown';

/** Shows that a claim is being worked on, and hears when it is to end. */
export interface Heartbeat {
  /** Written with the next beat, on a transaction of its own. */
  progress: { done: number; total: number | null };
  stopReason(): StopReason | null;
  resume(): void;
  /** No beat is on its way once this resolves. */
  pause(): Promise<void>;
}

const BEAT_MS = SECOND_MS;

/** Starts to beat for a claim. */
export function startHeartbeat(
  { database, log }: { database: Database; log: Log },
  claimed: ClaimedImport,
  signal: AbortSignal,
): Heartbeat {
  const { organizationId } = claimed;
  const progress: Heartbeat['progress'] = { done: 0, total: null };
  let reason: StopReason | null = claimed.isCancelRequested ? 'cancelled' : null;
  let timer: NodeJS.Timeout | undefined;
  let beating = Promise.resolve();

  const beat = async () => {
    try {
      const claim = await database.write({ organizationId }, (tx) =>
        renewClaim(tx, claimed, progress),
      );
      if (claim === null) reason = 'lost';
      else if (claim.isCancelRequested && claimed.state === 'running') reason = 'cancelled';
    } catch (error) {
      // The lease says how long we may be silent.
      log.warn({ err: error, importId: claimed.id }, 'an import could not show a sign of life');
    }
  };
  const heartbeat: Heartbeat = {
    progress,
    stopReason: () => reason ?? (signal.aborted ? 'shutdown' : null),
    resume() {
      timer ??= setInterval(() => void (beating = beating.then(beat)), BEAT_MS).unref();
    },
    async pause() {
      clearInterval(timer);
      timer = undefined;
      await beating;
    },
  };
  heartbeat.resume();
  return heartbeat;
}
