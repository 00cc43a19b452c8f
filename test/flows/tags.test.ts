import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

describe('tags of lists (RFC 9110 section 13.1.2)', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  const ask = (path: string, person: Pick<Person, 'token'>, known?: string | null) =>
    server.call('GET', path, {
      token: person.token,
      headers: known ? { 'if-none-match': known } : {},
    });
  const boards = () => `/organizations/${scene.organizationId}/boards`;

  it('an unchanged list answers 304 without a body, to its tag in any form; a changed one comes whole', async () => {
    const whole = await ask(boards(), scene.owner);
    const tag = whole.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"/);
    for (const known of [tag, tag.slice(2), `"other", ${tag}`, '*']) {
      const same = await fetch(`${server.url}/api/v1${boards()}`, {
        headers: { authorization: `Bearer ${scene.owner.token}`, 'if-none-match': known },
      });
      expect([same.status, await same.text()], known).toEqual([304, '']);
      expect(Object.fromEntries(same.headers)).toMatchObject({
        etag: tag,
        'cache-control': 'private, no-store',
        vary: 'authorization, accept-encoding',
      });
    }
    await scene.as(scene.owner, 'PATCH', `/boards/${scene.boardId}`, { name: 'Renamed' });
    const changed = await ask(boards(), scene.owner, tag);
    expect([changed.status, changed.body.data[0].name]).toEqual([200, 'Renamed']);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  it('pages and filters have tags of their own', async () => {
    const tag = (await ask(boards(), scene.owner)).headers.get('etag');
    expect((await ask(`${boards()}?limit=7`, scene.owner, tag)).status).toBe(200);
  });

  it('security S22: who may not see it hears so whatever tag they name, and * is no way round', async () => {
    const path = `/boards/${scene.boardId}/items`;
    const tag = (await ask(path, scene.member)).headers.get('etag');
    expect((await ask(path, scene.member, tag)).status).toBe(304);
    await scene.as(scene.owner, 'PUT', `/boards/${scene.boardId}/visibility`, {
      visibility: 'private',
    });
    await expect.poll(async () => (await ask(path, scene.member, tag)).status).toBe(404);
    expect((await ask(path, scene.member, '*')).status).toBe(404);
    expect((await ask(path, { token: 'nonsense' }, tag)).status).toBe(401);
  });

  it('the tag of somebody else does not stand for another view', async () => {
    const tag = (await ask(boards(), scene.owner)).headers.get('etag');
    // The board is private by now: the member's list is another one.
    const own = await ask(boards(), scene.member, tag);
    expect([own.status, own.body.data]).toEqual([200, []]);
  });
});
