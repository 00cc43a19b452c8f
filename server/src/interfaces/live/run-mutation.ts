import type { ErrorCode } from '@boardwire/contract/errors';
import type { ClientMessage, LiveCall, MutationAnswer } from '@boardwire/contract/sync';
import type { Access, Location } from '../../platform/access.ts';
import type { Actor, RequestInfo } from '../../platform/actor.ts';
import type { BoardOperation } from '../../platform/board/board-operation.ts';
import type { BoardCall, MutationOutcome } from '../../platform/board/mutation.ts';
import { authorizeCall, demandKeyAllowed, validateInput } from '../../platform/check-call.ts';
import type { SubmitMutation } from '../../platform/live/client-queues.ts';
import { createInOrder } from '../../platform/live/in-order.ts';
import type { Log } from '../../platform/log.ts';
import { isReadOnlyRefusal } from '../../platform/read-only.ts';
import { forbidden, invalid, notFound, Refusal } from '../../platform/refusal.ts';
import { inspectInput } from '../inspect-input.ts';

/** Runs one mutation of a live client and gives its answer. Never rejects. */
export type RunMutation = (
  actor: Actor,
  clientId: string,
  message: Omit<ClientMessage & { t: 'mutate' }, 't'>,
  request: RequestInfo,
) => Promise<MutationAnswer>;

/** A mutation that could not run now comes again after this. */
const RETRY_AFTER_MS = 1_000;
/** While the instance takes no changes: soon enough once it does, and little for it to answer meanwhile. */
const READ_ONLY_RETRY_AFTER_MS = 3_000;

/** Creates the way from a live mutation to the board's writer, for sockets and REST alike (live L3, L14). */
export function createRunMutation(parts: {
  operations: ReadonlyMap<string, BoardOperation>;
  access: Access;
  submit: SubmitMutation;
  log: Pick<Log, 'error'>;
}): RunMutation {
  const inOrder = createInOrder();
  return async (actor, clientId, { mid, board, epoch, calls: rawCalls }, request) => {
    if (!('userId' in actor)) {
      return toNack(mid, forbidden('A board’s link cannot change it; sign in', 'share_link'));
    }
    try {
      const { calls, verdict: found } = checkCalls(parts.operations, actor, board, rawCalls);
      const client = `${actor.userId}:${clientId}`;
      const located = Promise.all([
        parts.access.locate('board', board),
        found && judge(parts, actor, found),
      ]);
      const submit = ([location, verdict]: [Location | null, Refusal | null]) =>
        parts.submit(client, {
          boardId: board,
          organizationId: location?.organizationId ?? null,
          actor,
          request,
          calls,
          live: { clientId, mid, epoch },
          ...(verdict === null ? {} : { verdict }),
        });
      const outcome = await inOrder(client, located, submit);
      return toAnswer(mid, outcome);
    } catch (error) {
      const isAway = error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE';
      // The client keeps its change and tries again; somebody has to hear why it does so.
      if (!isAway) {
        const operation = rawCalls[0]?.op;
        const { requestId } = request;
        parts.log.error({ err: error, operation, requestId }, 'live: a mutation failed');
      }
      return { t: 'retry', mid, reason: 'unavailable', afterMs: RETRY_AFTER_MS };
    }
  };
}

/** A call that is not acceptable, and why. */
interface Unacceptable {
  operation: BoardOperation | undefined;
  input: unknown;
  refusal: Refusal;
}

/** Whoever may not is told that, before being told what is wrong with the input, as over REST (live L48). */
async function judge(
  { access }: { access: Access },
  actor: Actor,
  { operation, input, refusal }: Unacceptable,
): Promise<Refusal> {
  if (operation === undefined) return refusal;
  try {
    // No change of a board asks who owns the instance.
    const isInstanceOwner = () => Promise.resolve(false);
    await authorizeCall({ access, isInstanceOwner }, { operation, input, actor });
    return refusal;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** The calls with their operations and checked inputs, or the first one that is not acceptable. */
function checkCalls(
  operations: ReadonlyMap<string, BoardOperation>,
  actor: Actor,
  boardId: string,
  rawCalls: readonly LiveCall[],
): { calls: BoardCall[]; verdict: Unacceptable | null } {
  const calls: BoardCall[] = [];
  for (const { op, input } of rawCalls) {
    // Malformed is malformed, whoever sends it.
    const malformed = inspectInput(input);
    if (malformed !== null)
      return { calls: [], verdict: { operation: undefined, input, refusal: malformed } };
    const operation = operations.get(op);
    try {
      calls.push(checkCall(operation, actor, boardId, { op, input }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { calls: [], verdict: { operation, input, refusal: error } };
    }
  }
  return { calls, verdict: null };
}

function checkCall(
  operation: BoardOperation | undefined,
  actor: Actor,
  boardId: string,
  { op, input: raw }: LiveCall,
): BoardCall {
  if (operation === undefined)
    throw invalid({ path: 'op', message: `${op} is not a change of a board` });
  demandKeyAllowed(actor, operation.spec);
  const input = validateInput(operation.spec, raw) as Record<string, unknown>;
  // The board is named once: a call cannot reach another one through its own field (security S20).
  if ('boardId' in input && input['boardId'] !== boardId) throw notFound('This board');
  return { operation, input };
}

function toAnswer(mid: number, outcome: MutationOutcome): MutationAnswer {
  switch (outcome.kind) {
    case 'done':
      return {
        t: 'ack',
        mid,
        seq: outcome.seq,
        results: outcome.results as never,
        ...(outcome.isRepeated ? { repeated: true } : {}),
      };
    case 'retry':
      return { t: 'retry', mid, reason: outcome.reason, expect: outcome.expect };
    case 'refused':
      return toRefused(mid, outcome.refusal);
  }
}

function toRefused(mid: number, refusal: Refusal): MutationAnswer {
  if (refusal.code !== 'SERVICE_UNAVAILABLE') return toNack(mid, refusal);
  return isReadOnlyRefusal(refusal)
    ? { t: 'retry', mid, reason: 'readOnly', afterMs: READ_ONLY_RETRY_AFTER_MS }
    : { t: 'retry', mid, reason: 'unavailable', afterMs: RETRY_AFTER_MS };
}

function toNack(mid: number, { code, message, details }: Refusal): MutationAnswer {
  const error: { code: ErrorCode; message: string; details?: never } = { code, message };
  return {
    t: 'nack',
    mid,
    error: details === undefined ? error : { ...error, details: details as never },
  };
}
