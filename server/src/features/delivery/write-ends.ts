import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import { isDatabaseAway } from './database-away.ts';
import { finish, type Finished, type WrittenEnd } from './store/finish.ts';

/** Stands for what an attempt came to where the database would not have it. */
const UNWRITABLE = 'unwritable';

interface EndParts {
  database: Database;
  log: Log;
}

/**
 * Writes ends of attempts together. What the database refuses of one call costs the others nothing: then they are written
 * one by one, the bad one without what the other side said. Throws SERVICE_UNAVAILABLE when the database is away.
 */
export async function writeEnds(
  { database, log }: EndParts,
  ends: readonly Finished[],
): Promise<WrittenEnd[]> {
  const write = (some: readonly Finished[]) => database.write('all', (tx) => finish(tx, some));
  try {
    return await write(ends);
  } catch (error) {
    throwAway(error);
    log.warn({ err: error, deliveries: ends.length }, 'ends of deliveries are written one by one');
  }
  const rows: WrittenEnd[] = [];
  for (const end of ends) {
    const bare = { ...end, code: UNWRITABLE, answer: null, latencyMs: 0, providerMessageId: null };
    try {
      rows.push(...(await write([end]).catch((error) => throwAway(error) ?? write([bare]))));
    } catch (error) {
      throwAway(error);
      log.error({ err: error, deliveryId: end.id }, 'an end of a delivery cannot be written');
    }
  }
  return rows;
}

function throwAway(error: unknown): void {
  if (isDatabaseAway(error)) throw error;
}
