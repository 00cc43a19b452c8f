import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchBoard } from '../lib/board-store.ts';
import type { Random } from '../lib/random.ts';
import { createHttpCaller, type HttpCall } from './http-caller.ts';
import type { PersonSocket } from './person-socket.ts';
import type { Records } from './records.ts';
import type { Action, Scene } from './scene.ts';

/** How often people do what on a board that is open; together about what the web app asks for. */
const HABITS = [
  [30, 'edit a cell'],
  [14, 'read an item'],
  [10, 'read comments'],
  [10, 'read the inbox'],
  [8, 'comment'],
  [8, 'list boards'],
  [6, 'list 50 items'],
  [4, 'read the activity'],
  [4, 'edit over REST'],
  [2, 'notify'],
] as const satisfies readonly (readonly [number, Action])[];

type Habit = (typeof HABITS)[number][1];

/** Actions on a board before the next one is opened: from few to many. */
const STAY_ACTIONS = { least: 5, spread: 25 };

/** One person: who, where, and by which dice. */
export interface PersonParts {
  scene: Scene;
  index: number;
  random: Random;
  records: Records;
  socket: PersonSocket;
  isOver(): boolean;
}

/** Opens boards and works on them, with pauses, until it is over. */
export async function actAsPerson(parts: PersonParts): Promise<void> {
  const { scene, random, isOver } = parts;
  const acts = createActs(parts);
  // Not all in the same moment.
  await sleep(random.next() * Math.max(scene.pauseMs, 200));
  while (!isOver()) {
    const board = scene.boards[random.favourite(scene.boards.length)];
    if (board === undefined) throw new Error('no boards');
    await acts.open(board);
    const stay = STAY_ACTIONS.least + Math.floor(random.next() * STAY_ACTIONS.spread);
    for (let count = 0; count < stay && !isOver(); count += 1) {
      await sleep(random.pauseMs(scene.pauseMs));
      await acts.act(board);
    }
  }
}

function createActs({ scene, index, random, records, socket }: PersonParts) {
  const origin = scene.urls[index % scene.urls.length] ?? '';
  const call = createHttpCaller(origin, scene.users[index % scene.users.length]?.token ?? '');
  const program = createHttpCaller(origin, scene.apiKey);
  const acts = createHabits({ call, program, socket, scene, index, random });
  const tags = new Map<string, string>();
  return {
    act(board: BenchBoard) {
      const habit = random.pick(HABITS);
      return records.measure(habit, () => acts[habit](board));
    },
    async open({ boardId }: BenchBoard) {
      const startedAtMs = performance.now();
      let isUnchanged = false;
      await records.measure('open a board', async () => {
        const ifNoneMatch = tags.get(boardId);
        const answer = await call('GET', `/boards/${boardId}/snapshot`, { ifNoneMatch });
        isUnchanged = answer.status === 304;
        tags.set(boardId, answer.etag ?? '');
        await socket.open(boardId, answer.etag ?? '');
      });
      if (isUnchanged) records.add('open it unchanged', performance.now() - startedAtMs);
    },
  };
}

function createHabits(parts: {
  call: HttpCall;
  program: HttpCall;
  socket: PersonSocket;
  scene: Scene;
  index: number;
  random: Random;
}): Record<Habit, (board: BenchBoard) => Promise<unknown>> {
  const { call, program, socket, scene, index, random } = parts;
  const organization = `/organizations/${scene.organizationId}`;
  let count = 0;
  const newText = () => `Text ${scene.seed} ${index} ${(count += 1)}`;
  const anItem = ({ itemIds }: BenchBoard) =>
    itemIds[Math.floor(random.next() * itemIds.length)] ?? '';
  const newValues = (board: BenchBoard) => ({ [board.textColumnId]: newText() });
  return {
    'edit a cell': (board) =>
      socket.mutate(board.boardId, 'items.update', {
        itemId: anItem(board),
        values: newValues(board),
      }),
    'read an item': (board) => call('GET', `/items/${anItem(board)}`),
    'read comments': (board) => call('GET', `/items/${anItem(board)}/comments?limit=50`),
    'read the inbox': () => call('GET', `${organization}/inbox?limit=25`),
    comment: (board) =>
      socket.mutate(board.boardId, 'comments.create', {
        itemId: anItem(board),
        body: { blocks: [{ kind: 'paragraph', inlines: [{ kind: 'text', text: newText() }] }] },
      }),
    'list boards': () => call('GET', `${organization}/boards?limit=50`),
    'list 50 items': ({ boardId }) => call('GET', `/boards/${boardId}/items?limit=50`),
    'read the activity': ({ boardId }) => call('GET', `/boards/${boardId}/activity?limit=25`),
    'edit over REST': (board) =>
      call('PATCH', `/items/${anItem(board)}`, {
        body: { values: newValues(board) },
      }),
    notify: () =>
      program('POST', '/notifications', {
        body: {
          to: [{ email: `p${index}.${(count += 1)}@example.test` }],
          content: { title: 'Version 2 is out', body: 'Deployed to all regions.' },
          channels: ['email'],
        },
      }),
  };
}
