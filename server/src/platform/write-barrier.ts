import type { Transaction } from './database/database.ts';
import { Refusal } from './refusal.ts';

/** Every write holds this advisory lock together with all others; the switch holds it alone. */
export const WRITES_LOCK_KEY = 7_214_553;
/** Longer than any usual write; whoever writes meanwhile waits behind the switch. */
const SWITCH_WAIT_MS = 2_000;
/** SQLSTATE of a lock that was not had in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Begins a write: the switch waits for its end. Comes before every other lock of the transaction, and in a statement
 * before the mode is read, which then is the one that the switch has left.
 */
export async function enterWrites(tx: Transaction): Promise<void> {
  await tx.query('select pg_advisory_xact_lock_shared($1)', [WRITES_LOCK_KEY]);
}

/**
 * Waits for the end of every write that has begun, on all nodes, and lets none begin until this transaction ends: what
 * it decides holds for all that come after its commit. Throws SERVICE_UNAVAILABLE when one of them does not end in time.
 */
export async function closeWrites(tx: Transaction): Promise<void> {
  await tx.query(`select set_config('lock_timeout', $1, true)`, [String(SWITCH_WAIT_MS)]);
  try {
    await tx.query('select pg_advisory_xact_lock($1)', [WRITES_LOCK_KEY]);
  } catch (error) {
    if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
    const message = 'A long change has not ended yet, and nothing was switched: try again';
    const refusal = new Refusal('SERVICE_UNAVAILABLE', message, { reason: 'long_change' }, 5);
    refusal.cause = error;
    throw refusal;
  }
}
