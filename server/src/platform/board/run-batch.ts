import { bumpEpochs, type EpochSubject } from '../access-epochs.ts';
import { describeActor } from '../actor.ts';
import { appendAudit } from '../audit.ts';
import { authorize, isInTrash } from '../authorize.ts';
import { demandKeyAllowed, demandPermission } from '../check-call.ts';
import {
  claimIdempotencyKey,
  storeIdempotentAnswer,
  type IdempotentRequest,
} from '../idempotency.ts';
import { demandWritable } from '../read-only.ts';
import { boardGone, KeptRefusal, Refusal } from '../refusal.ts';
import { createBoardContext, flushBoard } from './batch-context.ts';
import {
  accessOf,
  clientOf,
  openBatch,
  requireBoard,
  userOf,
  type Batch,
  type BatchParts,
  type OpenBoard,
} from './batch.ts';
import { nameClient, readAnswer, storeAnswers } from './live-clients.ts';
import type { CommittedChanges, Mutation, MutationOutcome } from './mutation.ts';

/** What a batch did, once it is committed. */
export interface BatchResult {
  outcomes: MutationOutcome[];
  committed: CommittedChanges[];
  epochs: EpochSubject[];
}

/** Runs mutations of one board in one transaction; a refusal touches only its own (live L3, L4). */
export async function runBatch(
  parts: BatchParts,
  mutations: readonly Mutation[],
): Promise<BatchResult> {
  const organizationId = mutations[0]?.organizationId ?? null;
  const scope = organizationId === null ? 'all' : { organizationId };
  const { outcomes, batch } = await parts.database.write(scope, async (tx) => {
    const batch = await openBatch(parts, tx, mutations);
    const outcomes: MutationOutcome[] = [];
    for (const mutation of mutations) outcomes.push(await runMutation(batch, mutation));
    tx.commitBehind(save(batch));
    return { outcomes, batch };
  });
  const boards = [...batch.boards.values()];
  for (const { unit } of boards) parts.units.onCommitted(unit);
  return { outcomes, committed: boards.map(toCommitted), epochs: batch.epochs };
}

async function runMutation(batch: Batch, mutation: Mutation): Promise<MutationOutcome> {
  const { live } = mutation;
  const client = clientOf(mutation);
  if (live === undefined || client === null) return decide(batch, mutation);
  const last = batch.lastMids.get(nameClient(client)) ?? 0;
  // Accepting any higher number would lose the ones between for ever (live L15).
  if (live.mid > last + 1) return { kind: 'retry', reason: 'gap', expect: last + 1 };
  if (live.mid <= last) {
    const waiting = batch.answers.find(
      (answer) => answer.mid === live.mid && nameClient(answer) === nameClient(client),
    );
    if (waiting?.outcome.kind === 'done') return { ...waiting.outcome, isRepeated: true };
    return waiting?.outcome ?? readAnswer(batch.tx, client, live.mid);
  }
  const outcome = await decide(batch, mutation);
  if (outcome.kind === 'retry') return outcome;
  batch.lastMids.set(nameClient(client), live.mid);
  batch.answers.push({ ...client, mid: live.mid, outcome });
  return outcome;
}

async function decide(batch: Batch, mutation: Mutation): Promise<MutationOutcome> {
  // Uses no number up: the edit waits at its client, and comes again (live L16).
  demandWritable(batch.readOnly, mutation.actor);
  const takeBack = markBatch(batch);
  try {
    return await runCalls(batch, mutation);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'SERVICE_UNAVAILABLE') throw error;
    if (mayHaveWritten(batch, mutation)) throw error;
    if (error instanceof KeptRefusal) keepLast(requireBoard(batch, mutation.boardId), takeBack);
    else takeBack();
    return { kind: 'refused', refusal: error };
  }
}

/** Calls fall together (live L16), but the event that tells of the refused one stays. */
function keepLast({ unit, emitted, unwritten }: OpenBoard, takeBack: () => void): void {
  const change = emitted.at(-1);
  const row = unwritten.at(-1);
  const before = unit.seq;
  takeBack();
  // Nothing was told.
  if (change === undefined || row?.board === undefined || unit.seq === before) return;
  const seq = unit.apply(change.event, { at: change.at, userId: change.actor.userId ?? null });
  emitted.push({ ...change, seq });
  unwritten.push({ ...row, board: { ...row.board, seq } });
}

/** Whether there are writes that only the database can take back: of a flush, or of a solo operation's own. */
function mayHaveWritten(batch: Batch, { calls, verdict }: Mutation): boolean {
  const hasRunSolo = verdict === undefined && calls.some(({ operation }) => operation.isSolo);
  return hasRunSolo || [...batch.boards.values()].some(({ hasFlushed }) => hasFlushed);
}

/** Notes where the batch stands; the answer takes everything after it back. */
function markBatch(batch: Batch): () => void {
  const { audit, epochs } = batch;
  const before = { audit: audit.length, epochs: epochs.length };
  const boards = [...batch.boards.values()].map((board) => {
    board.unit.begin();
    return { board, emitted: board.emitted.length, unwritten: board.unwritten.length };
  });
  return () => {
    for (const { board, emitted, unwritten } of boards) {
      board.unit.rollback();
      board.emitted.length = emitted;
      board.unwritten.length = unwritten;
    }
    audit.length = before.audit;
    epochs.length = before.epochs;
  };
}

async function runCalls(batch: Batch, mutation: Mutation): Promise<MutationOutcome> {
  if (mutation.verdict) throw mutation.verdict;
  const board = requireOpenBoard(batch, mutation);
  const keyed = idempotentRequest(mutation);
  const stored = keyed && (await claimIdempotencyKey(batch.tx, keyed, batch.parts.sealer));
  if (stored) {
    return { kind: 'done', results: [stored.answer], seq: board.unit.seq, isRepeated: true };
  }
  const results: unknown[] = [];
  for (const { operation, input } of mutation.calls) {
    const context = createBoardContext(batch, mutation, board);
    const { access } = operation.spec;
    if (access.kind !== 'permission') throw new Error(`${operation.spec.name}: no permission`);
    const boardAccess = accessOf(board, mutation.actor);
    demandKeyAllowed(mutation.actor, operation.spec);
    demandPermission(mutation.actor, access.permission, context.grant, boardAccess);
    results.push(await operation.handle(input, context));
  }
  if (keyed) batch.keyed.push({ request: keyed, answer: results[0] });
  return { kind: 'done', results, seq: board.unit.seq, isRepeated: false };
}

/**
 * The board. Whoever sends what waited learns whether all of it is out of reach (web W26); boards that are absent and
 * foreign answer alike (security S22).
 */
function requireOpenBoard(batch: Batch, mutation: Mutation): OpenBoard {
  const { live, actor, boardId } = mutation;
  if (live === undefined) return requireBoard(batch, boardId);
  const board = batch.boards.get(boardId);
  const access = board === undefined ? null : accessOf(board, actor);
  const grant = batch.grants.get(userOf(actor) ?? '') ?? null;
  if (board === undefined || access === null) throw boardGone('board_closed');
  if (authorize(actor, 'board:read', grant, access) !== 'notFound') return board;
  throw boardGone(isInTrash(actor, grant, access) ? 'board_deleted' : 'board_closed');
}

/** All is sent when it returns. */
async function save(batch: Batch): Promise<void> {
  const { tx, parts } = batch;
  // Sent together: they do not read each other.
  await Promise.all([
    ...[...batch.boards.values()].map((board) => flushBoard(tx, board)),
    storeAnswers(tx, batch.answers),
    bumpEpochs(tx, batch.epochs),
    ...batch.audit.map(({ record, mutation: { actor, request: info }, now }) =>
      appendAudit(tx, [record], { actor, info, now }),
    ),
    ...batch.keyed.map(({ request, answer }) =>
      storeIdempotentAnswer(tx, request, answer, parts.sealer),
    ),
  ]);
}

function toCommitted({ unit, emitted }: OpenBoard): CommittedChanges {
  const { boardId, organizationId, epoch } = unit;
  return { boardId, organizationId, epoch, changes: emitted };
}

function idempotentRequest({ actor, request, calls }: Mutation): IdempotentRequest | null {
  const [call] = calls;
  if (request.idempotencyKey === undefined || call === undefined) return null;
  return {
    scope: describeActor(actor, request.ipAddress),
    key: request.idempotencyKey,
    operation: call.operation.spec.name,
    input: call.input,
  };
}
