import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { BoardSnapshot } from '@boardwire/sdk/live/board-snapshot';
import { openLiveBoard } from '@boardwire/sdk/live/live-board';
import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import type { MutationOutcome, PendingMutation } from '@boardwire/sdk/live/pending-mutation';
import type { ServerMessage } from '@boardwire/contract/sync';
import { refusedIdOf } from '@boardwire/sdk/live/not-saved';
import { makeItem } from './views/views.fixture.ts';

const BOARD = 'board';
const AT = '2026-03-01T08:00:00.000Z';

/** A live board whose edits are answered when the test says so, in the order in which they were made. */
export interface SentBoard {
  board: LiveBoard;
  /** What the server has: values by item and field, and items in their order. */
  valueOf(itemId: string, field: string): unknown;
  order(): readonly string[];
  /** Mutations that were sent, the oldest first. */
  sent: readonly PendingMutation[];
  /** Those of them that have no answer yet, and refused ones that are kept as not saved. */
  waiting(): readonly PendingMutation[];
  kept(): readonly PendingMutation[];
  /** The board is put into the trash. */
  lose(): void;
  /** Answers the oldest edit that has no answer; false when there is none. */
  answer(code?: string): Promise<boolean>;
  answerAll(): Promise<void>;
}

interface Server {
  values: Map<string, Record<string, unknown>>;
  order: string[];
}

/**
 * Opens a board with these items in one group. `refuses` says which calls the server does not take; `isBehind`: answers come
 * long before the changes that they speak of.
 */
export function openSentBoard(
  itemIds: readonly string[],
  refuses: (call: BoardCall) => boolean,
  { isBehind = false } = {},
): SentBoard {
  const server: Server = {
    values: new Map(itemIds.map((id) => [id, { title: 'old' }])),
    order: [...itemIds],
  };
  const sent: PendingMutation[] = [];
  const asked = new Set<string>();
  const kept = new Set<PendingMutation>();
  let answered = 0;
  const open = openLiveBoard(takeSnapshot(itemIds), {
    client: {} as never,
    port: {
      send(message) {
        if (message.t === 'mutate') sent.push(message.mutation);
        if (message.t === 'mutate' && message.keepsRefused === true) asked.add(message.mutation.id);
        if (message.t === 'heard')
          for (const each of kept)
            if (message.ids.includes(refusedIdOf(each.id))) kept.delete(each);
      },
    },
    clock: { nowMs: () => 0, random: () => 0, after: () => () => undefined },
    createId: () => crypto.randomUUID(),
    userId: 'ada',
    tab: 1,
    isOnline: () => true,
    onClose: () => undefined,
  });
  const answer = async (code = 'VALIDATION_ERROR') => {
    const mutation = sent[answered];
    if (!mutation) return false;
    answered += 1;
    const isRefused = !decide(server, mutation.calls as BoardCall[], refuses);
    const outcome: MutationOutcome = isRefused
      ? { kind: 'refused', error: { code, message: 'No' } }
      : { kind: 'done', seq: isBehind ? 1 : 0, results: [] };
    if (isRefused && asked.has(mutation.id)) kept.add(mutation);
    open.hear({ t: 'settled', board: BOARD, id: mutation.id, outcome });
    // Whoever waits for the answer goes on before the next one comes.
    await new Promise((resolve) => setTimeout(resolve));
    return true;
  };
  return {
    board: open.board,
    valueOf: (itemId, field) => server.values.get(itemId)?.[field],
    order: () => server.order,
    sent,
    waiting: () => sent.slice(answered),
    kept: () => [...kept],
    lose: () =>
      open.hear({
        t: 'server',
        message: { t: 'left', board: BOARD, reason: 'deleted' } as ServerMessage,
      }),
    answer,
    async answerAll() {
      while (await answer());
    },
  };
}

function takeSnapshot(itemIds: readonly string[]): BoardSnapshot {
  const group = { id: 'g1', name: 'g1', color: 'gray', pos: 'a0', createdAt: AT };
  return {
    board: { id: BOARD, name: 'Launch', createdAt: AT },
    epoch: 1,
    seq: 0,
    columns: [],
    groups: [{ ...group, archivedAt: null, deletedAt: null }],
    items: itemIds.map((id) => makeItem(id, { values: { title: 'old' } })),
    views: [],
    conflicts: [],
    people: [],
    permissions: ['board:read', 'item:write'],
  } as unknown as BoardSnapshot;
}

/** Calls stand or fall together (live L16); false when they fall. */
function decide(
  server: Server,
  calls: readonly BoardCall[],
  refuses: (call: BoardCall) => boolean,
): boolean {
  const isMissing = (call: BoardCall) =>
    call.op === 'items.update' && !server.values.has(call.input.itemId);
  if (calls.some((call) => refuses(call) || isMissing(call))) return false;
  for (const call of calls) apply(server, call);
  return true;
}

function apply({ values, order }: Server, call: BoardCall): void {
  if (call.op === 'items.update') {
    const { itemId, changes = {} } = call.input;
    const set = Object.entries(changes).map(([field, change]) => [
      field,
      'set' in change ? change.set : null,
    ]);
    values.set(itemId, { ...values.get(itemId), ...Object.fromEntries(set) });
    return;
  }
  if (call.op !== 'items.create' && call.op !== 'items.move') return;
  const id = call.op === 'items.create' ? (call.input.id ?? '') : call.input.itemId;
  if (call.op === 'items.create') values.set(id, { title: call.input.title, ...call.input.values });
  const others = order.filter((each) => each !== id);
  others.splice(findPlace(others, call.input), 0, id);
  order.splice(0, order.length, ...others);
}

/** An anchor that is gone means the end (live L24). */
function findPlace(
  order: readonly string[],
  { after, before }: { after?: string | null | undefined; before?: string | undefined },
): number {
  const [behind, at] = [order.indexOf(after ?? ''), order.indexOf(before ?? '')];
  if (at >= 0) return at;
  return behind >= 0 ? behind + 1 : order.length;
}
