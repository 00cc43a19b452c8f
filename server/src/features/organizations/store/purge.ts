import { INSTANCE_CHAIN_ID } from '../../../platform/audit.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** An organization whose day has come. */
export interface DueOrganization {
  id: string;
  name: string;
}

/** Rows that one transaction removes: far less than a second of locks (fault F28). */
const CHUNK_ROWS = 1_000;

/**
 * Removes up to a chunk of rows, in an order that leaves no reference behind: what people reach first, the organization
 * last. `$1` is the organization, `$2` the number of rows.
 */
const steps = [
  deleteChunk('api_keys', 'id', 'organization_id'),
  deleteChunk('invitations', 'id', 'organization_id'),
  deleteChunk('memberships', 'id', 'organization_id'),
  deleteChunk('roles', 'id', 'organization_id'),
  deleteChunk('mails', 'id', 'organization_id'),
  deleteChunk('event_retries', '(consumer, position)', 'aggregate_id'),
  deleteChunk('events', '(created_at, id)', 'aggregate_id'),
  deleteChunk('audit_entries', '(chain_id, sequence)', 'chain_id'),
];

function deleteChunk(table: string, key: string, owner: string): string {
  const columns = key.replaceAll(/[()]/g, '');
  return `delete from ${table} where ${key} in (select ${columns} from ${table} where ${owner} = $1 limit $2) returning 1`;
}

/** Claims an organization whose grace has ended, unless another node is at it. */
export async function claimDueOrganization(tx: Transaction): Promise<DueOrganization | null> {
  const [row] = await tx.query<DueOrganization>(
    `select id, name from organizations where deletion_scheduled_for <= now()
     order by deletion_scheduled_for limit 1 for update skip locked`,
  );
  return row ?? null;
}

/** Removes the next rows of the organization; true when the organization itself is gone. */
export async function purgeChunk(tx: Transaction, { id }: DueOrganization): Promise<boolean> {
  await tx.query(`select set_config('boardwire.audit_trim', 'on', true)`);
  for (const step of steps) {
    const rows = await tx.query(step, [id, CHUNK_ROWS]);
    if (rows.length > 0) return false;
  }
  await tx.query('delete from audit_chains where id = $1 and id <> $2', [id, INSTANCE_CHAIN_ID]);
  await tx.query('delete from organizations where id = $1', [id]);
  return true;
}

/** Forgets invitations whose story ended more than `days` ago; answers how many. */
export async function deleteOldInvitations(tx: Transaction, days: number): Promise<number> {
  const rows = await tx.query(
    `delete from invitations where id in (
       select id from invitations
       where coalesce(used_at, revoked_at, expires_at) < now() - make_interval(days => $1) limit ${CHUNK_ROWS})
     returning id`,
    [days],
  );
  return rows.length;
}
