import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import { sleep } from '../../kernel/time.ts';
import type { Channel } from './domain/states.ts';
import type { Finished, WrittenEnd } from './store/finish.ts';
import { writeEnds } from './write-ends.ts';

/** Writes ends of attempts, those that come close together in one statement (delivery D8). */
export interface FinishQueue {
  /** Resolves when the end is written: false when another worker has taken the delivery over meanwhile. */
  add(finished: Finished): Promise<boolean>;
}

/** How long an end waits for others, milliseconds. */
const GATHER_MS = 5;
/** A write that failed is tried again until the lease is over, for what was sent must not be sent again (delivery D7). */
const RETRY_MS = 500;

interface Waiting {
  finished: Finished;
  resolve(isOurs: boolean): void;
}

/** Hears which deliveries of a channel have ended an attempt, before the slots that they leave are filled. */
export type AfterFinish = (channel: Channel, ids: readonly string[]) => Promise<void>;

/** Counts what was written; never throws. */
export type NoteEnds = (channel: Channel, ends: readonly WrittenEnd[]) => void;

interface FinishParts {
  database: Database;
  log: Log;
  leaseMs: number;
  channel: Channel;
  /** Whether an end may wait for others; absent: it may. */
  hasTime?(): boolean;
  afterFinish?: AfterFinish;
  noteEnds?: NoteEnds;
}

/** Creates the queue of one worker; `leaseMs` is how long a claim holds without a sign of life. */
export function createFinishQueue(parts: FinishParts): FinishQueue {
  const { log, leaseMs, channel, afterFinish, noteEnds } = parts;
  let waiting: Waiting[] = [];

  const flush = async () => {
    const batch = waiting;
    if (batch.length === 0) return;
    waiting = [];
    const giveUpAtMs = performance.now() + leaseMs;
    for (;;) {
      try {
        const rows = await writeEnds(
          parts,
          batch.map(({ finished }) => finished),
        );
        noteEnds?.(channel, rows);
        const written = new Set(rows.map(({ id }) => id));
        // Only a hint: what was sent is written, whatever becomes of it.
        await afterFinish?.(channel, [...written]).catch((error: unknown) =>
          log.warn({ err: error }, 'what follows ends of deliveries was left out'),
        );
        for (const { finished, resolve } of batch) resolve(written.has(finished.id));
        return;
      } catch (error) {
        log.warn(
          { err: error, deliveries: batch.length },
          'ends of deliveries could not be written',
        );
        if (performance.now() >= giveUpAtMs) break;
        await sleep(RETRY_MS);
      }
    }
    for (const { resolve } of batch) resolve(false);
  };
  return {
    add: (finished) =>
      new Promise((resolve) => {
        waiting.push({ finished, resolve });
        if (parts.hasTime?.() === false) setImmediate(() => void flush());
        else if (waiting.length === 1) setTimeout(() => void flush(), GATHER_MS);
      }),
  };
}
