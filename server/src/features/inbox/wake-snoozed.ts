import type { Database } from '../../platform/database/database.ts';
import { listToWake, markEntries } from './store/marks.ts';

/** People of one look; those beyond have a second more. */
const BATCH_SIZE = 500;

/** Brings entries back whose time has come; answers how many. */
export async function wakeSnoozed(database: Database, signal?: AbortSignal): Promise<number> {
  const owners = await database.read('all', (tx) => listToWake(tx, BATCH_SIZE));
  let woken = 0;
  for (const owner of owners) {
    if (signal?.aborted === true) break;
    woken += await database.write(owner, (tx) =>
      markEntries(tx, owner, { which: null, as: 'woken' }),
    );
  }
  return woken;
}
