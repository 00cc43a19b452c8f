import type { BoardEvent } from '@boardwire/contract/board-state';
import type { EventSpec } from '@boardwire/contract/define';
import type { Actor } from '../actor.ts';
import { permissionsOf } from '../authorize.ts';
import { demandPermission } from '../check-call.ts';
import type { Transaction } from '../database/database.ts';
import { appendEvents, eventActor } from '../event-log.ts';
import { createId } from '../../kernel/ids.ts';
import { accessOf, requireBoard, userOf, type Batch, type OpenBoard } from './batch.ts';
import type { BoardContext, FieldWriter } from './board-operation.ts';
import { BULK_CHANGES, type CommittedChange, type Mutation } from './mutation.ts';

/** What the handler of one call works with. */
export function createBoardContext(
  batch: Batch,
  mutation: Mutation,
  board: OpenBoard,
): BoardContext {
  const { actor, request, live } = mutation;
  const { unit } = board;
  const now = new Date();
  const userId = userOf(actor);
  const grant = userId === null ? null : (batch.grants.get(userId) ?? null);
  const access = accessOf(board, actor);
  return {
    unit,
    tx: batch.tx,
    actor,
    request,
    now,
    grant,
    permissions: actor.kind === 'system' ? null : permissionsOf(actor, grant, access),
    mutation: live
      ? { clientId: live.clientId, mid: live.mid, hasCurrentEpoch: live.epoch === unit.epoch }
      : null,
    emit: (spec, payload) => emit(board, mutation, { spec, payload, now }),
    writerOf: (seq) => findWriter(batch, board, seq),
    eventAt: (seq) => findEvent(batch, board, seq),
    audit: (record) => void batch.audit.push({ record, mutation, now }),
    bumpEpoch: (subject) => void batch.epochs.push(subject),
    async flush() {
      board.hasFlushed = true;
      const written = flushBoard(batch.tx, board);
      // Nobody is sent that many one by one: it is enough to know that there were more, and the newest.
      board.emitted.splice(0, board.emitted.length - BULK_CHANGES - 1);
      unit.forget('items');
      unit.forget('comments');
      await written;
    },
    async onBoard(boardId, permission) {
      const other = requireBoard(batch, boardId);
      demandPermission(actor, permission, grant, accessOf(other, actor));
      return createBoardContext(batch, mutation, other);
    },
  };
}

function emit(
  board: OpenBoard,
  { actor, request, live, calls }: Mutation,
  { spec, payload, now }: { spec: EventSpec; payload: unknown; now: Date },
): number {
  const { unit } = board;
  const { organizationId, boardId } = unit;
  const at = now.toISOString();
  const event = { type: spec.type, data: spec.payload.parse(payload) } as BoardEvent;
  const seq = unit.apply(event, { at, userId: userOf(actor) });
  const id = createId();
  const causationId = causeOf(calls);
  const origin = live ? { client: live.clientId, mid: live.mid } : {};
  board.emitted.push({ seq, id, actor: publicActor(actor), ...origin, at, event });
  board.unwritten.push({
    id,
    spec,
    aggregateId: boardId,
    organizationId,
    payload: event.data,
    isChecked: true,
    origin: { actor, request, now, ...(causationId !== undefined && { causationId }) },
    board: { id: boardId, seq, ...origin },
  });
  return seq;
}

function causeOf(calls: Mutation['calls']): string | undefined {
  for (const { operation, input } of calls) {
    const cause = operation.causeOf?.(input);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** Who made a change, as everybody on the board may know it. */
function publicActor(actor: Actor): CommittedChange['actor'] {
  const { apiKeyId: _key, ...shown } = eventActor(actor);
  return shown as CommittedChange['actor'];
}

async function findWriter(
  { tx }: Batch,
  { unit, emitted }: OpenBoard,
  seq: number,
): Promise<FieldWriter | null> {
  const recent = emitted.find((change) => change.seq === seq);
  if (recent !== undefined) {
    const { kind, userId = null } = recent.actor;
    return { kind, userId, clientId: recent.client ?? null, at: recent.at };
  }
  const [row] = await tx.query<FieldWriter>(
    `select actor->>'kind' as kind, (actor->>'userId')::uuid as "userId", client_id as "clientId", created_at as at
     from events where board_id = $1 and board_seq = $2`,
    [unit.boardId, seq],
  );
  return row ?? null;
}

async function findEvent(
  { tx }: Batch,
  { unit, emitted }: OpenBoard,
  seq: number,
): Promise<BoardEvent | null> {
  const recent = emitted.find((change) => change.seq === seq);
  if (recent !== undefined) return recent.event;
  const [row] = await tx.query<BoardEvent>(
    'select type, data from events where board_id = $1 and board_seq = $2',
    [unit.boardId, seq],
  );
  return row ?? null;
}

/** Writes a board's changed rows and new events. */
export async function flushBoard(tx: Transaction, { unit, unwritten }: OpenBoard): Promise<void> {
  if (unwritten.length === 0) return;
  const events = unwritten.splice(0);
  await Promise.all([unit.flush(tx), appendEvents(tx, events)]);
}
