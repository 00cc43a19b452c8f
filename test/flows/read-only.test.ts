import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../contract/src/catalogue.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive } from '../harness/live.ts';
import { registerPerson, type Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

const REASON = 'The database moves to another machine';

describe('a read-only instance', () => {
  let server: TestServer;
  let operator: Person;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    // The first account owns the instance.
    operator = await registerPerson(server);
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  const put = (person: Person, reason: string | null) =>
    server.call('PUT', '/instance/read-only', { token: person.token, body: { reason } });
  const titles = async () => {
    const { items } = (await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`)).body
      .data;
    return items.map((item: { values: { title: string } }) => item.values.title) as string[];
  };
  const add = (title: string) =>
    scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, { title });

  it('web W28: the owner of the instance alone turns it on, with a reason, which is written down', async () => {
    expect((await put(scene.owner, REASON)).status).toBe(403);
    expect((await put(operator, ' ')).status).toBe(400);
    expect((await put(operator, REASON)).status).toBe(200);
    const { data } = (await server.call('GET', '/instance/status')).body;
    expect(data.readOnly).toMatchObject({ reason: REASON });
    const since = data.readOnly.since as string;
    expect((await put(operator, `${REASON}!`)).body.data.readOnly.since).toBe(since);
    await put(operator, REASON);
    const log = await server.call('GET', '/instance/audit', { token: operator.token });
    expect(log.body.data[0]).toMatchObject({
      action: 'instance.readOnlyChanged',
      details: { reason: REASON },
    });
  });

  it('web W28: a write answers one error with the reason and when to come back; reads and sessions go on', async () => {
    const { owner, boardId, organizationId } = scene;
    for (const [method, path, body] of [
      ['POST', `/boards/${boardId}/items`, { title: 'Lost?' }],
      ['PATCH', `/boards/${boardId}`, { name: 'Renamed' }],
      ['PATCH', `/organizations/${organizationId}`, { name: 'Renamed' }],
      ['PUT', `/boards/${boardId}/favourite`, {}],
      ['POST', '/organizations', { name: 'Another' }],
    ] as const) {
      const answer = await scene.as(owner, method, path, body);
      expect(answer.status, path).toBe(503);
      expect(answer.body.error).toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
        message: `This server takes no changes for now: ${REASON}`,
        details: { reason: 'read_only', why: REASON },
      });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const upload = await server.call(
      'POST',
      `/organizations/${organizationId}/imports?fileName=a.csv`,
      {
        token: owner.token,
        headers: { 'content-type': 'application/octet-stream' },
        body: 'title\nOne',
      },
    );
    expect(upload.body.error?.details?.reason).toBe('read_only');
    expect(await titles()).toEqual([]);
    expect((await scene.as(owner, 'GET', `/boards/${boardId}`)).body.data.name).toBe('Launch');
    const { email, password } = owner;
    const logIn = await server.call('POST', '/auth/login', { body: { email, password } });
    expect(logIn.status).toBe(200);
    const { refreshToken } = logIn.body.data;
    expect((await server.call('POST', '/auth/refresh', { body: { refreshToken } })).status).toBe(
      200,
    );
    // Whoever may not is told that first.
    expect((await scene.as(scene.guest, 'PATCH', `/boards/${boardId}`, { name: 'x' })).status).toBe(
      404,
    );
  });

  it('web W28, live L16: an edit over the live connection is told to wait, uses no number up, and is taken afterwards', async () => {
    const { boardId, owner, groupId } = scene;
    const wire = await connectLive(server, owner);
    const calls = [{ op: 'items.create', input: { boardId, title: 'Waited', groupId } }];
    const send = () => wire.send({ t: 'mutate', mid: 1, board: boardId, epoch: 1, calls });
    send();
    await expect
      .poll(() => wire.heard.find((message) => message.t === 'retry'))
      .toMatchObject({ mid: 1, reason: 'readOnly', afterMs: expect.any(Number) });
    const rest = await scene.as(owner, 'POST', `/boards/${boardId}/mutations`, {
      client: crypto.randomUUID(),
      mid: 1,
      epoch: 1,
      calls,
    });
    expect(rest.body.data).toMatchObject({ t: 'retry', reason: 'readOnly' });
    expect((await put(operator, null)).status).toBe(200);
    expect((await server.call('GET', '/instance/status')).body.data.readOnly).toBeNull();
    send();
    await expect
      .poll(() => wire.heard.find((message) => message.t === 'ack'))
      .toMatchObject({ mid: 1 });
    expect(await titles()).toEqual(['Waited']);
    expect((await add('And on')).status).toBe(200);
    wire.close();
  });

  it('web W28: what goes on while it is read-only is declared, and short', () => {
    const exempt = operations.filter(({ worksReadOnly }) => worksReadOnly).map(({ name }) => name);
    expect(exempt.toSorted()).toEqual([
      'authentication.completeMfa',
      'authentication.logIn',
      'authentication.logOut',
      'authentication.refresh',
      'boards.mutate',
      'connections.test',
      'instance.setReadOnly',
      'invitations.preview',
    ]);
  });
});
