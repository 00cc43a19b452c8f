import type { Readable } from 'node:stream';
import { isBoardOperation, type AnyOperation } from './any-operation.ts';
import { describeActor, type Actor, type RequestInfo } from './actor.ts';
import { bumpEpochs, type AccessEpochs } from './access-epochs.ts';
import type { Access, Location } from './access.ts';
import { appendAudit } from './audit.ts';
import type { Grant } from './authorize.ts';
import {
  authorizeCall,
  demandInstanceOwner,
  demandPermission,
  nameOrganization,
  validateInput,
} from './check-call.ts';
import type { Cache } from './cache/cache.ts';
import type { Database, Scope, Transaction } from './database/database.ts';
import { appendEvents, type NewEvent } from './event-log.ts';
import {
  claimIdempotencyKey,
  storeIdempotentAnswer,
  type IdempotentRequest,
} from './idempotency.ts';
import type { Log } from './log.ts';
import {
  createContext,
  enterOrganization,
  noAdditions,
  type Additions,
} from './operation-context.ts';
import type { Operation, OperationContext } from './operation.ts';
import type { BoardOperation } from './board/board-operation.ts';
import type { MutateBoard } from './board/mutate-board.ts';
import { demandWritable, readReadOnlyMode, waitsForWrites } from './read-only.ts';
import { KeptRefusal, Refusal } from './refusal.ts';
import type { Sealer } from './sealing.ts';
import { noTracing, type Tracing } from './trace/tracing.ts';
import { enterWrites } from './write-barrier.ts';
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
  /** Writes boards (live L3). */
  mutateBoard?: MutateBoard;
  /** Remembers what reads ask for. */
  cache?: Pick<Cache, 'over'>;
  /** Called with what a commit wrote to the log, before it is answered: wakes readers on every node. */
  onEvents(events: readonly NewEvent[]): void;
}

/** A call of an operation, from any transport. */
export interface Call {
  operation: AnyOperation;
  input: unknown;
  actor: Actor;
  request: RequestInfo;
  /** The file of an upload. */
  body?: Readable;
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

async function run(parts: RunnerParts, given: Call): Promise<Outcome> {
  const call = { ...given, input: nameOrganization(given) };
  const { operation } = call;
  const { spec } = operation;
  const { access, database } = parts;
  const isInstanceOwner = (userId: string) =>
    database.read('all', (tx) => parts.isInstanceOwner(tx, userId));
  const location = await authorizeCall({ access, isInstanceOwner }, call);
  const input = validateInput(spec, call.input);
  if (isBoardOperation(operation))
    return runOnBoard(parts, { ...call, operation, input }, location);
  const { actor, request } = call;
  // A file that nobody will keep is not taken in; everything else is asked in its transaction.
  if (spec.upload !== undefined && waitsForWrites(spec))
    demandWritable(await database.read('all', readReadOnlyMode), actor);
  const prepared = await operation.prepare?.(input, {
    database,
    actor,
    request,
    body: call.body ?? null,
  });
  if (operation.isDonePrepared === true && request.idempotencyKey === undefined)
    return { ok: true, data: prepared, isRepeated: false };
  const organizationId = location?.organizationId ?? null;
  const boardId = location?.boardId ?? null;
  const ready: ReadyCall = { ...call, operation, input, prepared, organizationId, boardId };
  return spec.method === 'GET' ? runRead(parts, ready) : runWriteWithRetries(parts, ready);
}

interface ReadyCall extends Call {
  operation: Operation;
  prepared: unknown;
  organizationId: string | null;
  boardId: string | null;
}

/** A change of a board takes the way that live mutations take. */
async function runOnBoard(
  parts: RunnerParts,
  { operation, input, actor, request }: Call & { operation: BoardOperation },
  location: Location | null,
): Promise<Outcome> {
  const { organizationId, boardId } = location ?? {};
  if (organizationId === undefined || boardId === undefined || parts.mutateBoard === undefined) {
    throw new Error(`${operation.spec.name}: its object is on no board`);
  }
  const calls = [{ operation, input }];
  const outcome = await parts.mutateBoard({ boardId, organizationId, actor, request, calls });
  if (outcome.kind === 'refused') return { ok: false, refusal: outcome.refusal };
  if (outcome.kind === 'retry') throw new Error('only live mutations are numbered');
  return { ok: true, data: outcome.results[0], isRepeated: outcome.isRepeated };
}

async function runRead(parts: RunnerParts, call: ReadyCall): Promise<Outcome> {
  // Before the connection is taken: loading it takes one too, and readers that hold one must not wait for another.
  const grant = await grantOf(call, (userId, organizationId) =>
    parts.access.cachedGrant(userId, organizationId),
  );
  const location = { organizationId: call.organizationId ?? '', boardId: call.boardId ?? '' };
  const board =
    call.boardId === null ? null : await parts.access.cachedBoard(userOf(call.actor), location);
  const data = await parts.database.readLazily(scopeOf(call), async (tx) => {
    const context = createContext(tx, call, noAdditions(), parts.cache?.over(tx));
    context.grant = grant;
    context.board = board;
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

async function runWrite(parts: RunnerParts, call: ReadyCall): Promise<Outcome> {
  const additions = noAdditions();
  const outcome = await parts.database.write(scopeOf(call), async (tx): Promise<Outcome> => {
    const waits = waitsForWrites(call.operation.spec);
    const entered = waits ? enterWrites(tx) : null;
    const keyed = idempotentRequest(call);
    const [stored] = keyed
      ? await Promise.all([claimIdempotencyKey(tx, keyed, parts.sealer), entered])
      : [];
    if (stored) return { ok: true, data: stored.answer, isRepeated: true };
    const context = createContext(tx, call, additions);
    // Sent together; the connection runs them in this order, so the grant is read behind the lock.
    const locked = enterOrganization(call, context);
    const granted = grantOf(call, (userId, organizationId) =>
      parts.access.loadGrant(tx, userId, organizationId),
    );
    const mode = waits ? readReadOnlyMode(tx) : null;
    [, context.grant] = await Promise.all([locked, granted, mode, entered]);
    if (call.operation.spec.access.kind === 'instance') {
      await demandInstanceOwner(call.actor, (userId) => parts.isInstanceOwner(tx, userId));
    }
    if (call.boardId !== null) {
      const userId = userOf(call.actor);
      context.board = (await parts.access.loadBoard(tx, call.boardId, [userId]))(userId);
    }
    demandDeclared(call, context);
    demandWritable(await mode, call.actor);
    const result = await settle(() => call.operation.handle(call.input, context, call.prepared));
    const saved = Promise.all([
      save(tx, call, context, additions),
      keyed && result.ok && storeIdempotentAnswer(tx, keyed, result.data, parts.sealer),
    ]);
    // One entry of the audit log is one statement; a second is chained to it, and has to wait.
    if (additions.audit.length > 1) await saved;
    else tx.commitBehind(saved);
    return result;
  });
  if (additions.epochs.length > 0) parts.epochs.apply(additions.epochs);
  if (additions.events.length > 0) parts.onEvents(additions.events);
  for (const work of additions.afterCommit) work();
  return outcome;
}

/** Asks for the declared permission again, now on rows that nobody else changes. */
function demandDeclared({ actor, operation }: ReadyCall, { grant, board }: OperationContext): void {
  const { access } = operation.spec;
  if (access.kind === 'permission') demandPermission(actor, access.permission, grant, board);
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

function userOf(actor: Actor): string | null {
  return actor.kind === 'user' || actor.kind === 'apiKey' ? actor.userId : null;
}

function scopeOf({ organizationId }: ReadyCall): Scope {
  return organizationId === null ? 'all' : { organizationId };
}

async function grantOf(
  call: ReadyCall,
  load: (userId: string, organizationId: string) => Promise<Grant | null>,
): Promise<Grant | null> {
  const { actor, organizationId } = call;
  const userId = userOf(actor);
  return organizationId === null || userId === null ? null : load(userId, organizationId);
}

function idempotentRequest({
  operation,
  actor,
  request,
  input,
}: ReadyCall): IdempotentRequest | null {
  if (request.idempotencyKey === undefined) return null;
  const scope = describeActor(actor, request.ipAddress);
  const { name, keepsAnswersDays: keptDays } = operation.spec;
  return { scope, key: request.idempotencyKey, operation: name, input, keptDays };
}
