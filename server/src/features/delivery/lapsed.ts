import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import { settle } from './domain/settle.ts';
import { finish, type Finished } from './store/finish.ts';
import { holdMessages } from './store/hold-messages.ts';
import { listLapsed, outdo, type Lapsed } from './store/sweep.ts';

/** Two looks so far apart must see the same lease: a clock that jumps takes no live one (delivery D9, fault F13). */
const SECOND_LOOK_MS = 15_000;
const LOOK_SIZE = 500;

/** Ends the attempts of senders that died; what follows is up to the channel's policy. */
export interface LapsedLooks {
  /** Answers how many were ended. */
  look(): Promise<number>;
}

/** Creates the looks of one process; `secondLookMs` for tests. */
export function createLapsedLooks({
  database,
  log,
  secondLookMs = SECOND_LOOK_MS,
}: {
  database: Database;
  log: Log;
  secondLookMs?: number;
}): LapsedLooks {
  // By the clock of this process that never jumps.
  let firstSeenMs = new Map<string, number>();
  return {
    async look() {
      const lapsed = await database.read('all', (tx) => listLapsed(tx, LOOK_SIZE));
      const nowMs = performance.now();
      firstSeenMs = new Map(
        lapsed.map((each) => [nameOf(each), firstSeenMs.get(nameOf(each)) ?? nowMs]),
      );
      const over = lapsed.filter(
        (each) => nowMs - (firstSeenMs.get(nameOf(each)) ?? nowMs) >= secondLookMs,
      );
      if (over.length === 0) return 0;
      return database.write('all', async (tx) => {
        await holdMessages(
          tx,
          over.map(({ id }) => id),
        );
        const ours = new Set(await outdo(tx, over));
        const ended = over.filter(({ id }) => ours.has(id));
        await finish(tx, ended.map(toFinished));
        log.warn({ deliveries: ended.length }, 'senders ended amid deliveries');
        return ended.length;
      });
    },
  };
}

function nameOf({ id, fence, leaseUntil }: Lapsed): string {
  return `${id} ${fence} ${leaseUntil}`;
}

function toFinished({ id, fence, channel, policy, attempt }: Lapsed): Finished {
  const code = 'sender_ended';
  return {
    id,
    fence: fence + 1,
    outcome: 'uncertain',
    code,
    answer: null,
    latencyMs: 0,
    providerId: null,
    providerMessageId: null,
    settlement: settle(
      { kind: 'uncertain', code },
      { channel, policy, attempt, random: Math.random() },
    ),
  };
}
