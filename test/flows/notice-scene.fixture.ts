import { expect, vi } from 'vitest';
import type { Item } from '../../contract/src/board-model.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import type { TestServer } from '../harness/server.ts';
import { createWriter } from './items.fixture.ts';

/** What somebody was told. */
export interface Told {
  id: string;
  type: string;
  payload: Record<string, never> & { count: number; by: { name: string }[] };
  isCancelled: boolean;
  subject: Record<string, string>;
}

/** A board with people on it, and what they are told. */
export interface NoticeScene extends BoardScene {
  /** Columns of people, and one of a status. */
  people: string;
  reviewers: string;
  status: string;
  options: { id: string; name: string; color: string }[];
  addColumn(type: string, name: string, settings?: object): Promise<string>;
  addItem(title: string, values?: object, by?: Person): Promise<Item>;
  edit(itemId: string, values: object, by?: Person): Promise<unknown>;
  comment(itemId: string, by: Person, text: string, mentions?: string[]): Promise<{ id: string }>;
  /** Everything that somebody was told, in the order of it. */
  listTold(to: Person): Promise<Told[]>;
  /** Waits until somebody was told this, and answers it. */
  told(to: Person, type: string, isEnough?: (told: Told) => boolean): Promise<Told>;
  /** Events of a board are read in their order, so behind this everything before it is told. */
  settle(): Promise<void>;
  forget(): Promise<unknown>;
}

/** A text that names people at its end. */
export function bodyOf(text: string, mentions: readonly string[] = []) {
  const named = mentions.map((userId) => ({ kind: 'mention', userId }));
  return { blocks: [{ kind: 'paragraph', inlines: [{ kind: 'text', text }, ...named] }] };
}

/** Makes the scene; the guest edits the board too. */
export async function createNoticeScene(server: TestServer): Promise<NoticeScene> {
  const scene = await createBoardScene(server);
  const { owner, guest, member, boardId } = scene;
  const post = (path: string, body: object, by: Person = owner) =>
    createWriter(scene, by)('POST', `/boards/${boardId}/${path}`, body);
  const addColumn: NoticeScene['addColumn'] = async (type, name, settings = {}) =>
    (await post('columns', { type, name, settings })).id as string;
  const options = ['To do', 'Doing', 'Done'].map((name) => {
    return { id: crypto.randomUUID(), name, color: 'gray' };
  });
  const people = await addColumn('person', 'Owner');
  const columns = {
    people,
    reviewers: await addColumn('person', 'Reviewer'),
    status: await addColumn('status', 'Status', { options }),
    options,
  };
  const addItem: NoticeScene['addItem'] = (title, values = {}, by = owner) =>
    post('items', { title, values }, by);
  const reading = createReading(server);
  const { userId } = guest;
  await createWriter(scene, owner)('PUT', `/boards/${boardId}/members/${userId}`, {
    level: 'editor',
  });
  await reading.told(guest, 'invited');
  return {
    ...scene,
    ...columns,
    ...reading,
    addColumn,
    addItem,
    edit: (itemId, values, by = owner) =>
      createWriter(scene, by)('PATCH', `/items/${itemId}`, { values }),
    comment: (itemId, by, text, mentions = []) =>
      createWriter(scene, by)('POST', `/items/${itemId}/comments`, {
        body: bodyOf(text, mentions),
      }),
    async settle() {
      const last = await addItem('The last one', { [people]: [member.userId] });
      await reading.told(member, 'assigned', ({ payload }) =>
        JSON.stringify(payload).includes(last.id),
      );
    },
    async forget() {
      // One after the other: an entry that is just being written holds its message, and would outlive it otherwise.
      await server.database.query(`delete from messages where category <> 'account'`);
      await server.database.query('delete from inbox_items');
    },
  };
}

function createReading(server: TestServer): Pick<NoticeScene, 'listTold' | 'told'> {
  const listTold: NoticeScene['listTold'] = ({ userId }) =>
    server.database.query<Told>(
      `select id, template_key as type, payload, cancelled_at is not null as "isCancelled", subject from messages
       where category <> 'account' and recipients = jsonb_build_array(jsonb_build_object('userId', $1::text)) order by id`,
      [userId],
    );
  return {
    listTold,
    told: (to, type, isEnough = () => true) =>
      vi.waitFor(
        async () => {
          const found = (await listTold(to)).find((each) => each.type === type && isEnough(each));
          expect(found, type).toBeDefined();
          return found as Told;
        },
        { timeout: 20_000 },
      ),
  };
}
