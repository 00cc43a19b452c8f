import type { Person } from '../harness/people.ts';
import type { TestServer } from '../harness/server.ts';
import { post } from './seed.fixture.ts';

/** A board in use: columns of every kind of look, a sub-item, a comment, an archived board beside it. */
export interface SeededBoard {
  boardId: string;
  itemId: string;
}

const option = (name: string, color: string) => ({ id: crypto.randomUUID(), name, color });
const STATUS = [option('To do', 'gray'), option('Stuck', 'red'), option('Done', 'green')];
const TAGS = [option('urgent', 'yellow'), option('design', 'purple'), option('legal', 'brown')];

/** Columns by type with a value for each item; computed ones have none. */
function listColumns(userId: string): { type: string; settings?: object; value?: unknown }[] {
  return [
    { type: 'status', settings: { options: STATUS }, value: STATUS[1]?.id },
    { type: 'person', value: [userId] },
    { type: 'date', value: '2026-12-01' },
    { type: 'timeline', value: { start: '2026-11-01', end: '2026-11-20' } },
    { type: 'number', settings: { unit: 'EUR', decimals: 2 }, value: 1_234.5 },
    { type: 'tags', settings: { options: TAGS }, value: TAGS.map(({ id }) => id) },
    { type: 'text', value: 'A note' },
    { type: 'checkbox', value: true },
    { type: 'link', value: { url: 'https://example.test/', text: 'Plan' } },
    { type: 'email', value: 'somebody@example.test' },
    { type: 'rating', value: 3 },
    { type: 'createdAt' },
  ];
}

/** Fills an organization with two boards; the second one is archived. */
export async function seedBoard(
  server: TestServer,
  { token, userId }: Pick<Person, 'token' | 'userId'>,
  organizationId: string,
): Promise<SeededBoard> {
  const path = `/organizations/${organizationId}/workspaces`;
  const workspace = await post(server, token, path, { name: 'Operations' });
  const boards = `/workspaces/${workspace.id}/boards`;
  const { id: boardId } = await post(server, token, boards, { name: 'Launch' });
  const old = await post(server, token, boards, { name: 'Last year', visibility: 'private' });
  await post(server, token, `/boards/${old.id}/archive`);
  const values: Record<string, unknown> = {};
  for (const { type, settings = {}, value } of listColumns(userId)) {
    const input = { type, name: type, settings };
    const column = await post(server, token, `/boards/${boardId}/columns`, input);
    if (value !== undefined) values[column.id] = value;
  }
  const group = await post(server, token, `/boards/${boardId}/groups`, { name: 'Later' });
  const items = `/boards/${boardId}/items`;
  const item = await post(server, token, items, { title: 'Pack', groupId: group.id, values });
  await post(server, token, items, { title: 'Tape', parentId: item.id });
  const inlines = [{ kind: 'text', text: 'Buy more boxes' }];
  const body = { blocks: [{ kind: 'paragraph', inlines }] };
  const comment = await post(server, token, `/items/${item.id}/comments`, { body });
  await server.call('PUT', `/comments/${comment.id}/reaction`, { token, body: { emoji: '👍' } });
  const gone = await post(server, token, items, { title: 'Old note', groupId: group.id });
  await server.call('DELETE', `/items/${gone.id}`, { token });
  return { boardId, itemId: item.id };
}
