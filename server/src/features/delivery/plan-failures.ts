import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import { isDatabaseAway } from './database-away.ts';
import { noteUnplanned } from './store/unplanned.ts';

/** Tries in a row, with two minutes of waits between them: by then it is not a deadlock or a change under way. */
const MAX_FAILURES = 8;
/** Statements that take too long may be a busy database's fault: they have an hour. */
const MAX_TIMEOUTS = 20;
/** What an error may be called: codes and names of classes, never a text that quotes somebody. */
const CODE = /^[A-Za-z0-9_]{1,40}$/;

/** Whether an error says nothing about the message: the whole round is for later. */
export function isForLater(error: unknown): boolean {
  return isDatabaseAway(error) && !isTimeout(error);
}

/**
 * Writes down that a message could not be planned, and says so: it waits longer each time, and is set aside in the end.
 * Throws when the database is away.
 */
export async function noteFailure(
  { database, log }: { database: Database; log: Log },
  messageId: string,
  error: unknown,
): Promise<void> {
  const maxFailures = isTimeout(error) ? MAX_TIMEOUTS : MAX_FAILURES;
  const problem = codeOf(error);
  const noted = await database.write('all', (tx) =>
    noteUnplanned(tx, messageId, { problem, maxFailures }),
  );
  if (noted === null) return;
  const about = { err: error, messageId, failures: noted.failures };
  if (noted.isParked) log.error(about, 'a message could not be planned and was set aside');
  else log.warn(about, 'a message could not be planned; it is tried again later');
}

function isTimeout(error: unknown): boolean {
  return isDatabaseAway(error) && error.details?.['reason'] === 'database_timeout';
}

function codeOf(error: unknown): string {
  if (isTimeout(error)) return 'database_timeout';
  const { code, name } = error as { code?: unknown; name?: unknown };
  const said = [code, name].find((each) => typeof each === 'string' && CODE.test(each));
  return typeof said === 'string' ? said : 'unknown';
}
