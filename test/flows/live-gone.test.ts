import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive } from '../harness/live.ts';
import { registerPerson } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

/** What somebody is told whose edit waited for a board that is not there any more. */
describe('edits of a board that is gone', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server?.stop());

  /** The refusal of an edit, sent as the first one of a client of its own. */
  async function refusalOf(person: { token: string }, board: string) {
    const wire = await connectLive(server, person);
    const input = { boardId: board, name: 'Landing' };
    wire.send({ t: 'mutate', mid: 1, board, epoch: 1, calls: [{ op: 'boards.update', input }] });
    const { error } = await wire.next('nack');
    wire.close();
    return error;
  }

  it('web W26, security S22: absent and foreign boards answer alike, and say that it is the whole board', async () => {
    const stranger = await registerPerson(server);
    const foreign = await refusalOf(stranger, scene.boardId);
    expect(foreign).toMatchObject({ code: 'NOT_FOUND', details: { reason: 'board_closed' } });
    expect(await refusalOf(scene.member, crypto.randomUUID())).toEqual(foreign);
    const visibility = { visibility: 'private' };
    await scene.as(scene.owner, 'PUT', `/boards/${scene.boardId}/visibility`, visibility);
    expect(await refusalOf(scene.member, scene.boardId)).toEqual(foreign);
  });

  it('web W23: a board in the trash says so to those who would see it, and to nobody else', async () => {
    const visibility = { visibility: 'organization' };
    await scene.as(scene.owner, 'PUT', `/boards/${scene.boardId}/visibility`, visibility);
    const stranger = await registerPerson(server);
    const foreign = await refusalOf(stranger, scene.boardId);
    await scene.as(scene.owner, 'DELETE', `/boards/${scene.boardId}`);
    const told = await refusalOf(scene.member, scene.boardId);
    expect(told).toMatchObject({ code: 'NOT_FOUND', details: { reason: 'board_deleted' } });
    expect(await refusalOf(stranger, scene.boardId)).toEqual(foreign);
    const read = (token: string) =>
      server.call('GET', `/boards/${scene.boardId}/snapshot`, { token });
    const own = await read(scene.member.token);
    expect([own.status, own.body.error?.details]).toEqual([404, { reason: 'board_deleted' }]);
    const theirs = await read(stranger.token);
    expect([theirs.status, theirs.body.error?.details]).toEqual([404, undefined]);
  });
});
