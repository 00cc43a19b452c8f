import { applyBoardEvent } from '@boardwire/contract/board-state';
import type { BoardState } from '@boardwire/contract/board-state';
import type { BoardChange } from '@boardwire/contract/sync';
import { copyState } from '@boardwire/sdk/live/board-rows';
import type { BoardSnapshot } from '@boardwire/sdk/live/board-snapshot';
import { createBoardStore } from '@boardwire/sdk/live/board-store';
import type { BoardStore } from '@boardwire/sdk/live/board-store';
import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import type { PendingMutation } from '@boardwire/sdk/live/pending-mutation';
import { predictCall } from '@boardwire/sdk/live/predict';
import { writeValues } from '@boardwire/sdk/live/write-values';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editPlan, toCalls } from './commands.fixture.ts';
import { BOARD, fields } from './model-board.fixture.ts';
import { runMutation } from './model-mutations.fixture.ts';
import { createRows } from './model-rows.fixture.ts';
import type { FinalAnswer, ModelRows } from './model-rows.fixture.ts';
import { toSnapshot } from './model-server.fixture.ts';

const RUNS = 300;
const AT_MS = Date.UTC(2026, 10, 21, 8);

/** Somebody edits, the server takes the oldest edit or another person's, changes come, answers come. */
const moment = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('edit' as const), plan: editPlan }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('other' as const), plan: editPlan }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'run' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'changes' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'answer' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'snapshot' as const }) },
);

interface Scene {
  rows: ModelRows;
  store: BoardStore;
  /** Not yet run by the server, oldest first. */
  waiting: PendingMutation[];
  answers: { mutation: PendingMutation; answer: FinalAnswer }[];
  mid: number;
  otherMid: number;
  marks: number;
}

function createScene(): Scene {
  const rows = createRows();
  const store = createBoardStore(toSnapshot(rows), 'bob');
  return { rows, store, waiting: [], answers: [], mid: 0, otherMid: 0, marks: 0 };
}

function step(scene: Scene, next: typeof moment extends fc.Arbitrary<infer Kind> ? Kind : never) {
  const { rows, store, waiting, answers } = scene;
  switch (next.kind) {
    case 'edit': {
      const calls = plan(scene, store.view(), next.plan);
      if (calls.length === 0) return;
      scene.mid += 1;
      const numbers = { client: 'own', mid: scene.mid, epoch: rows.epoch };
      const id = `edit-${scene.mid}`;
      const mutation = { id, board: BOARD, calls, createdAtMs: AT_MS, ...numbers };
      waiting.push(mutation);
      return store.add(mutation);
    }
    case 'other': {
      const calls = plan(scene, rows.state, next.plan);
      if (calls.length > 0) run(scene, { client: 'other', mid: (scene.otherMid += 1), calls });
      return;
    }
    case 'run': {
      const mutation = waiting.shift();
      if (mutation) answers.push({ mutation, answer: run(scene, mutation) });
      return;
    }
    case 'answer': {
      const [first] = answers.splice(0, 1);
      if (first?.answer.t === 'ack') store.ack(first.mutation.id, first.answer.seq);
      else if (first) store.nack(first.mutation.id);
      return;
    }
    case 'changes': {
      const changes = rows.log.slice(store.seq, store.seq + 3) as unknown as BoardChange[];
      if (changes.length === 0) return;
      const [from, to] = [store.seq + 1, store.seq + changes.length];
      return void store.confirm({ from, to, changes });
    }
    case 'snapshot':
      return store.replace(toSnapshot(rows));
  }
}

function plan(scene: Scene, view: BoardState, wanted: Parameters<typeof toCalls>[1]) {
  scene.marks += 1;
  const { marks } = scene;
  const board = { view: () => view } as LiveBoard;
  const calls = toCalls(board, wanted, () => `item-of-${marks}`);
  return calls.map(
    (call) => ({ op: call.op, input: { ...call.input, mark: `${marks}` } }) as never,
  );
}

function run(
  { rows }: Scene,
  { client, mid, calls }: Pick<PendingMutation, 'client' | 'mid' | 'calls'>,
): FinalAnswer {
  const message = { t: 'mutate' as const, mid, board: BOARD, epoch: rows.epoch, calls: [...calls] };
  let events = rows.seq;
  const parts = { mutants: {}, nowMs: AT_MS, createId: () => `event-${(events += 1)}` };
  const userId = client === 'own' ? 'bob' : 'ada';
  return runMutation(rows, parts, { userId, client, message }) as FinalAnswer;
}

/** What the store has to show: the confirmed rows with each waiting edit laid over them, all anew. */
function foldNaively(store: BoardStore): BoardState {
  const view = copyState(store.confirmed());
  for (const { calls, createdAtMs } of store.pending) {
    const info = { at: new Date(createdAtMs).toISOString(), userId: 'bob' };
    for (const call of calls) {
      for (const event of predictCall(view, call, info)) {
        applyBoardEvent(view, event, { ...info, seq: store.seq });
      }
    }
  }
  return view;
}

/** Versions and places of edits that wait are guesses that may be older than the newest confirmed change. */
function shownOf({ items, conflicts }: BoardState) {
  const rows = [...items.values()].map(({ id, values, groupId, deletedAt }) => [
    id,
    { values, groupId, isDeleted: deletedAt !== null },
  ]);
  return { items: Object.fromEntries(rows), conflicts: new Set(conflicts.keys()) };
}

it('live L18: the view is what all waiting edits make of the confirmed rows, after any series', () => {
  const series = fc.array(moment, { maxLength: 60, size: 'max' });
  fc.assert(
    fc.property(series, (moments) => {
      const scene = createScene();
      for (const next of moments) {
        step(scene, next);
        expect(shownOf(scene.store.view())).toEqual(shownOf(foldNaively(scene.store)));
      }
      for (let left = scene.waiting.length; left > 0; left -= 1) step(scene, { kind: 'run' });
      while (scene.answers.length > 0) step(scene, { kind: 'answer' });
      while (scene.store.seq < scene.rows.seq) step(scene, { kind: 'changes' });
      expect(scene.store.pending).toEqual([]);
      expect(scene.store.view()).toEqual(scene.store.confirmed());
      expect(scene.store.view().items).toEqual(scene.rows.state.items);
    }),
    { numRuns: RUNS },
  );
});

it('live L18: a frame is the next one, known, or beyond it (live L10)', () => {
  const scene = createScene();
  for (const mid of [1, 2, 3]) {
    const input = { itemId: 'item-1', values: { 'field-number': mid }, mark: `${mid}` };
    run(scene, { client: 'other', mid, calls: [{ op: 'items.update', input }] });
  }
  expect(scene.rows.seq).toBe(3);
  const frame = (from: number, to: number) => {
    const changes = scene.rows.log.slice(from - 1, to) as unknown as BoardChange[];
    return scene.store.confirm({ from, to, changes });
  };
  expect([frame(2, 3), frame(1, 2), frame(1, 1), frame(2, 3), frame(1, 3)]).toEqual([
    'gap',
    'applied',
    'known',
    'applied',
    'known',
  ]);
});

it('live L21: an edit over one’s own that waits has seen what that one had, and no more', () => {
  const scene = createScene();
  const { store } = scene;
  const field = 'field-number';
  let mid = 0;
  const writeAsOther = (itemId: string, value: number) => {
    const input = { itemId, values: { [field]: value } };
    run(scene, { client: 'other', mid: (mid += 1), calls: [{ op: 'items.update', input }] });
    step(scene, { kind: 'changes' });
  };
  const write = (value: number) => writeValues(store.view(), 'item-1', { [field]: value });
  writeAsOther('item-1', 1);
  writeAsOther('item-2', 2);
  const calls = [write(3)] as PendingMutation['calls'];
  store.add({ id: 'a', board: BOARD, calls, createdAtMs: AT_MS, client: '', mid: 0, epoch: 1 });
  expect(store.view().items.get('item-1')?.values[field]).toBe(3);
  expect(write(4).input).toMatchObject({ seen: { [field]: 1 } });
  // What another writes below it was not seen either.
  writeAsOther('item-1', 5);
  expect(store.view().items.get('item-1')?.values[field]).toBe(3);
  expect(write(4).input).toMatchObject({ seen: { [field]: 1 } });
  store.nack('a');
  expect(write(4).input).toMatchObject({ seen: { [field]: 3 } });
});

it('live L17: acknowledged edits of another epoch leave with it', () => {
  const scene = createScene();
  const { store, rows } = scene;
  const first: BoardSnapshot = toSnapshot(rows);
  const input = { itemId: 'item-1', values: { 'field-number': 5 } };
  const calls = [{ op: 'items.update', input }];
  const base = { board: BOARD, calls, createdAtMs: AT_MS, epoch: 1, client: 'own' };
  store.add({ ...base, id: 'acknowledged', mid: 1 });
  store.add({ ...base, id: 'waiting', mid: 2 });
  store.ack('acknowledged', 7);
  store.replace({ ...first, epoch: 2 });
  expect(store.pending.map(({ id }) => id)).toEqual(['waiting']);
});

describe('a frame', () => {
  const own = { client: 'own', mid: 1 };
  const change = (
    seq: number,
    event: { type: string; data: object },
    origin = {},
  ): BoardChange => ({
    seq,
    id: `event-${seq}`,
    actor: { kind: 'user', userId: 'bob' },
    at: '2026-11-21T08:00:00.000Z',
    event: event as BoardChange['event'],
    ...origin,
  });
  const open = () => createBoardStore(toSnapshot(createRows()), 'bob');

  it('live L18: with a change of one’s own takes the edit off the view before its answer comes', () => {
    const store = open();
    const input = { itemId: 'item-1', changes: { [fields.counter]: { increment: 5 } } };
    const calls = [{ op: 'items.update', input }];
    store.add({ id: 'a', board: BOARD, calls, createdAtMs: AT_MS, epoch: 1, ...own });
    const event = { itemId: 'item-1', fields: { [fields.counter]: { from: null, to: 5 } } };
    const changes = [change(1, { type: 'item.updated', data: event }, own)];
    store.confirm({ from: 1, to: 1, changes });
    expect(store.pending).toEqual([]);
    expect(store.view().items.get('item-1')?.values[fields.counter]).toBe(5);
  });

  it('live L10: that repeats what is known counts it once', () => {
    const store = open();
    const data = { comment: { id: 'comment-1', itemId: 'item-1' } };
    const first = change(1, { type: 'comment.created', data });
    const second = change(2, { type: 'items.rekeyed', data: { positions: {} } });
    store.confirm({ from: 1, to: 1, changes: [first] });
    expect(store.confirm({ from: 1, to: 2, changes: [first, second] })).toBe('applied');
    expect(store.view().items.get('item-1')?.commentCount).toBe(1);
  });
});
