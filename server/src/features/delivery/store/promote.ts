import type { Transaction } from '../../../platform/database/database.ts';

/**
 * Makes due now what of a message waits for its time or its next attempt, or one delivery that is to be tried again; what is
 * cancelled, gathered or still open for more stays. Answers how many deliveries.
 */
export async function promoteWaiting(tx: Transaction, id: string): Promise<number> {
  // As a cancellation does, so that either comes first.
  const [message] = await tx.query<{ id: string }>(
    `select id from messages where id = coalesce((select message_id from deliveries where id = $1), $1)
       and cancelled_at is null and (folds_until is null or folds_until <= now()) for update`,
    [id],
  );
  if (message === undefined) return 0;
  await tx.query(
    'update messages set scheduled_at = now() where id = $1 and scheduled_at > now()',
    [id],
  );
  const rows = await tx.query(
    `update deliveries set run_at = now(), hold = null
     where state = 'queued' and digest_id is null and carries_digest_id is null and (lease_until is null or lease_until < now())
       and ((message_id = $1 and hold in ('scheduled', 'retry')) or (id = $1 and hold = 'retry'))
     returning id`,
    [id],
  );
  return rows.length;
}
