import { createHash } from 'node:crypto';
import { createId } from '../kernel/ids.ts';
import type { Actor, RequestInfo } from './actor.ts';
import type { Transaction } from './database/database.ts';

/** A security-relevant act, as an operation reports it. */
export interface AuditRecord {
  /** `noun.verb` of the act. */
  action: string;
  outcome?: 'done' | 'refused';
  /** The log it belongs to: an organization's, a person's, or the instance's. */
  chain: { organizationId: string } | { userId: string } | 'instance';
  target?: { type: string; id: string };
  /** Anything worth knowing; never a secret. */
  details?: Record<string, unknown>;
  /** Who did it, when not the actor of the request: the person whose log-in failed. */
  actor?: Actor;
}

/** An entry as the chain hashes it. */
export interface AuditRow {
  chain_id: string;
  sequence: number;
  id: string;
  organization_id: string | null;
  action: string;
  outcome: string;
  actor: Record<string, unknown>;
  target: Record<string, unknown> | null;
  details: Record<string, unknown>;
  ip_address: string | null;
  user_agent: string | null;
  request_id: string | null;
  created_at: string;
}

/** The chain of acts on the instance itself. */
export const INSTANCE_CHAIN_ID = '00000000-0000-0000-0000-000000000000';
const GENESIS = Buffer.alloc(32);

/** Hash of an entry and everything before it: SHA-256 over the previous hash, the sequence and the entry's body. */
export function hashAuditRow(previous: Buffer, row: AuditRow): Buffer {
  return createHash('sha256')
    .update(previous)
    .update(`${Number(row.sequence)}:${canonicalBody(row)}`)
    .digest();
}

/** The fields of an entry in a fixed order, as JSON with sorted keys. */
function canonicalBody(row: Omit<AuditRow, 'sequence'>): string {
  const { chain_id, id, organization_id, action, outcome, actor, target } = row;
  const { details, ip_address, user_agent, request_id, created_at } = row;
  const fields = [chain_id, id, organization_id, action, outcome, actor, target, details];
  return JSON.stringify([...fields, ip_address, user_agent, request_id, created_at], sortKeys);
}

/** Appends the records to their chains, in a fixed order of chains so that two transactions cannot deadlock. */
export async function appendAudit(
  tx: Transaction,
  records: readonly AuditRecord[],
  request: { actor: Actor; info: RequestInfo; now: Date },
): Promise<void> {
  const chains = groupByChain(records);
  for (const chainId of [...chains.keys()].toSorted()) {
    await appendToChain(tx, chains.get(chainId) ?? [], request);
  }
}

function groupByChain(records: readonly AuditRecord[]): Map<string, AuditRecord[]> {
  const chains = new Map<string, AuditRecord[]>();
  for (const record of records) {
    const { id } = chainOf(record);
    chains.set(id, [...(chains.get(id) ?? []), record]);
  }
  return chains;
}

async function appendToChain(
  tx: Transaction,
  records: AuditRecord[],
  { actor, info, now }: { actor: Actor; info: RequestInfo; now: Date },
): Promise<void> {
  for (const record of records) {
    const { id: chainId, organizationId } = chainOf(record);
    await appendRow(tx, {
      chain_id: chainId,
      id: createId(),
      organization_id: organizationId,
      action: record.action,
      outcome: record.outcome ?? 'done',
      actor: auditActor(record.actor ?? actor),
      target: record.target ?? null,
      details: record.details ?? {},
      ip_address: info.ipAddress,
      user_agent: info.userAgent,
      request_id: info.requestId,
      created_at: now.toISOString(),
    });
  }
}

/** Moves the head of the chain and writes the entry in one statement; the head's row lock orders the writers. */
async function appendRow(tx: Transaction, row: Omit<AuditRow, 'sequence'>): Promise<void> {
  await tx.query(
    `with moved as (
       insert into audit_chains as c (id, organization_id, length, head, checkpoint_hash)
       values ($1, $3, 1, sha256($13::bytea || convert_to('1:' || $14::text, 'UTF8')), $13::bytea)
       on conflict (id) do update set length = c.length + 1,
         head = sha256(c.head || convert_to((c.length + 1)::text || ':' || $14::text, 'UTF8'))
       returning length, head)
     insert into audit_entries (chain_id, sequence, id, organization_id, action, outcome, actor, target, details,
       ip_address, user_agent, request_id, created_at, hash)
     select $1, length, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, head from moved`,
    [
      row.chain_id,
      row.id,
      row.organization_id,
      row.action,
      row.outcome,
      row.actor,
      row.target,
      row.details,
      row.ip_address,
      row.user_agent,
      row.request_id,
      row.created_at,
      GENESIS,
      canonicalBody(row),
    ],
  );
}

function chainOf({ chain }: AuditRecord): { id: string; organizationId: string | null } {
  if (chain === 'instance') return { id: INSTANCE_CHAIN_ID, organizationId: null };
  if ('organizationId' in chain)
    return { id: chain.organizationId, organizationId: chain.organizationId };
  return { id: chain.userId, organizationId: null };
}

function auditActor(actor: Actor): Record<string, unknown> {
  switch (actor.kind) {
    case 'anonymous':
      return { kind: actor.kind };
    case 'user':
      return { kind: actor.kind, userId: actor.userId, sessionId: actor.sessionId };
    case 'apiKey':
      return { kind: actor.kind, userId: actor.userId, apiKeyId: actor.apiKeyId };
    case 'shareLink':
      return { kind: actor.kind, linkId: actor.linkId };
    case 'system':
      return { kind: actor.kind, name: actor.name };
  }
}

/** jsonb forgets the order of keys, so hashing sorts them. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
