import type { AuditRow } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/database/database.ts';

/** An entry as it is read: with the name that its actor has today. */
export interface EntryRow {
  id: string;
  sequence: number;
  action: string;
  outcome: 'done' | 'refused';
  actor: {
    kind: 'anonymous' | 'user' | 'apiKey' | 'system';
    userId?: string;
    apiKeyId?: string;
    name?: string;
  };
  actorName: string | null;
  target: { type: string; id: string } | null;
  details: Record<string, unknown>;
  ipAddress: string | null;
  userAgent: string | null;
  requestId: string | null;
  at: string;
}

/** Which entries of a chain to read. */
export interface EntryFilter {
  chainId: string;
  /** An action or its beginning. */
  action?: string | undefined;
  actorId?: string | undefined;
  /** Not before this moment. */
  from?: string | undefined;
  /** Before this moment. */
  to?: string | undefined;
}

const ENTRIES = `
  select e.id, e.sequence, e.action, e.outcome, e.actor, u.name as "actorName", e.target, e.details,
    e.ip_address as "ipAddress", e.user_agent as "userAgent", e.request_id as "requestId", e.created_at as at
  from audit_entries e
  left join users u on u.id = (e.actor ->> 'userId')::uuid
  where e.chain_id = $1
    and ($2::text is null or starts_with(e.action, $2))
    and ($3::uuid is null or e.actor ->> 'userId' = $3::uuid::text)
    and ($4::float8 is null or e.created_at >= to_timestamp($4))
    and ($5::float8 is null or e.created_at < to_timestamp($5))`;

/** Entries newest first, before the sequence `before`; one more than `limit` tells that there is another page. */
export function listNewestFirst(
  tx: Transaction,
  filter: EntryFilter,
  { before, limit }: { before: number | null; limit: number },
): Promise<EntryRow[]> {
  return tx.query<EntryRow>(
    `${ENTRIES} and ($6::bigint is null or e.sequence < $6) order by e.sequence desc limit $7 + 1`,
    [...filterValues(filter), before, limit],
  );
}

/** Entries oldest first, after the sequence `after`. */
export function listOldestFirst(
  tx: Transaction,
  filter: EntryFilter,
  { after, limit }: { after: number; limit: number },
): Promise<EntryRow[]> {
  return tx.query<EntryRow>(`${ENTRIES} and e.sequence > $6 order by e.sequence limit $7`, [
    ...filterValues(filter),
    after,
    limit,
  ]);
}

function filterValues({ chainId, action, actorId, from, to }: EntryFilter): unknown[] {
  return [chainId, action ?? null, actorId ?? null, toEpochS(from), toEpochS(to)];
}

/** Seconds since 1970: unlike a text, a number cannot be a date that Postgres does not know, such as year 0. */
function toEpochS(moment: string | undefined): number | null {
  return moment === undefined ? null : Date.parse(moment) / 1_000;
}

/** The ends of a chain: where trimming cut it, and its last entry. */
export interface ChainRow {
  length: number;
  head: Buffer;
  checkpointSequence: number;
  checkpointHash: Buffer;
}

export async function findChain(tx: Transaction, chainId: string): Promise<ChainRow | null> {
  const [row] = await tx.query<ChainRow>(
    `select length, head, checkpoint_sequence as "checkpointSequence", checkpoint_hash as "checkpointHash"
     from audit_chains where id = $1`,
    [chainId],
  );
  return row ?? null;
}

/** Entries as they were hashed, in order, after one sequence and up to another. */
export function readHashedRows(
  tx: Transaction,
  range: { chainId: string; after: number; upTo: number; limit: number },
): Promise<(AuditRow & { hash: Buffer })[]> {
  return tx.query<AuditRow & { hash: Buffer }>(
    `select chain_id, sequence, id, organization_id, action, outcome, actor, target, details, ip_address, user_agent,
       request_id, created_at, hash
     from audit_entries where chain_id = $1 and sequence > $2 and sequence <= $3 order by sequence limit $4`,
    [range.chainId, range.after, range.upTo, range.limit],
  );
}

/** The first entry that lies outside its chain's ends, or null. */
export async function findStraySequence(tx: Transaction, chainId: string): Promise<number | null> {
  const [row] = await tx.query<{ sequence: number | null }>(
    `select min(e.sequence) as sequence from audit_entries e join audit_chains c on c.id = e.chain_id
     where e.chain_id = $1 and (e.sequence > c.length or e.sequence <= c.checkpoint_sequence)`,
    [chainId],
  );
  return row?.sequence ?? null;
}

/**
 * Cuts up to `limit` of the oldest entries off one chain that begins more than `days` ago, and leaves the sequence and
 * hash of the last one as its checkpoint. Answers how many entries went; 0 when no chain is that old.
 */
export async function trimOneChain(
  tx: Transaction,
  { days, limit }: { days: number; limit: number },
): Promise<number> {
  const [chain] = await tx.query<{ id: string; checkpointSequence: number }>(
    `select c.id, c.checkpoint_sequence as "checkpointSequence" from audit_chains c
     join audit_entries e on e.chain_id = c.id and e.sequence = c.checkpoint_sequence + 1
     where e.created_at < now() - make_interval(days => $1)
     limit 1 for update of c skip locked`,
    [days],
  );
  if (chain === undefined) return 0;
  const [last] = await tx.query<{ sequence: number; hash: Buffer }>(
    `select sequence, hash from (
       select sequence, hash, created_at, bool_and(created_at < now() - make_interval(days => $2))
         over (order by sequence) as "isOld"
       from audit_entries where chain_id = $1 and sequence > $3 and sequence <= $3 + $4) as oldest
     where "isOld" order by sequence desc limit 1`,
    [chain.id, days, chain.checkpointSequence, limit],
  );
  if (last === undefined) return 0;
  await tx.query(`select set_config('boardwire.audit_trim', 'on', true)`);
  await tx.query('delete from audit_entries where chain_id = $1 and sequence <= $2', [
    chain.id,
    last.sequence,
  ]);
  await tx.query(
    'update audit_chains set checkpoint_sequence = $2, checkpoint_hash = $3 where id = $1',
    [chain.id, last.sequence, last.hash],
  );
  return last.sequence - chain.checkpointSequence;
}
