import type { EpochSubject } from './access-epochs.ts';
import type { Actor, RequestInfo } from './actor.ts';
import type { AuditRecord } from './audit.ts';
import { readThrough, type ReadCached } from './cache/cache.ts';
import type { Transaction } from './database/database.ts';
import type { NewEvent } from './event-log.ts';
import type { Operation, OperationContext } from './operation.ts';

/** Everything a handler adds to its transaction besides its own rows. */
export interface Additions {
  events: NewEvent[];
  audit: AuditRecord[];
  epochs: EpochSubject[];
  locked: Set<string>;
  afterCommit: (() => void)[];
}

/** Nothing yet. Reads leave it so: their transaction is read-only, and a handler that tries learns it at once. */
export function noAdditions(): Additions {
  return { events: [], audit: [], epochs: [], locked: new Set(), afterCommit: [] };
}

/** What the handler of a call works with. */
export function createContext(
  tx: Transaction,
  { actor, request }: { actor: Actor; request: RequestInfo },
  additions: Additions,
  cached: ReadCached = readThrough(tx),
): OperationContext {
  return {
    tx,
    actor,
    request,
    now: new Date(),
    grant: null,
    board: null,
    lock: (aggregateId) => lockAggregate(tx, aggregateId, additions.locked),
    emit(spec, aggregateId, payload, { organizationId, isNew = false, boardSeq } = {}) {
      if (!isNew && !additions.locked.has(aggregateId)) {
        throw new Error(`${spec.type}: lock the ${spec.aggregate} before changing it`);
      }
      additions.events.push({
        spec,
        aggregateId,
        payload,
        organizationId: organizationId ?? (spec.aggregate === 'organization' ? aggregateId : null),
        ...(boardSeq === undefined ? {} : { board: { id: aggregateId, seq: boardSeq } }),
      });
    },
    cached,
    audit: (record) => void additions.audit.push(record),
    bumpEpoch: (subject) => void additions.epochs.push(subject),
    afterCommit: (work) => void additions.afterCommit.push(work),
  };
}

/** What others do to the organization of a call comes before or after it, as the declaration says. */
export async function enterOrganization(
  { organizationId, operation: { spec } }: { organizationId: string | null; operation: Operation },
  { tx, lock }: OperationContext,
): Promise<void> {
  if (organizationId === null) return;
  if (spec.sharesOrganization !== true) return lock(organizationId);
  // The same lock, held together: whoever takes it alone waits for all of these, and they for them.
  await tx.query('select pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [organizationId]);
}

async function lockAggregate(
  tx: Transaction,
  aggregateId: string,
  locked: Set<string>,
): Promise<void> {
  if (locked.has(aggregateId)) return;
  const [row] = await tx.query<{ hasWritten: boolean }>(
    `select pg_advisory_xact_lock(hashtextextended($1, 0)),
       pg_current_xact_id_if_assigned() is not null as "hasWritten"`,
    [aggregateId],
  );
  // A transaction id taken before the lock could order this change before an earlier one.
  if (row?.hasWritten === true) throw new Error('locks are taken before the first write');
  locked.add(aggregateId);
}
