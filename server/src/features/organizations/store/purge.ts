import { INSTANCE_CHAIN_ID } from '../../../platform/audit.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** An organization whose day has come. */
export interface DueOrganization {
  id: string;
  name: string;
}

/** Rows that one transaction removes: far less than a second of locks (fault F28). */
const CHUNK_ROWS = 1_000;

const IS_DUE = 'deletion_scheduled_for <= now()';

/**
 * Removes up to a chunk of rows, in an order that leaves no reference behind: what people reach first, the organization
 * last. `$1` is the organization, `$2` the number of rows.
 */
const steps = [
  deleteChunk('long_text_updates', '(item_id, field, seq)'),
  deleteChunk('long_texts', '(item_id, field)'),
  deleteChunk('comments', 'id'),
  deleteChunk('field_conflicts', 'id'),
  // Sub-items first: they refer to items.
  deleteChunk('items', 'id', 'organization_id = $1 and parent_id is not null'),
  deleteChunk('items', 'id'),
  deleteChunk('import_objects', '(board_id, source, kind, key)'),
  deleteChunk('import_chunks', '(import_id, number)'),
  deleteChunk('imports', 'id'),
  deleteChunk('boards', 'id'),
  deleteChunk('workspaces', 'id'),
  deleteChunk('api_keys', 'id'),
  deleteChunk('invitations', 'id'),
  deleteAnswers(),
  deleteChunk('memberships', 'id'),
  deleteChunk('roles', 'id'),
  deleteChunk('mails', 'id'),
  deleteRetries(),
  deleteChunk('events', '(created_at, id)', '(organization_id = $1 or aggregate_id = $1)'),
  deleteChunk('audit_entries', '(chain_id, sequence)', 'chain_id = $1'),
];

function deleteChunk(table: string, key: string, isOwned = 'organization_id = $1'): string {
  const columns = key.replaceAll(/[()]/g, '');
  return `delete from ${table} where ${key} in (select ${columns} from ${table} where ${isOwned} limit $2) returning 1`;
}

/**
 * What members' live mutations were answered with holds values of the organization. Answers do not say of which board
 * they are, so all of a member go: one that is repeated in this moment is told that it ran, without its results.
 */
function deleteAnswers(): string {
  return `delete from live_answers where (user_id, client_id, mid) in (
      select a.user_id, a.client_id, a.mid from memberships m join live_answers a using (user_id)
      where m.organization_id = $1 limit $2)
    returning 1`;
}

/** Retries know their organization by their events alone, which go next. */
function deleteRetries(): string {
  return `delete from event_retries where (consumer, position) in (
      select r.consumer, r.position from event_retries r
      left join events e on e.created_at = r.event_created_at and e.id = r.event_id
      where r.aggregate_id = $1 or e.organization_id = $1 limit $2)
    returning 1`;
}

/**
 * Claims an organization whose grace has ended, unless another node is at it. It waits behind the organization's lock: a
 * change that began before the day has committed then, and what it wrote is found.
 */
export async function claimDueOrganization(tx: Transaction): Promise<DueOrganization | null> {
  const [due] = await tx.query<{ id: string }>(
    `select id from organizations where ${IS_DUE} order by deletion_scheduled_for limit 1`,
  );
  if (due === undefined) return null;
  // Before the row, in the order that operations take the two.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [due.id]);
  const [row] = await tx.query<DueOrganization>(
    `select id, name from organizations where id = $1 and ${IS_DUE} for update skip locked`,
    [due.id],
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
    `delete from invitations where id = any(array(
       select id from invitations
       where coalesce(used_at, revoked_at, expires_at) < now() - make_interval(days => $1) limit ${CHUNK_ROWS}))
     returning id`,
    [days],
  );
  return rows.length;
}
