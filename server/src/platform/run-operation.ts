import { describeActor, type Actor, type RequestInfo } from './actor.ts';
import { bumpEpochs, type AccessEpochs, type EpochSubject } from './access-epochs.ts';
import type { Access } from './access.ts';
import { appendAudit, type AuditRecord } from './audit.ts';
import type { Grant } from './authorize.ts';
import {
  authorizeCall,
  demandInstanceOwner,
  demandPermission,
  validateInput,
} from './check-call.ts';
import type { Database, Scope, Transaction } from './database/database.ts';
import { appendEvents, type NewEvent } from './event-log.ts';
import {
  claimIdempotencyKey,
  storeIdempotentAnswer,
  type IdempotentRequest,
} from './idempotency.ts';
import type { Log } from './log.ts';
import type { Operation, OperationContext } from './operation.ts';
import { KeptRefusal, Refusal } from './refusal.ts';
import type { Sealer } from './sealing.ts';
import { noTracing, type Tracing } from './trace/tracing.ts';
import { sleep } from '../kernel/time.ts';

/** What the runner stands on. */
export interface RunnerParts {
  database: Database;
  access: Access;
  epochs: AccessEpochs;
  sealer: Sealer;
  log: Log;
  tracing?: Tracing;
  isInstanceOwner(tx: Transaction, userId: string): Promise<boolean>;
  /** Called after a commit that wrote events: wakes readers on every node. */
  onEvents(): void;
}

/** A call of an operation, from any transport. */
export interface Call {
  operation: Operation;
  input: unknown;
  actor: Actor;
  request: RequestInfo;
}

/** The tagged result of a call. */
export type Outcome =
  | { ok: true; data: unknown; isRepeated: boolean }
  | { ok: false; refusal: Refusal };

/** Runs calls: authorize, validate, decide, save, emit in one transaction, publish after commit. Never throws. */
export type RunOperation = (call: Call) => Promise<Outcome>;

const MAX_ATTEMPTS = 5;
/** SQLSTATEs of a transaction that lost a race and may win the next one. */
const RETRYABLE = new Set(['40001', '40P01']);
const RETRY_BASE_MS = 10;

/** Creates the runner. */
export function createRunner(parts: RunnerParts): RunOperation {
  const { tracing = noTracing } = parts;
  const runSafely = createSafeRun(parts);
  if (!tracing.isOn) return runSafely;
  return (call) =>
    tracing.child({ name: call.operation.spec.name, kind: 'internal' }, async (span) => {
      const outcome = await runSafely(call);
      if (outcome.ok) return outcome;
      const { code } = outcome.refusal;
      span?.set({ 'boardwire.refusal': code });
      if (code === 'INTERNAL_ERROR') span?.fail(code);
      return outcome;
    });
}

function createSafeRun(parts: RunnerParts): RunOperation {
  return async (call) => {
    try {
      return await run(parts, call);
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, refusal: error };
      parts.log.error(
        { err: error, operation: call.operation.spec.name, requestId: call.request.requestId },
        'operation failed',
      );
      const refusal = new Refusal(
        'INTERNAL_ERROR',
        'Something went wrong on our side; nothing was changed',
      );
      refusal.cause = error;
      return { ok: false, refusal };
    }
  };
}

async function run(parts: RunnerParts, call: Call): Promise<Outcome> {
  const { spec, prepare } = call.operation;
  const { access, database } = parts;
  const isInstanceOwner = (userId: string) =>
    database.read('all', (tx) => parts.isInstanceOwner(tx, userId));
  const organizationId = await authorizeCall({ access, isInstanceOwner }, call);
  const input = validateInput(spec, call.input);
  const prepared = await prepare?.(input, {
    database: parts.database,
    actor: call.actor,
    request: call.request,
  });
  const ready: ReadyCall = { ...call, input, prepared, organizationId };
  return spec.method === 'GET' ? runRead(parts, ready) : runWriteWithRetries(parts, ready);
}

interface ReadyCall extends Call {
  prepared: unknown;
  organizationId: string | null;
}

async function runRead(parts: RunnerParts, call: ReadyCall): Promise<Outcome> {
  // Before the connection is taken: loading it takes one too, and readers that hold one must not wait for another.
  const grant = await grantOf(call, (userId, organizationId) =>
    parts.access.cachedGrant(userId, organizationId),
  );
  const data = await parts.database.read(scopeOf(call), async (tx) => {
    const context = createContext(tx, call, refuseWrites());
    context.grant = grant;
    return call.operation.handle(call.input, context, call.prepared);
  });
  return { ok: true, data, isRepeated: false };
}

async function runWriteWithRetries(parts: RunnerParts, call: ReadyCall): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runWrite(parts, call);
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (attempt === MAX_ATTEMPTS || typeof code !== 'string' || !RETRYABLE.has(code)) throw error;
      await sleep(RETRY_BASE_MS * 2 ** attempt * Math.random());
    }
  }
}

/** Everything a handler adds to its transaction besides its own rows. */
interface Additions {
  events: NewEvent[];
  audit: AuditRecord[];
  epochs: EpochSubject[];
  locked: Set<string>;
}

async function runWrite(parts: RunnerParts, call: ReadyCall): Promise<Outcome> {
  const additions: Additions = { events: [], audit: [], epochs: [], locked: new Set() };
  const outcome = await parts.database.write(scopeOf(call), async (tx): Promise<Outcome> => {
    const keyed = idempotentRequest(call);
    const stored = keyed && (await claimIdempotencyKey(tx, keyed, parts.sealer));
    if (stored) return { ok: true, data: stored.answer, isRepeated: true };
    const context = createContext(tx, call, additions);
    // Sent together; the connection runs them in this order, so the grant is read behind the lock.
    const locked = call.organizationId === null ? null : context.lock(call.organizationId);
    const granted = grantOf(call, (userId, organizationId) =>
      parts.access.loadGrant(tx, userId, organizationId),
    );
    [, context.grant] = await Promise.all([locked, granted]);
    if (call.operation.spec.access.kind === 'instance') {
      await demandInstanceOwner(call.actor, (userId) => parts.isInstanceOwner(tx, userId));
    }
    if (call.organizationId !== null)
      demandPermission(call.actor, call.operation.spec, context.grant);
    const result = await settle(() => call.operation.handle(call.input, context, call.prepared));
    await save(tx, call, context, additions);
    if (keyed && result.ok) await storeIdempotentAnswer(tx, keyed, result.data, parts.sealer);
    return result;
  });
  if (additions.epochs.length > 0) parts.epochs.apply(additions.epochs);
  if (additions.events.length > 0) parts.onEvents();
  return outcome;
}

/** A kept refusal is an answer whose counters must commit; any other leaves through the roll-back. */
async function settle(handle: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { ok: true, data: await handle(), isRepeated: false };
  } catch (error) {
    if (error instanceof KeptRefusal) return { ok: false, refusal: error };
    throw error;
  }
}

async function save(
  tx: Transaction,
  call: ReadyCall,
  context: OperationContext,
  additions: Additions,
): Promise<void> {
  const { actor, request } = call;
  const { now } = context;
  // Sent together: they do not read each other.
  await Promise.all([
    appendEvents(tx, additions.events, { actor, request, now }),
    bumpEpochs(tx, additions.epochs),
    appendAudit(tx, additions.audit, { actor, info: request, now }),
  ]);
}

function createContext(tx: Transaction, call: ReadyCall, additions: Additions): OperationContext {
  return {
    tx,
    actor: call.actor,
    request: call.request,
    now: new Date(),
    grant: null,
    lock: (aggregateId) => lockAggregate(tx, aggregateId, additions.locked),
    emit(spec, aggregateId, payload, { organizationId, isNew = false } = {}) {
      if (!isNew && !additions.locked.has(aggregateId)) {
        throw new Error(`${spec.type}: lock the ${spec.aggregate} before changing it`);
      }
      additions.events.push({
        spec,
        aggregateId,
        payload,
        organizationId: organizationId ?? (spec.aggregate === 'organization' ? aggregateId : null),
      });
    },
    audit: (record) => void additions.audit.push(record),
    bumpEpoch: (subject) => void additions.epochs.push(subject),
  };
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

/** Reads have nothing to save: their transaction is read-only, and a handler that tries learns it at once. */
function refuseWrites(): Additions {
  return { events: [], audit: [], epochs: [], locked: new Set() };
}

function scopeOf({ organizationId }: ReadyCall): Scope {
  return organizationId === null ? 'all' : { organizationId };
}

async function grantOf(
  call: ReadyCall,
  load: (userId: string, organizationId: string) => Promise<Grant | null>,
): Promise<Grant | null> {
  const { actor, organizationId } = call;
  if (organizationId === null || (actor.kind !== 'user' && actor.kind !== 'apiKey')) return null;
  return load(actor.userId, organizationId);
}

function idempotentRequest({
  operation,
  actor,
  request,
  input,
}: ReadyCall): IdempotentRequest | null {
  if (request.idempotencyKey === undefined) return null;
  const scope = describeActor(actor, request.ipAddress);
  return { scope, key: request.idempotencyKey, operation: operation.spec.name, input };
}
