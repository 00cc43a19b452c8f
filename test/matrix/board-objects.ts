import { uploadFile } from '../harness/imports.ts';
import type { Person } from '../harness/people.ts';
import type { TestServer } from '../harness/server.ts';

/** Ids of things on a board, by the input field that names them. */
export type BoardObjects = Record<
  | 'workspaceId'
  | 'boardId'
  | 'columnId'
  | 'field'
  | 'groupId'
  | 'itemId'
  | 'viewId'
  | 'commentId'
  | 'linkId'
  | 'conflictId'
  | 'importId',
  string
>;

/** Makes a board with one of each; the link's secret is answered beside them. */
export async function buildBoardObjects(
  server: TestServer,
  scene: { organizationId: string; owner: Person; visibility: 'organization' | 'private' },
): Promise<{ objects: BoardObjects; linkToken: string }> {
  const { organizationId, owner, visibility } = scene;
  const post = async (path: string, body: unknown) => {
    const answer = await server.call('POST', path, { token: owner.token, body });
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.data;
  };
  const workspace = await post(`/organizations/${organizationId}/workspaces`, { name: visibility });
  const board = await post(`/workspaces/${workspace.id}/boards`, { name: visibility, visibility });
  const column = await post(`/boards/${board.id}/columns`, { type: 'text', name: 'Text' });
  const notes = await post(`/boards/${board.id}/columns`, { type: 'longText', name: 'Notes' });
  const group = await post(`/boards/${board.id}/groups`, { name: 'Second' });
  const item = await post(`/boards/${board.id}/items`, { title: 'Item', groupId: group.id });
  const view = await post(`/boards/${board.id}/views`, { name: 'View' });
  const text = { kind: 'text', text: 'Hello' };
  const body = { blocks: [{ kind: 'paragraph', inlines: [text] }] };
  const comment = await post(`/items/${item.id}/comments`, { body });
  const link = await post(`/boards/${board.id}/links`, {});
  const file = { fileName: 'cards.csv', body: 'Name\nFirst' };
  const path = `/boards/${board.id}/imports`;
  const uploaded = await uploadFile(server, owner, { ...file, path });
  const objects = {
    workspaceId: workspace.id,
    boardId: board.id,
    columnId: column.id,
    field: notes.id,
    groupId: group.id,
    itemId: item.id,
    viewId: view.id,
    commentId: comment.id,
    linkId: link.id,
    conflictId: crypto.randomUUID(),
    importId: uploaded.body.data.id as string,
  };
  // A conflict takes two live writers; here it only has to be there.
  await server.database.query(
    `insert into field_conflicts (organization_id, board_id, id, item_id, field, proposed, proposed_by, standing, opened_at, closes_at)
     values ($1, $2, $3, $4, 'title', '"Mine"', $5, '"Theirs"', now(), now() + interval '7 days')`,
    [organizationId, board.id, objects.conflictId, item.id, owner.userId],
  );
  return { objects, linkToken: link.token };
}
