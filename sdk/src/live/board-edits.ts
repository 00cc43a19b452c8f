import type { BoardCall } from './board-operations.ts';
import type { BoardTab } from './board-tab.ts';
import { DISCARDED } from './discarded.ts';
import type { KeptHandle, MutationHandle } from './live-board-types.ts';
import { refusedIdOf } from './not-saved.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';
import type { FromHub } from './tab-port.ts';

/** Nothing goes to a board that was taken away, nor waits for it (web W26). */
const GONE: MutationOutcome = {
  kind: 'refused',
  error: { code: 'NOT_FOUND', message: 'The board is not open to you any more.' },
};

/** Shows calls at once and sends them. */
export function mutate(
  state: BoardTab,
  calls: readonly BoardCall[],
  keepsRefused = false,
): MutationHandle {
  const { parts, store, id: board } = state;
  const mutation: PendingMutation = {
    id: parts.createId(),
    board,
    calls: structuredClone(calls) as PendingMutation['calls'],
    createdAtMs: parts.clock.nowMs(),
    epoch: store.epoch,
    client: '',
    mid: 0,
  };
  const isGone = typeof state.status === 'object';
  const done = new Promise<MutationOutcome>((settle) => {
    if (isGone) settle(GONE);
    else state.waiting.set(mutation.id, { mutation, keepsRefused, settle });
  });
  if (!isGone) {
    store.add(mutation);
    parts.port.send({ t: 'mutate', mutation, keepsRefused });
  }
  return {
    id: mutation.id,
    done,
    async undo(force = false) {
      const outcome = await done;
      if (outcome.kind === 'refused') return outcome;
      const { client, mid } = mutation;
      const undo = { op: 'items.undo', input: { boardId: board, client, mid, force } } as const;
      const handle = mutate(state, [undo]);
      return { ...(await handle.done), undo: handle };
    },
  };
}

/** The same; a refusal is kept until its writer has seen to it. */
export function mutateKept(state: BoardTab, calls: readonly BoardCall[]): KeptHandle {
  const handle = mutate(state, calls, true);
  const ids = [refusedIdOf(handle.id)];
  return { ...handle, forgetRefused: () => state.parts.port.send({ t: 'heard', ids }) };
}

/** A new hub knows only what was stored: it is told of every edit that is still without an answer. */
export function announceEdits({ parts, waiting }: BoardTab): void {
  for (const { mutation, keepsRefused } of waiting.values())
    parts.port.send({ t: 'mutate', mutation, keepsRefused });
}

/** Nobody waits here any more for what became of the edits: the hub tells of those that are refused. */
export function leaveEdits({ parts, id: board, waiting }: BoardTab): void {
  for (const { settle } of waiting.values()) settle({ kind: 'refused', error: DISCARDED });
  waiting.clear();
  parts.port.send({ t: 'leave', board });
}

/** Shows edits that an earlier page left behind, and those of other tabs. */
export function adopt(
  { store, id }: BoardTab,
  { board, mutations }: FromHub & { t: 'pending' },
): void {
  if (board === id) for (const mutation of mutations) store.add(mutation);
}

/** Learns under which number the server will answer. */
export function number(state: BoardTab, { id, client, mid }: FromHub & { t: 'numbered' }): void {
  const numbered = state.store.pending.find((each) => each.id === id);
  const waiting = state.waiting.get(id)?.mutation;
  for (const mutation of [numbered, waiting]) {
    if (mutation !== undefined) Object.assign(mutation, { client, mid });
  }
}

/** An edit has its answer. */
export function settle(
  { store, waiting, id: board }: BoardTab,
  message: FromHub & { t: 'settled' },
): void {
  const { id, outcome } = message;
  if (message.board !== board) return;
  if (outcome.kind === 'done') store.ack(id, outcome.seq);
  else store.nack(id);
  waiting.get(id)?.settle(outcome);
  waiting.delete(id);
}
