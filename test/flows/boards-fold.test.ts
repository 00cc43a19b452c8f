import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyBoardEvent } from '../../contract/src/board-state.ts';
import type { BoardEvent, BoardState } from '../../contract/src/board-state.ts';
import type { Item } from '../../contract/src/board-model.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createDice, nextStep, type Dice, type Known } from './board-steps.fixture.ts';
import {
  createRestEditor,
  createWriter,
  makeBoard,
  readChanges,
  type Write,
} from './items.fixture.ts';

const STEPS = 300;
const COLLECTIONS = ['columns', 'groups', 'items', 'views', 'conflicts'] as const;

let server: TestServer;
let scene: BoardScene;
let write: Write;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
});
afterAll(() => server.stop());

/** A board with columns of several types and one of each thing, so that every step has something to name. */
async function prepare(): Promise<Known> {
  const { boardId, groupId } = await makeBoard(scene, { name: 'Random' });
  const { boardId: otherBoardId } = await makeBoard(scene, { name: 'Other' });
  const post = (path: string, body: object) => write('POST', `/boards/${boardId}/${path}`, body);
  const options = Array.from({ length: 4 }, () => crypto.randomUUID());
  const listed = options.map((id) => ({ id, name: id, color: 'blue' }));
  const kinds: [string, object][] = [
    ['text', {}],
    ['text', { conflictPolicy: 'user_choice' }],
    ['number', { isCounter: true }],
    ['status', { options: listed, conflictPolicy: 'user_choice' }],
    ['tags', { options: listed }],
    ['person', {}],
    ['checkbox', {}],
    ['date', {}],
  ];
  const columns = [];
  for (const [type, settings] of kinds)
    columns.push({ id: (await post('columns', { type, name: type, settings })).id, type });
  const item = await post('items', { title: 'First' });
  const view = await post('views', { name: 'View' });
  const body = { blocks: [{ kind: 'code', text: 'First' }] };
  const comment = await write('POST', `/items/${item.id}/comments`, { body });
  return {
    boardId,
    otherBoardId,
    people: [scene.owner, scene.member],
    options,
    columns,
    groups: [groupId],
    items: [item.id],
    views: [view.id],
    comments: [comment.id],
    conflicts: [],
  };
}

/** Learns the ids of what a call made. */
function remember(known: Known, path: string, data: { id: string; items?: Item[] }): void {
  if (path.endsWith('/items')) known.items.push(data.id);
  if (path.endsWith('/duplicate')) known.items.push(...(data.items ?? []).map(({ id }) => id));
  if (path.endsWith('/groups')) known.groups.push(data.id);
  if (path.endsWith('/views')) known.views.push(data.id);
  if (path.endsWith('/comments')) known.comments.push(data.id);
}

/** Two people race for a field over numbered mutations, and undo at random. */
async function race(known: Known, dice: Dice, editors: ReturnType<typeof createRestEditor>[]) {
  const editor = dice.pick(editors);
  const column = dice.pick(known.columns.filter(({ type }) => type === 'text'));
  const values = { [column.id]: `value ${dice.below(1_000)}` };
  const input = { itemId: dice.pick(known.items), values, seen: { [column.id]: 0 } };
  const { mid, results, error } = await editor.mutate('items.update', input);
  expect(error?.code, JSON.stringify(input)).not.toBe('INTERNAL_ERROR');
  const conflictId = results?.[0].fields[column.id]?.conflictId;
  if (conflictId !== undefined) known.conflicts.push(conflictId);
  if (dice.below(2) > 0) return;
  const { clientId: client } = editor;
  await editor.mutate('items.undo', {
    boardId: known.boardId,
    client,
    mid,
    force: dice.below(2) > 0,
  });
}

async function runSteps(known: Known, dice: Dice): Promise<number> {
  const editors = known.people.map((person) => createRestEditor(scene, person, known.boardId));
  let done = 0;
  for (let step = 0; step < STEPS; step += 1) {
    if (dice.below(12) === 0) {
      await race(known, dice, editors);
      continue;
    }
    const [method, path, body] = nextStep(known, dice);
    const answer = await scene.as(dice.pick(known.people), method, path, body);
    const what = `${method} ${path} ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`;
    expect(answer.status, what).toBeLessThan(500);
    if (answer.status !== 200) continue;
    done += 1;
    remember(known, path, answer.body.data);
  }
  return done;
}

/** The board as whoever read every change from the first one has it. */
async function fold(boardId: string) {
  const changes = await readChanges(scene, boardId, 0);
  const state: BoardState = {
    board: {} as BoardState['board'],
    columns: new Map(),
    groups: new Map(),
    items: new Map(),
    views: new Map(),
    conflicts: new Map(),
    comments: new Map(),
  };
  for (const { seq, at, actor, event } of changes)
    applyBoardEvent(state, event as BoardEvent, { seq, at, userId: actor.userId ?? null });
  return { state, changes };
}

const byId = (rows: { id: string }[]) => new Map(rows.map((row) => [row.id, row]));

/** No two rows of one order have the same place. */
function expectDistinctPlaces(
  rows: Iterable<{ pos: string }>,
  containerOf: (row: never) => unknown,
) {
  const places = [...rows].map((row) => `${String(containerOf(row as never))} ${row.pos}`);
  expect(new Set(places).size).toBe(places.length);
}

async function expectFoldIsBoard(boardId: string): Promise<void> {
  const snapshot = await write('GET', `/boards/${boardId}/snapshot`);
  const { state, changes } = await fold(boardId);
  expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, index) => index + 1));
  expect(snapshot.seq).toBe(changes.length);
  expect(state.board).toEqual(snapshot.board);
  for (const name of COLLECTIONS) expect(state[name], name).toEqual(byId(snapshot[name]));
  expectDistinctPlaces(state.items.values(), ({ groupId, parentId }: Item) => groupId ?? parentId);
  expectDistinctPlaces(state.groups.values(), () => '');
  expectDistinctPlaces(state.columns.values(), () => '');
  for (const { parentId, groupId } of state.items.values()) {
    expect(parentId === null).not.toBe(groupId === null);
    if (parentId !== null) expect(state.items.get(parentId)?.parentId).toBeNull();
  }
  for (const { id, commentCount } of state.items.values()) {
    const own = [...state.comments.values()].filter(({ itemId }) => itemId === id);
    expect(own.filter(({ deletedAt }) => deletedAt === null)).toHaveLength(commentCount);
    if (own.length === 0) continue;
    const listed = await write('GET', `/items/${id}/comments?limit=100`);
    expect(byId(own)).toEqual(byId(listed));
  }
}

describe('live L18, L24: a board is what its changes add up to', () => {
  it.each([1, 20_261_121, 77])(
    'live L1, L18, L24: 300 random operations with seed %i',
    { timeout: 180_000 },
    async (seed) => {
      const known = await prepare();
      const done = await runSteps(known, createDice(seed));
      expect(done).toBeGreaterThan(STEPS / 3);
      await expectFoldIsBoard(known.boardId);
      await expectFoldIsBoard(known.otherBoardId);
    },
  );
});
