import type { Transaction } from './database/database.ts';
import type { Log } from './log.ts';
import { IS_SINCE_BEGINNING } from './outbox-registration.ts';

/**
 * Makes positions good again after the database was copied into another server (rule O6). Transaction ids count anew
 * there, so a position from the old server may lie ahead of every id to come, and nothing would ever be read. What was
 * unread lines up as retries; everything that was copied counts as older than all that follows.
 */
export async function adoptCopiedLog(
  tx: Transaction,
  consumers: readonly { name: string; on: readonly string[] }[],
  log: Log,
): Promise<void> {
  // Two starts at once: the second finds it done.
  await tx.query('lock table event_consumers in share row exclusive mode');
  if (!(await isCopied(tx))) return;
  log.warn('the event log comes from another server; lining up what was unread there');
  for (const { name, on } of consumers) await lineUpUnread(tx, name, on);
  await tx.query(`update events set transaction_id = '0' where transaction_id <> '0'`);
  await tx.query(
    `update event_consumers set transaction_id = '0', begins_after = null, updated_at = now(),
       position = (select coalesce(max(position), 0) from events)`,
  );
}

/** An id that this server has not given out yet was given out by another one. */
async function isCopied(tx: Transaction): Promise<boolean> {
  const [row] = await tx.query<{ isCopied: boolean }>(
    `select exists (select 1 from events where transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))
       or exists (select 1 from event_consumers where transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))
       as "isCopied"`,
  );
  return row?.isCopied === true;
}

async function lineUpUnread(
  tx: Transaction,
  consumer: string,
  types: readonly string[],
): Promise<void> {
  await tx.query(
    `insert into event_retries (consumer, position, event_id, event_created_at, aggregate_id)
     select c.name, e.position, e.id, e.created_at, e.aggregate_id
     from event_consumers as c
     join events as e on (e.transaction_id, e.position) > (c.transaction_id, c.position)
     where c.name = $1 and e.type = any($2) and ${IS_SINCE_BEGINNING}
     on conflict (consumer, position) do nothing`,
    [consumer, types],
  );
}
