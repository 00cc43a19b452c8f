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
