import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../contract/src/board-model.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { addMember } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import {
  createWriter,
  openEditor,
  readChanges,
  typeSamples,
  versionOf,
  type LiveEditor,
  type TypeSample,
  type Write,
} from './items.fixture.ts';

let server: TestServer;
let scene: BoardScene;
let write: Write;
let ada: LiveEditor;
let bob: LiveEditor;
const options: [string, string, string] = [
  crypto.randomUUID(),
  crypto.randomUUID(),
  crypto.randomUUID(),
];
let people: [string, string, string];

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
  ada = await openEditor(server, scene.owner, scene);
  bob = await openEditor(server, scene.member, scene);
  const third = await addMember(server, scene.owner, scene.organizationId, 'member');
  people = [scene.owner.userId, scene.member.userId, third.userId];
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

async function followTable({ type, settings, values: [first, second, third], moved }: TypeSample) {
  const field = await addColumn(type, settings);
  const item = await addItem(type, { [field]: first });
  const seen = { [field]: versionOf(item, field) };
  const before = await headOf();
  const set = (value: unknown) => ({ values: { [field]: value } });

  const equal = await update(bob, item.id, field, { ...set(first), seen: { [field]: 0 } });
  expect(equal.field, 'equal value').toEqual({ resolution: 'success' });
  expect(await headOf(), 'equal value: no event').toBe(before);

  const unseen = await update(bob, item.id, field, set(third));
  expect(unseen.field, 'no seen').toMatchObject({ resolution: 'last_writer_wins' });
  expect(unseen.item.values[field]).toEqual(third);
  const back = { [field]: versionOf(unseen.item, field) };
  const asSeen = await update(bob, item.id, field, { ...set(first), seen: back });
  expect(asSeen.field, 'version as seen').toEqual({ resolution: 'success' });
  const latest = { [field]: versionOf(asSeen.item, field) };
  expect(latest).not.toEqual(seen);

  await update(bob, item.id, field, { ...set(second), seen: latest });
  const late = await update(ada, item.id, field, { ...set(third), seen: latest });
  expect(late.field.resolution, 'moved').toBe(moved.resolution);
  const standing = (await readItem(item.id)).values[field];
  if (Array.isArray(moved.value)) {
    expect((standing as string[]).toSorted()).toEqual((moved.value as string[]).toSorted());
  } else {
    expect(standing).toEqual(moved.value);
  }
  return { field, second, late, head: await headOf() };
}

describe('live L21: what becomes of a write, by type of column', () => {
  const names = typeSamples({ options, people: ['', '', ''] }).map(
    ({ type, settings }, index) =>
      [`${type} ${JSON.stringify(Object.keys(settings))}`, index] as const,
  );
  it.each(names)('live L21, L23: %s', async (_name, index) => {
    const sample = typeSamples({ options, people })[index];
    if (sample === undefined) throw new Error('no sample');
    const { field, second, late, head } = await followTable(sample);
    const [change] = await readChanges(scene, scene.boardId, head - 1);
    const told = (change?.event.data['fields'] as Record<string, object> | undefined)?.[field];
    if (sample.moved.resolution === 'merged') {
      expect(told).toMatchObject({ resolution: 'merged', from: second });
      return;
    }
    const by = scene.member.userId;
    expect(late.field.replaced).toMatchObject({ value: second, by });
    expect(told).toMatchObject({ resolution: 'last_writer_wins', lost: { value: second, by } });
  });

  it('live L21: checkboxes, and groups by moves', async () => {
    const field = await addColumn('checkbox', {});
    const item = await addItem('Box', { [field]: true });
    const seen = { [field]: versionOf(item, field) };
    await update(bob, item.id, field, { values: { [field]: false }, seen });
    const late = await update(ada, item.id, field, { values: { [field]: null }, seen });
    expect(late.field).toEqual({ resolution: 'success' });
    const group = await write('POST', `/boards/${scene.boardId}/groups`, { name: 'Next' });
    await bob.mutate('items.move', { itemId: item.id, groupId: group.id });
    await ada.mutate('items.move', { itemId: item.id, groupId: scene.groupId });
    expect((await readItem(item.id)).groupId).toBe(scene.groupId);
  });

  it('live L21: sets merge element by element, and of the same element the later wins', async () => {
    const listed = options.map((id, at) => ({ id, name: `O${at}`, color: 'red' }));
    const field = await addColumn('tags', { options: listed });
    const [a, b, c] = options;
    const item = await addItem('Tags', { [field]: [a, b] });
    const seen = { [field]: versionOf(item, field) };
    const change = (delta: object) => ({ changes: { [field]: delta }, seen });
    await update(bob, item.id, field, change({ add: [c], remove: [a] }));
    const late = await update(ada, item.id, field, change({ add: [a], remove: [b] }));
    expect(late.field.resolution).toBe('merged');
    expect(((await readItem(item.id)).values[field] as string[]).toSorted()).toEqual(
      [a, c].toSorted(),
    );
  });

  it('live L21: increments add up, and bounds apply to the sum', async () => {
    const field = await addColumn('number', { isCounter: true, min: 0, max: 10 });
    const item = await addItem('Counter', { [field]: 5 });
    const seen = { [field]: versionOf(item, field) };
    const grow = (editor: LiveEditor, increment: number) =>
      editor.mutate('items.update', { itemId: item.id, changes: { [field]: { increment } }, seen });
    await Promise.all([grow(ada, 2), grow(bob, 3)]);
    expect((await readItem(item.id)).values[field]).toBe(10);
    const over = await grow(ada, 1);
    const problems = [{ path: `changes.${field}` }];
    expect(over.error).toMatchObject({ code: 'VALIDATION_ERROR', details: { fields: problems } });
    expect((await readItem(item.id)).values[field]).toBe(10);
  });

  it('live L21: texts merge word by word from their base, the title too', async () => {
    const field = await addColumn('text', {});
    const base = 'the quick fox jumps over the lazy dog';
    const item = await addItem(base, { [field]: base });
    for (const name of ['title', field]) {
      const seen = { [name]: versionOf(item, name) };
      const change = (set: string) => ({ changes: { [name]: { set, base } }, seen });
      await update(bob, item.id, name, change('the slow fox jumps over the lazy dog'));
      const late = await update(
        ada,
        item.id,
        name,
        change('the quick fox jumps over the tired dog'),
      );
      const value = 'the slow fox jumps over the tired dog';
      expect(late.field).toEqual({ resolution: 'merged', value });
      expect((await readItem(item.id)).values[name]).toBe(value);
    }
  });

  it('live L21: an edit of a deleted item is refused, and its values stay in the activity', async () => {
    const item = await addItem('Doomed');
    await bob.mutate('items.delete', { itemId: item.id });
    const late = await ada.mutate('items.update', { itemId: item.id, values: { title: 'Saved?' } });
    expect(late.error).toMatchObject({ code: 'CONFLICT', details: { reason: 'gone' } });
    const activity = await write('GET', `/boards/${scene.boardId}/activity?itemId=${item.id}`);
    expect(activity[0]).toMatchObject({
      actor: { userId: scene.owner.userId },
      event: { type: 'item.editRefused', data: { values: { title: 'Saved?' } } },
    });
    await ada.mutate('items.restore', { itemId: item.id });
    expect((await readItem(item.id)).values['title']).toBe('Doomed');
  });
});
