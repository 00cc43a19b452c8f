import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientMessage } from '@boardwire/contract/sync';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive } from '../harness/live.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

/** While nodes are replaced one by one, a client is newer or older than the node that it talks to. */
describe('clients and nodes of different builds', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server?.stop());

  it('live L6: a node says what it takes beyond the first edition', async () => {
    const wire = await connectLive(server, scene.owner);
    const welcome = wire.heard.find(({ t }) => t === 'welcome');
    expect(welcome).toMatchObject({ features: expect.arrayContaining(['presence.anchor']) });
    wire.close();
    const status = await server.call('GET', '/instance/status', {});
    expect(status.body.data.features).toContain('register.region');
  });

  it('live L25: of the presence of a newer client everything else is shown, other messages are refused', async () => {
    const [newer, other] = [
      await connectLive(server, scene.owner),
      await connectLive(server, scene.member),
    ];
    const board = scene.boardId;
    for (const wire of [newer, other]) {
      wire.send({ t: 'join', board, epoch: 1, since: 0 });
      await wire.next('joined');
    }
    const later = { later: 'unheard of' };
    const presence = { t: 'presence', board, tab: 1, state: 'active', cursor: [1, 2] } as const;
    newer.send({ ...presence, cursor: [1, 2], anchor: [3, 4], ...later });
    const { up } = await other.next('people', (message) => message.up.some((each) => each.anchor));
    expect(up).toMatchObject([{ cursor: [1, 2], anchor: [3, 4] }]);
    expect(up[0]).not.toHaveProperty('later');
    const leave: ClientMessage = { t: 'leave', board };
    for (let count = 0; count < 5; count += 1) newer.send({ ...leave, ...later });
    expect(await newer.next('bye')).toMatchObject({ reason: 'protocol' });
    other.close();
  });
});
