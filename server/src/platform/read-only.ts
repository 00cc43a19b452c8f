import type { OperationSpec } from '@boardwire/contract/define';
import type { Actor } from './actor.ts';
import type { Transaction } from './database/database.ts';
import { Refusal } from './refusal.ts';

/** Why the instance takes no changes, and since when (ISO 8601). */
export interface ReadOnlyMode {
  reason: string;
  since: string;
}

/** The instance setting that holds it. */
export const READ_ONLY_SETTING = 'readOnly';
/** The machine-readable reason of the refusal. */
const READ_ONLY_REASON = 'read_only';
/** A person ends it, after minutes more often than after seconds. */
const RETRY_AFTER_S = 30;

/** Every write holds this advisory lock together with all others; the switch holds it alone. */
export const WRITES_LOCK_KEY = 7_214_553;
/** Longer than any usual write; whoever writes meanwhile waits behind the switch. */
const SWITCH_WAIT_MS = 5_000;
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

/** The mode as it stands in this transaction; null while changes are taken. */
export async function readReadOnlyMode(tx: Transaction): Promise<ReadOnlyMode | null> {
  const [row] = await tx.query<{ value: ReadOnlyMode }>(
    'select value from instance_settings where key = $1',
    [READ_ONLY_SETTING],
  );
  return row?.value ?? null;
}

/** Whether an operation waits until changes are taken again: all that write but the few that declare otherwise. */
export function waitsForWrites({ method, worksReadOnly }: OperationSpec): boolean {
  return method !== 'GET' && worksReadOnly !== true;
}

/** Refuses people's changes while the instance is read-only (web W28); chores of the system go on. Throws SERVICE_UNAVAILABLE. */
export function demandWritable(mode: ReadOnlyMode | null, actor: Actor): void {
  if (mode === null || actor.kind === 'system') return;
  const message = `This server takes no changes for now: ${mode.reason}`;
  throw new Refusal(
    'SERVICE_UNAVAILABLE',
    message,
    { ...mode, reason: READ_ONLY_REASON, why: mode.reason },
    RETRY_AFTER_S,
  );
}

/** Whether a refusal only says that the instance is read-only. */
export function isReadOnlyRefusal({ details }: Refusal): boolean {
  return details?.reason === READ_ONLY_REASON;
}
