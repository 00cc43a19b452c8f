import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../contract/src/board-model.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import {
  createWriter,
  openEditor,
  problemOf,
  readChanges,
  versionOf,
  type LiveEditor,
  type Write,
} from './items.fixture.ts';

let server: TestServer;
let scene: BoardScene;
let write: Write;
let ada: LiveEditor;
let bob: LiveEditor;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
  ada = await openEditor(server, scene.owner, scene);
  bob = await openEditor(server, scene.member, scene);
});
afterAll(async () => {
  ada.close();
  bob.close();
  await server.stop();
});

const headOf = async () => (await write('GET', `/boards/${scene.boardId}/snapshot`)).seq as number;
const addColumn = async (type: string, settings: object): Promise<string> =>
  (await write('POST', `/boards/${scene.boardId}/columns`, { type, name: type, settings })).id;
const addItem = (title: string, values = {}): Promise<Item> =>
  write('POST', `/boards/${scene.boardId}/items`, { title, values });
const readItem = (id: string): Promise<Item> => write('GET', `/items/${id}`);

/** A live update that must be taken; answers the item and what became of the field. */
async function update(editor: LiveEditor, itemId: string, field: string, input: object) {
  const { results, error } = await editor.mutate('items.update', { itemId, ...input });
  expect(error, `${field}: ${JSON.stringify(error)}`).toBeUndefined();
  return { item: results?.[0].item as Item, field: results?.[0].fields[field] };
}

describe('live L22: a choice between two values', () => {
  const policy = { conflictPolicy: 'user_choice' };
  async function race(standing: string, proposed: string) {
    const field = await addColumn('email', policy);
    const item = await addItem('Choice', { [field]: 'zero@example.test' });
    const seen = { [field]: versionOf(item, field) };
    const first = await update(bob, item.id, field, { values: { [field]: standing }, seen });
    const late = await update(ada, item.id, field, { values: { [field]: proposed }, seen });
    const version = versionOf(first.item, field);
    return { field, item, late, version };
  }
  const listConflicts = () => write('GET', `/boards/${scene.boardId}/conflicts`);

  it('live L22: the standing value stays, the choice is listed, and deciding closes it', async () => {
    const { field, item, late, version } = await race('bob@example.test', 'ada@example.test');
    expect(late.field).toMatchObject({ resolution: 'user_choice', value: 'bob@example.test' });
    expect((await readItem(item.id)).values[field]).toBe('bob@example.test');
    const conflict = {
      id: late.field.conflictId,
      itemId: item.id,
      field,
      proposed: 'ada@example.test',
      proposedBy: scene.owner.userId,
      standing: 'bob@example.test',
      standingBy: scene.member.userId,
    };
    expect(await listConflicts()).toContainEqual(expect.objectContaining(conflict));
    const input = { conflictId: late.field.conflictId, value: 'ada@example.test', version };
    expect((await bob.mutate('items.resolveConflict', input)).error?.code).toBe('FORBIDDEN');
    const decided = await ada.mutate('items.resolveConflict', input);
    expect(decided.results?.[0].fields[field]).toEqual({ resolution: 'success' });
    expect((await readItem(item.id)).values[field]).toBe('ada@example.test');
    expect(await listConflicts()).toEqual([]);
    const changes = await readChanges(scene, scene.boardId, version);
    expect(changes.map(({ event }) => event.type)).toEqual([
      'conflict.opened',
      'conflict.resolved',
      'item.updated',
    ]);
    expect((await ada.mutate('items.resolveConflict', input)).error?.code).toBe('NOT_FOUND');
  });

  it('live L21: nothing is decided about an item in the trash; back from it, the choice still waits', async () => {
    const { field, item, late, version } = await race('bob@example.test', 'ada@example.test');
    const input = { conflictId: late.field.conflictId, value: 'ada@example.test', version };
    await write('DELETE', `/items/${item.id}`);
    const refused = await ada.mutate('items.resolveConflict', input);
    expect(refused.error).toMatchObject({ code: 'CONFLICT', details: { reason: 'gone' } });
    expect((await readItem(item.id)).values[field]).toBe('bob@example.test');
    await write('POST', `/items/${item.id}/restore`, {});
    expect((await ada.mutate('items.resolveConflict', input)).error).toBeUndefined();
    expect((await readItem(item.id)).values[field]).toBe('ada@example.test');
  });

  it('live L22: deciding may meet another edit and open the next choice', async () => {
    const { field, item, late, version } = await race('one@example.test', 'mine@example.test');
    const seen = { [field]: version };
    await update(bob, item.id, field, { values: { [field]: 'two@example.test' }, seen });
    const { results } = await ada.mutate('items.resolveConflict', {
      conflictId: late.field.conflictId,
      value: 'mine@example.test',
      version,
    });
    expect(results?.[0].fields[field]).toMatchObject({
      resolution: 'user_choice',
      value: 'two@example.test',
    });
    const open = await listConflicts();
    expect(open).toMatchObject([{ standing: 'two@example.test', proposed: 'mine@example.test' }]);
    expect(open[0].id).not.toBe(late.field.conflictId);
  });

  it('live L22: emptying a field is a choice like any other, on either side', async () => {
    const empty = null as unknown as string;
    const [stood, wanted] = [
      await race(empty, 'ada@example.test'),
      await race('bob@example.test', empty),
    ];
    const open = await listConflicts();
    for (const [{ late }, standing, proposed] of [
      [stood, null, 'ada@example.test'],
      [wanted, 'bob@example.test', null],
    ] as const) {
      expect(late.field).toMatchObject({ resolution: 'user_choice', value: standing });
      const conflict = { id: late.field.conflictId, standing, proposed };
      expect(open).toContainEqual(expect.objectContaining(conflict));
    }
    const { conflicts } = await write('GET', `/boards/${scene.boardId}/snapshot`);
    expect(conflicts.length).toBe(open.length);
  });

  it('live L22: texts that overlap ask; one’s own other tab and deltas never do', async () => {
    const item = await addItem('one two three');
    const seen = { title: versionOf(item, 'title') };
    const set = (text: string) => ({
      changes: { title: { set: text, base: 'one two three' } },
      seen,
    });
    await update(bob, item.id, 'title', set('one 2 three'));
    const late = await update(ada, item.id, 'title', set('one II three'));
    expect(late.field).toMatchObject({ resolution: 'user_choice', value: 'one 2 three' });
    const tab = await openEditor(server, scene.member, scene);
    const own = await update(tab, item.id, 'title', set('one zwei three'));
    expect(own.field).toMatchObject({
      resolution: 'last_writer_wins',
      replaced: { value: 'one 2 three', by: scene.member.userId },
    });
    tab.close();
  });

  it('live L22: over REST an open choice is 409 with both values, and onConflict decides ahead', async () => {
    const field = await addColumn('email', policy);
    const item = await addItem('API', { [field]: 'zero@example.test' });
    const seen = { [field]: versionOf(item, field) };
    await update(bob, item.id, field, { values: { [field]: 'bob@example.test' }, seen });
    const head = await headOf();
    const patch = (onConflict?: string) =>
      scene.as(scene.owner, 'PATCH', `/items/${item.id}`, {
        values: { [field]: 'ada@example.test' },
        seen,
        ...(onConflict === undefined ? {} : { onConflict }),
      });
    for (const refused of [await patch(), await patch('reject')]) {
      expect(problemOf(refused)).toEqual({
        status: 409,
        code: 'CONFLICT',
        reason: 'field_conflict',
        paths: [`values.${field}`],
      });
      expect(refused.body.error?.details?.['conflicts']).toEqual([
        {
          itemId: item.id,
          field,
          proposed: 'ada@example.test',
          standing: 'bob@example.test',
          version: head,
        },
      ]);
    }
    expect(await headOf()).toBe(head);
    const done = await patch('overwrite');
    expect(done.body.data.fields[field]).toMatchObject({
      resolution: 'last_writer_wins',
      replaced: { value: 'bob@example.test', by: scene.member.userId },
    });
    const merged = await scene.as(scene.owner, 'PATCH', `/items/${item.id}`, {
      changes: { title: { set: 'API two', base: 'API' } },
      seen: { title: 0 },
      onConflict: 'merge',
    });
    expect(merged.body.data.item.values.title).toBe('API two');
  });
});
