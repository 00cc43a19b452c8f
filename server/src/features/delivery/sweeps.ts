import type { Chore } from '../../platform/feature.ts';
import { HOUR_MS, SECOND_MS } from '../../kernel/time.ts';
import { alertDeadLetters } from './alert-dead-letters.ts';
import { alertOwners } from './alert-owners.ts';
import { cancelMessage } from './cancel.ts';
import { closeDueDigests } from './close-digests.ts';
import { forgetEnded } from './forget.ts';
import { createLapsedLooks } from './lapsed.ts';
import { lookUpDoubtful } from './look-up.ts';
import type { Sender, SenderParts } from './sender.ts';
import { listUnfinished } from './store/cancel.ts';
import { deleteIdleBuckets } from './store/rates.ts';
import { forgetSecrets, liftOverdue } from './store/sweep.ts';
import { releaseUnplanned } from './store/unplanned.ts';

/** How late something is when its bell was lost (delivery D19). */
const INTERVAL_MS = SECOND_MS;
/** Administrators and owners hear of dead letters within this. */
const ALERT_INTERVAL_MS = 15 * SECOND_MS;
const UNFINISHED_SIZE = 10;

/** Timers of every worker that make up for what was lost; they need no queue (delivery D19). */
export function createSweeps(
  parts: SenderParts & { publicUrl: string },
  sender: Sender,
  retentionDays: number,
): Chore[] {
  const { database } = parts;
  const lapsed = createLapsedLooks(parts);
  return [
    { name: 'delivery.look', intervalMs: INTERVAL_MS, run: () => sender.ring() },
    // Each is a chore of its own: one that fails, or takes long, holds up no other (SPEC D6).
    each('lapsed', () => lapsed.look()),
    each('lift', () => database.write('all', liftOverdue)),
    each('secrets', () => database.write('all', forgetSecrets)),
    each('unplanned', () => database.write('all', releaseUnplanned)),
    each('digests', (signal) => closeDueDigests(parts, signal)),
    each('cancelling', (signal) => finishCancelling(parts, signal)),
    {
      name: 'delivery.lookUp',
      intervalMs: INTERVAL_MS,
      run: async (signal) => void (await lookUpDoubtful(parts, signal)),
    },
    {
      name: 'delivery.alert',
      intervalMs: ALERT_INTERVAL_MS,
      run: async () => void (await alertDeadLetters(parts)),
    },
    {
      name: 'delivery.alertOwners',
      intervalMs: ALERT_INTERVAL_MS,
      run: async () => void (await alertOwners(parts)),
    },
    {
      name: 'delivery.buckets',
      intervalMs: HOUR_MS,
      run: () => database.write('all', deleteIdleBuckets),
    },
    {
      name: 'delivery.forget',
      intervalMs: HOUR_MS,
      run: async (signal) => void (await forgetEnded(database, retentionDays, signal)),
    },
  ];
}

function each(name: string, work: (signal: AbortSignal) => Promise<unknown>): Chore {
  return {
    name: `delivery.${name}`,
    intervalMs: INTERVAL_MS,
    run: async (signal) => void (await work(signal)),
  };
}

/** Whoever cancelled may have died between the mark and the counts. */
async function finishCancelling({ database }: SenderParts, signal: AbortSignal): Promise<void> {
  const ids = await database.read('all', (tx) => listUnfinished(tx, UNFINISHED_SIZE));
  for (const id of ids) if (!signal.aborted) await cancelMessage(database, id);
}
