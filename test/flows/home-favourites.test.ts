import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAVOURITES_MAX } from '../../contract/src/favourites.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { createOrganization, type Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

interface Listed {
  id: string;
  name: string;
  openedAt?: string;
}

describe('favourites and recent boards', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  const addBoard = async (name: string, visibility = 'organization') => {
    const { as, owner, workspaceId } = scene;
    const path = `/workspaces/${workspaceId}/boards`;
    return (await as(owner, 'POST', path, { name, visibility })).body.data.id as string;
  };
  const listOf = async (person: Person, what: 'favourites' | 'recents') => {
    const path = `/organizations/${scene.organizationId}/${what}`;
    return (await scene.as(person, 'GET', path)).body.data as Listed[];
  };
  const namesOf = async (person: Person, what: 'favourites' | 'recents') =>
    (await listOf(person, what)).map(({ name }) => name);

  it('web W46: favourites are kept in one’s own order, twice is once, and nobody else has them', async () => {
    const { as, member, owner, boardId } = scene;
    const second = await addBoard('Second');
    const third = await addBoard('Third');
    for (const id of [boardId, second, third, second]) {
      const added = await as(member, 'PUT', `/boards/${id}/favourite`, {});
      expect(added.status, JSON.stringify(added.body)).toBe(200);
    }
    expect(await namesOf(member, 'favourites')).toEqual(['Launch', 'Second', 'Third']);
    const move = (id: string, after: string | null) =>
      as(member, 'POST', `/boards/${id}/favourite/move`, { after });
    expect((await move(third, null)).status).toBe(200);
    expect(await namesOf(member, 'favourites')).toEqual(['Third', 'Launch', 'Second']);
    await move(third, boardId);
    expect(await namesOf(member, 'favourites')).toEqual(['Launch', 'Third', 'Second']);
    await move(third, second);
    expect(await namesOf(member, 'favourites')).toEqual(['Launch', 'Second', 'Third']);
    await as(member, 'DELETE', `/boards/${second}/favourite`);
    expect(await namesOf(member, 'favourites')).toEqual(['Launch', 'Third']);
    expect(await namesOf(owner, 'favourites')).toEqual([]);
    expect((await move(second, null)).status).toBe(404);
    expect((await move(third, second)).status).toBe(404);
  });

  it('security S21: a favourite that was closed to one, archived or deleted is not listed, and comes back with it', async () => {
    const { as, owner, member } = scene;
    const id = await addBoard('Closing');
    await as(member, 'PUT', `/boards/${id}/favourite`, {});
    await as(member, 'PUT', `/boards/${id}/visit`, {});
    expect(await namesOf(member, 'favourites')).toContain('Closing');
    await as(owner, 'POST', `/boards/${id}/archive`, {});
    expect(await namesOf(member, 'favourites')).not.toContain('Closing');
    await as(owner, 'POST', `/boards/${id}/unarchive`, {});
    expect(await namesOf(member, 'favourites')).toContain('Closing');
    await as(owner, 'PUT', `/boards/${id}/visibility`, { visibility: 'private' });
    expect(await namesOf(member, 'favourites')).not.toContain('Closing');
    expect(await namesOf(member, 'recents')).not.toContain('Closing');
    expect((await as(member, 'PUT', `/boards/${id}/favourite`, {})).status).toBe(404);
    await as(owner, 'DELETE', `/boards/${id}`);
  });

  it('recents stand newest first, each board once, as many as asked for', async () => {
    const { as, guest, owner, boardId } = scene;
    const other = await addBoard('Other');
    for (const id of [boardId, other, boardId]) await as(owner, 'PUT', `/boards/${id}/visit`, {});
    const recent = await listOf(owner, 'recents');
    expect(recent.map(({ name }) => name)).toEqual(['Launch', 'Other']);
    expect(recent[0]!.openedAt! >= recent[1]!.openedAt!).toBe(true);
    const path = `/organizations/${scene.organizationId}/recents`;
    expect((await as(owner, 'GET', `${path}?limit=1`)).body.data).toHaveLength(1);
    expect((await as(owner, 'GET', `${path}?limit=0`)).status).toBe(400);
    expect((await as(guest, 'PUT', `/boards/${boardId}/visit`, {})).status).toBe(404);
  });

  it('adds at the same moment all keep a place, and the list has an end', async () => {
    const { as, owner, workspaceId } = scene;
    const ids = await Promise.all(Array.from({ length: 5 }, (_, at) => addBoard(`At once ${at}`)));
    await Promise.all(ids.map((id) => as(owner, 'PUT', `/boards/${id}/favourite`, {})));
    expect(await listOf(owner, 'favourites')).toHaveLength(5);
    await server.database.query(
      `with made as (insert into boards (organization_id, id, workspace_id, name, prefix, visibility, created_by, created_at)
         select $1, gen_random_uuid(), $2, 'Board ' || n, 'M' || n, 'organization', $3, now()
         from generate_series(1, $4::int) n returning id)
       insert into board_favourites (organization_id, user_id, board_id, pos)
       select $1, $3, id, 'b0' || id from made`,
      [scene.organizationId, workspaceId, owner.userId, FAVOURITES_MAX - 5],
    );
    const answer = await as(owner, 'PUT', `/boards/${scene.boardId}/favourite`, {});
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
  });
});

describe('templates and the sample board', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  it('web W46: each template makes a board with all that it promised, numbered and in one log', async () => {
    const { as, member, organizationId, workspaceId } = scene;
    const path = `/organizations/${organizationId}/templates`;
    const templates = (await as(member, 'GET', path)).body.data;
    expect(templates.length).toBeGreaterThanOrEqual(6);
    for (const template of templates) {
      const made = await as(member, 'POST', `/workspaces/${workspaceId}/boards/from-template`, {
        templateId: template.id,
      });
      expect(made.status, JSON.stringify(made.body)).toBe(200);
      const { id, name, permissions } = made.body.data;
      expect(name).toBe(template.name);
      expect(permissions).toContain('board:administer');
      const { seq, ...content } = (await as(member, 'GET', `/boards/${id}/snapshot`)).body.data;
      const count = (rows: string) => content[rows].length as number;
      expect(count('items')).toBe(template.itemCount);
      expect(count('columns')).toBe(template.columns.length);
      expect(seq).toBe(1 + count('items') + count('columns') + count('groups') + count('views'));
      const changes = await as(member, 'GET', `/boards/${id}/changes?epoch=1&since=0&limit=1000`);
      expect(changes.body.data.changes).toHaveLength(seq);
      const next = await as(member, 'POST', `/boards/${id}/items`, { title: 'My own' });
      expect(next.body.data).toMatchObject({ number: template.itemCount + 1 });
      expect(next.status, JSON.stringify(next.body)).toBe(200);
    }
  });

  it('takes a name, a visibility, and leaves the examples out when asked', async () => {
    const { as, owner, member, workspaceId } = scene;
    const made = await as(owner, 'POST', `/workspaces/${workspaceId}/boards/from-template`, {
      templateId: 'sprint',
      name: 'Sprint 12',
      visibility: 'private',
      withItems: false,
    });
    expect(made.body.data).toMatchObject({ name: 'Sprint 12', visibility: 'private' });
    const { id } = made.body.data;
    expect((await as(owner, 'GET', `/boards/${id}/snapshot`)).body.data.items).toEqual([]);
    expect((await as(member, 'GET', `/boards/${id}`)).status).toBe(404);
  });

  it('refuses what it cannot make, and makes nothing then', async () => {
    const { as, owner, guest, workspaceId } = scene;
    const path = `/workspaces/${workspaceId}/boards/from-template`;
    const before = await server.database.query('select count(*)::int as count from boards');
    const unknown = await as(owner, 'POST', path, { templateId: 'nothing-like-it' });
    expect(unknown.status).toBe(404);
    expect(unknown.body.error?.message).toContain('template');
    expect((await as(owner, 'POST', path, { templateId: 'sprint', name: ' ' })).status).toBe(400);
    expect((await as(owner, 'POST', path, {})).status).toBe(400);
    expect((await as(guest, 'POST', path, { templateId: 'sprint' })).status).toBe(403);
    const nowhere = `/workspaces/${crypto.randomUUID()}/boards/from-template`;
    expect((await as(owner, 'POST', nowhere, { templateId: 'sprint' })).status).toBe(404);
    const after = await server.database.query('select count(*)::int as count from boards');
    expect(after).toEqual(before);
  });

  it('web W48: the sample board is its maker’s alone, is known as one, and goes with one call', async () => {
    const { as, member, owner, organizationId, workspaceId } = scene;
    const made = await as(member, 'POST', `/workspaces/${workspaceId}/boards/sample`, {});
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const { id } = made.body.data;
    const samples = async (person: Person) =>
      (await as(person, 'GET', `/organizations/${organizationId}/sample-boards`)).body.data.map(
        (board: Listed) => board.id,
      );
    expect(await samples(member)).toEqual([id]);
    const otherOrganization = await createOrganization(server, owner);
    const elsewhere = `/organizations/${otherOrganization}/sample-boards`;
    expect((await as(owner, 'GET', elsewhere)).body.data).toEqual([]);
    expect((await as(member, 'DELETE', `/boards/${id}`)).status).toBe(200);
    expect(await samples(member)).toEqual([]);
  });

  it('web W42: templates and the sample board speak the language of whoever asks', async () => {
    const { as, member, owner, organizationId, workspaceId } = scene;
    await as(member, 'PATCH', '/account', { locale: 'de-CH' });
    const path = `/organizations/${organizationId}/templates`;
    const namesFor = async (person: Person) =>
      (await as(person, 'GET', path)).body.data.map(({ name }: { name: string }) => name);
    expect(await namesFor(member)).toContain('Fehlerliste');
    expect(await namesFor(owner)).toContain('Bug tracker');
    const made = await as(member, 'POST', `/workspaces/${workspaceId}/boards/from-template`, {
      templateId: 'sprint',
    });
    const { columns, groups } = (await as(member, 'GET', `/boards/${made.body.data.id}/snapshot`))
      .body.data;
    const nameOf = ({ name }: { name: string }) => name;
    expect(groups.map(nameOf)).toContain('Dieser Sprint');
    expect(columns[0].settings.options.map(nameOf)).toContain('In Arbeit');
    const sample = await as(member, 'POST', `/workspaces/${workspaceId}/boards/sample`, {});
    expect(sample.body.data.name).toBe('Boardwire ausprobieren');
    await as(member, 'PATCH', '/account', { locale: 'en' });
  });
});
