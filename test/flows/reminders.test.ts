import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../contract/src/board-model.ts';
import { notify } from '../../server/src/features/delivery/index.ts';
import { itemReads } from '../../server/src/features/items/index.ts';
import { remindAll } from '../../server/src/features/notices/reminders/remind.ts';
import { connectDatabase, type Database } from '../../server/src/platform/database/database.ts';
import { createLog } from '../../server/src/platform/log.ts';
import { createSealer } from '../../server/src/platform/sealing.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createWriter, type Write } from './items.fixture.ts';

let server: TestServer;
let scene: BoardScene;
let database: Database;
let write: Write;
let people: string;
let dates: string;
let status: string;
const [open, done] = [crypto.randomUUID(), crypto.randomUUID()];

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  database = connectDatabase({
    url: server.database.appUrl,
    poolSize: 4,
    log: createLog('silent'),
  });
  write = createWriter(scene, scene.owner);
  people = await addColumn('person');
  dates = await addColumn('date');
  status = await addColumn('status', {
    options: [
      { id: open, name: 'Open', color: 'gray' },
      { id: done, name: 'Done', color: 'green', isDone: true },
    ],
  });
  await live(scene.member.userId, 'Europe/Berlin');
  await live(scene.owner.userId, 'America/New_York');
  await live(scene.guest.userId, 'Pacific/Kiritimati');
});
afterAll(async () => {
  await database.close();
  await server.stop();
});
beforeEach(async () => {
  for (const table of ['messages', 'reminders_told', 'reminder_mornings', 'items'])
    await server.database.query(`delete from ${table}`);
});

const addColumn = async (type: string, settings = {}): Promise<string> =>
  (await write('POST', `/boards/${scene.boardId}/columns`, { type, name: type, settings })).id;
const live = (userId: string, timeZone: string) =>
  server.database.query('update users set time_zone = $2 where id = $1', [userId, timeZone]);
const addItem = (title: string, due: string, more = {}): Promise<Item> =>
  write('POST', `/boards/${scene.boardId}/items`, {
    title,
    values: { [people]: [scene.member.userId], [dates]: due, ...more },
  });
const parts = () => ({
  database,
  sealer: createSealer(randomBytes(32)),
  notify,
  readLenses: itemReads.readLenses,
});
const remindAt = (moment: string) => remindAll(parts(), new Date(moment));
const listTold = async () => {
  const rows = await server.database.query<{
    type: string;
    userId: string;
    payload: { count: number; items: { title: string; dueOn: string; dueAt: string | null }[] };
  }>(
    `select template_key as type, recipients -> 0 ->> 'userId' as "userId", payload from messages
     where category = 'reminders' order by template_key`,
  );
  return rows.map(({ type, userId, payload: { count, items } }) => ({
    type,
    userId,
    count,
    titles: items.map(({ title, dueOn, dueAt }) => `${title} ${dueOn} ${dueAt}`),
  }));
};

describe('delivery: reminders', () => {
  it('name what is due today and tomorrow and what was due, once each, in one message of a kind', async () => {
    await addItem('Today', '2026-03-10');
    await addItem('Tomorrow', '2026-03-11');
    await addItem('Later', '2026-03-12');
    await addItem('Late', '2026-03-09');
    await addItem('Long ago', '2026-03-01');
    await addItem('Finished', '2026-03-10', { [status]: done });
    await addItem('Somebody else’s', '2026-03-10', { [people]: [] });
    const gone = await addItem('Gone', '2026-03-10');
    await write('DELETE', `/items/${gone.id}`);
    expect(await remindAt('2026-03-10T07:59:00Z')).toBe(0);
    expect(await remindAt('2026-03-10T08:00:00Z')).toBe(2);
    const { userId } = scene.member;
    expect(await listTold()).toEqual([
      {
        type: 'dueSoon',
        userId,
        count: 2,
        titles: ['Today 2026-03-10 null', 'Tomorrow 2026-03-11 null'],
      },
      { type: 'overdue', userId, count: 1, titles: ['Late 2026-03-09 null'] },
    ]);
    // The next minute, another node, and a crash before the morning was marked as done.
    expect(await remindAt('2026-03-10T08:01:00Z')).toBe(0);
    await server.database.query('delete from reminder_mornings');
    expect(await remindAt('2026-03-10T08:02:00Z')).toBe(0);
  });

  it('the next morning tells only what is new, and a date that moved is told of again', async () => {
    const item = await addItem('Moving', '2026-03-11');
    expect(await remindAt('2026-03-10T08:00:00Z')).toBe(1);
    expect(await remindAt('2026-03-11T08:00:00Z')).toBe(0);
    await write('PATCH', `/items/${item.id}`, { values: { [dates]: '2026-03-13' } });
    expect(await remindAt('2026-03-12T08:00:00Z')).toBe(1);
    expect(await remindAt('2026-03-14T08:00:00Z')).toBe(1);
    expect((await listTold()).map(({ type }) => type)).toEqual(['dueSoon', 'dueSoon', 'overdue']);
  });

  it('two nodes at once remind once', async () => {
    for (let index = 0; index < 20; index += 1) await addItem(`Item ${index}`, '2026-03-10');
    const made = await Promise.all(
      Array.from({ length: 4 }, () => remindAt('2026-03-10T09:00:00Z')),
    );
    expect(made.reduce((sum, count) => sum + count)).toBe(1);
    expect(await listTold()).toMatchObject([{ count: 20 }]);
  });

  it('each is reminded in their own morning, and a moment falls on the day of its reader', async () => {
    const all = [scene.member.userId, scene.owner.userId, scene.guest.userId];
    // Late on the 10th in New York, on the 11th in Berlin and on Kiritimati.
    await addItem('Call', '2026-03-11T02:30:00Z', { [people]: all });
    // Nine in the morning on Kiritimati, and a late one in New York, where it is due tomorrow.
    expect(await remindAt('2026-03-09T19:00:00Z')).toBe(2);
    expect(await remindAt('2026-03-10T08:00:00Z')).toBe(1);
    expect(await remindAt('2026-03-10T13:00:00Z')).toBe(0);
    const told = await listTold();
    expect(Object.fromEntries(told.map(({ userId, titles }) => [userId, titles[0]]))).toEqual({
      [scene.guest.userId]: 'Call 2026-03-11 16:30',
      [scene.member.userId]: 'Call 2026-03-11 03:30',
      [scene.owner.userId]: 'Call 2026-03-10 22:30',
    });
  });

  it('sample boards remind nobody', async () => {
    await addItem('Example', '2026-03-10');
    await server.database.query(
      'insert into sample_boards (organization_id, board_id) values ($1, $2)',
      [scene.organizationId, scene.boardId],
    );
    expect(await remindAt('2026-03-10T08:00:00Z')).toBe(0);
    await server.database.query('delete from sample_boards');
  });
});
