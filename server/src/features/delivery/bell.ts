import type { Transaction } from '../../platform/database/database.ts';
import type { Listener } from '../../platform/database/listener.ts';

/** Workers listen here, and look at what is due. */
export const DOORBELL = 'boardwire_deliveries';

/** Rings at the commit, on every node; a sweep makes up for bells that nobody hears. */
export async function ringDoorbell(tx: Transaction): Promise<void> {
  await tx.query(`select pg_notify('${DOORBELL}', '')`);
}

/** Rings on every node; many rings are one. */
export type Bell = () => void;

/** Rings that come within this time of the one before are one, milliseconds. */
const BELL_PAUSE_MS = 5;

/**
 * Creates a bell that is rung behind a commit. Within them (`ringDoorbell`), commits would wait for each other: Postgres
 * delivers notifications in their order, and has each hold a lock until the log is on the disk.
 */
export function createBell(listener: Pick<Listener, 'notify'>): Bell {
  let isResting = false;
  let isAsked = false;
  const ring = () => {
    if (isResting) {
      isAsked = true;
      return;
    }
    isResting = true;
    isAsked = false;
    listener.notify(DOORBELL);
    setTimeout(() => {
      isResting = false;
      if (isAsked) ring();
    }, BELL_PAUSE_MS).unref();
  };
  return ring;
}
