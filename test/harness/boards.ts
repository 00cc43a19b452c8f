import { addMember, createOrganization, registerPerson, type Person } from './people.ts';
import type { Answer, TestServer } from './server.ts';

/** An organization with people of each kind, a workspace and a board. */
export interface BoardScene {
  organizationId: string;
  workspaceId: string;
  boardId: string;
  groupId: string;
  owner: Person;
  member: Person;
  guest: Person;
  /** Calls as somebody, with the body of a write. */
  as(person: Person, method: string, path: string, body?: unknown): Promise<Answer>;
}

/** Makes the scene on a running server. */
export async function createBoardScene(server: TestServer): Promise<BoardScene> {
  const owner = await registerPerson(server);
  const organizationId = await createOrganization(server, owner);
  const member = await addMember(server, owner, organizationId, 'member');
  const guest = await addMember(server, owner, organizationId, 'guest');
  return {
    organizationId,
    owner,
    member,
    guest,
    ...(await createBoard(server, owner, organizationId)),
  };
}

/** Makes the scene with its owner in all parts: where mails leave, nobody is invited without reading theirs. */
export async function createLoneScene(server: TestServer): Promise<BoardScene> {
  const owner = await registerPerson(server);
  const organizationId = await createOrganization(server, owner);
  const board = await createBoard(server, owner, organizationId);
  return { organizationId, owner, member: owner, guest: owner, ...board };
}

async function createBoard(server: TestServer, owner: Person, organizationId: string) {
  const as: BoardScene['as'] = (person, method, path, body) =>
    server.call(method, path, { token: person.token, ...(body === undefined ? {} : { body }) });
  const workspace = await as(owner, 'POST', `/organizations/${organizationId}/workspaces`, {
    name: 'Operations',
  });
  const workspaceId = workspace.body.data.id as string;
  const board = await as(owner, 'POST', `/workspaces/${workspaceId}/boards`, { name: 'Launch' });
  const boardId = board.body.data.id as string;
  const { groups } = (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
  return { workspaceId, boardId, groupId: groups[0].id as string, as };
}
