import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonOnBoard } from '../../contract/src/board-people.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { addMember, type Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

describe('who can see a board', () => {
  let server: TestServer;
  let scene: BoardScene;
  let other: Person;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
    other = await addMember(server, scene.owner, scene.organizationId, 'member');
  });
  afterAll(() => server.stop());

  const read = async (person: Person, query = '') => {
    const answer = await scene.as(person, 'GET', `/boards/${scene.boardId}/people${query}`);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  };
  const listed = async (person: Person, query = '') => {
    const rows = (await read(person, query)).data as PersonOnBoard[];
    return new Map(rows.map((row) => [row.userId, row]));
  };
  const name = (person: Person, level: string) =>
    scene.as(scene.owner, 'PUT', `/boards/${scene.boardId}/members/${person.userId}`, { level });
  const setVisibility = (visibility: string) =>
    scene.as(scene.owner, 'PUT', `/boards/${scene.boardId}/visibility`, { visibility });

  it('SPEC A4: an open board is seen by roles; a level adds to what the role gives, and guests see it by name alone', async () => {
    const { owner, member, guest } = scene;
    const before = await listed(owner);
    expect([...before.keys()].toSorted()).toEqual(
      [owner, member, other].map(({ userId }) => userId).toSorted(),
    );
    expect(before.get(owner.userId)).toMatchObject({ level: 'owner', can: 'owner', seesAll: true });
    expect(before.get(member.userId)).toMatchObject({
      level: null,
      byRole: 'editor',
      can: 'editor',
      seesAll: false,
      role: { key: 'member' },
    });
    await name(guest, 'commenter');
    await name(member, 'viewer');
    const after = await listed(owner);
    expect(after.get(guest.userId)).toMatchObject({
      level: 'commenter',
      byRole: null,
      can: 'commenter',
    });
    // A level takes nothing away from what the role gives.
    expect(after.get(member.userId)).toMatchObject({ level: 'viewer', can: 'editor' });
  });

  it('SPEC A4: a private board is seen by those named on it, and by whoever sees every board', async () => {
    const { owner, member, guest } = scene;
    await setVisibility('private');
    const people = await listed(owner);
    expect([...people.keys()].toSorted()).toEqual(
      [owner, member, guest].map(({ userId }) => userId).toSorted(),
    );
    expect(people.get(member.userId)).toMatchObject({ byRole: null, can: 'viewer' });
    // The list is what single reads allow (security S21).
    for (const person of [owner, member, guest, other]) {
      const { status } = await scene.as(person, 'GET', `/boards/${scene.boardId}`);
      expect(status === 200).toBe(people.has(person.userId));
    }
    await setVisibility('organization');
  });

  it('security S49: a guest learns of those named beside them, without addresses, and of nobody by search', async () => {
    const { owner, member, guest } = scene;
    const seen = await listed(guest);
    expect(seen.has(other.userId)).toBe(false);
    expect([...seen.keys()].toSorted()).toEqual(
      [owner, member, guest].map(({ userId }) => userId).toSorted(),
    );
    for (const { email, role } of seen.values()) expect([email, role]).toEqual([null, null]);
    const { body } = await scene.as(
      owner,
      'POST',
      `/organizations/${scene.organizationId}/api-keys`,
      {
        name: 'Boards alone',
        scopes: ['organization:read', 'board:read'],
      },
    );
    // A key never tells more than its scopes, whoever owns it.
    for (const list of ['people', 'members']) {
      const path = `/boards/${scene.boardId}/${list}`;
      const byKey = await server.call('GET', path, { token: body.data.secret });
      expect(byKey.status).toBe(200);
      expect(byKey.body.data.map(({ email }: PersonOnBoard) => email)).toEqual([null, null, null]);
    }
    expect((await listed(guest, `?search=${encodeURIComponent(member.email)}`)).size).toBe(0);
    const found = await listed(owner, `?search=${encodeURIComponent(member.email)}`);
    expect([...found.keys()]).toEqual([member.userId]);
    expect((await listed(owner, '?search=%25')).size).toBe(0);
  });

  it('goes on page by page, in one order', async () => {
    const { owner } = scene;
    const all = [...(await listed(owner)).keys()];
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const body = await read(owner, `?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.data.map(({ userId }: PersonOnBoard) => userId));
      cursor = body.pagination?.nextCursor ?? null;
    }
    expect(paged).toEqual(all);
  });
});
