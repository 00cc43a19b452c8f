import type { Transaction } from '../../../platform/database/database.ts';

/** Rows removed in one transaction: long ones hold readers of the event log back. */
const BATCH = 1_000;
/** Ended sessions tell for a while which programs somebody has used. */
const SESSIONS_KEPT = `interval '30 days'`;
const TOKENS_KEPT = `interval '1 day'`;

const STATEMENTS = [
  `delete from refresh_tokens where token_hash in (
     select token_hash from refresh_tokens where expires_at < now() limit ${BATCH}) returning 1`,
  `delete from sessions where id in (
     select id from sessions where expires_at < now() - ${SESSIONS_KEPT} or ended_at < now() - ${SESSIONS_KEPT}
     limit ${BATCH}) returning 1`,
  `delete from one_time_tokens where token_hash in (
     select token_hash from one_time_tokens where expires_at < now() - ${TOKENS_KEPT} limit ${BATCH}) returning 1`,
] as const;

/** Removes a batch of tokens and sessions that are over; answers whether there is more. */
export async function deleteExpired(tx: Transaction): Promise<boolean> {
  let isFull = false;
  for (const statement of STATEMENTS) {
    const rows = await tx.query(statement);
    isFull ||= rows.length === BATCH;
  }
  return isFull;
}
