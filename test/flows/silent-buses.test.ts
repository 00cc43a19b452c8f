import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createScene, revocationKinds, type Scene } from '../../bench/lib/revocations.ts';
import type { ApiNode } from '../../bench/lib/two-nodes.ts';
import {
  findFreePort,
  findRedisProgram,
  startRedis,
  type TestRedis,
} from '../../server/src/platform/queue/redis-server.fixture.ts';
import { startProxy, type TestProxy } from '../../server/src/platform/queue/test-proxy.fixture.ts';
import { addMember, registerPerson, type Person } from '../harness/people.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive, type LiveWire } from '../harness/live.ts';
import { startAnotherNode, startTestServer, type TestServer } from '../harness/server.ts';
import { isNightly } from '../harness/tier.ts';

const program = findRedisProgram();
const LONG = { timeout: 30_000, interval: 20 };
/** At night it has lasted so long before anybody loses anything (security S25). */
const SILENT_FOR_MS = isNightly ? 30_000 : 0;

/**
 * One node whose connection for notifications and whose Redis have fallen silent, without an end that it could notice,
 * while its other connections to Postgres stand. How often it polls then is proved by the clock of access-epochs.test.ts;
 * here, that the poll alone takes all access away.
 */
describe.skipIf(program === undefined)(
  'fault F21: NOTIFY and Redis are silent (needs redis-server)',
  () => {
    let redis: TestRedis;
    let toRedis: TestProxy;
    let toPostgres: TestProxy;
    let first: TestServer;
    let deaf: TestServer;
    let scene: BoardScene;
    let people: Scene;

    beforeAll(async () => {
      redis = await startRedis(program ?? '', await findFreePort());
      toRedis = await startProxy(redis.url);
      first = await startTestServer({ BOARDWIRE_ROLE: 'api', REDIS_URL: redis.url });
      toPostgres = await startProxy(first.database.appUrl);
      deaf = await startAnotherNode(first, {
        BOARDWIRE_ROLE: 'api',
        REDIS_URL: toRedis.url,
        DATABASE_URL: toPostgres.url,
      });
      scene = await createBoardScene(first);
      people = await createScene({
        a: asNode(first),
        b: asNode(deaf),
        killB: () => undefined,
        stop: none,
      });
      // It has heard both before.
      const isUp = () => deaf.program.foundation.redis?.isUp();
      await vi.waitFor(() => expect(isUp()).toBe(true), LONG);
      await vi.waitFor(() => expect(toPostgres.silence('boardwire-listen')).toBe(1), LONG);
      toRedis.become('swallow');
      await vi.waitFor(() => expect(isUp()).toBe(false), LONG);
      await sleep(SILENT_FOR_MS);
    }, 90_000);
    afterAll(async () => {
      await deaf.stop();
      await first.stop();
      for (const proxy of [toRedis, toPostgres]) await proxy.close();
      await redis.stop();
    });

    async function follow(person: Person, boardId: string): Promise<LiveWire> {
      const wire = await connectLive(deaf, person);
      const path = `/boards/${boardId}/snapshot`;
      const { epoch, seq } = (await scene.as(person, 'GET', path)).body.data;
      wire.send({ t: 'join', board: boardId, epoch, since: seq });
      await wire.next('joined');
      return wire;
    }

    const read = async ({ token }: Person, path: string) =>
      (await deaf.call('GET', path, { token })).status;

    it.concurrent.for(
      revocationKinds
        .filter(({ name }) => name.endsWith(', REST'))
        .map((kind) => [kind.name, kind] as const),
    )(
      'fault F21, security S26: %s: is refused on the silent node',
      async ([, kind], { expect }) => {
        const { use, revoke } = await kind.prepare(people);
        expect([await use(), await use()]).toEqual([true, true]);
        await revoke();
        await expect.poll(use, LONG).toBe(false);
        expect(await use()).toBe(false);
      },
    );

    it('fault F21, live L35: who is removed from the organization loses the board there, and every request from that moment on', async () => {
      const member = await addMember(first, scene.owner, scene.organizationId, 'member');
      const wire = await follow(member, scene.boardId);
      expect(await read(member, `/boards/${scene.boardId}`)).toBe(200);
      const path = `/organizations/${scene.organizationId}/members/${member.memberId}`;
      expect((await scene.as(scene.owner, 'DELETE', path)).status).toBe(200);
      expect((await wire.next('left')).reason).toBe('revoked');
      // One poll brings the news to both.
      expect(await read(member, `/boards/${scene.boardId}`)).toBe(404);
      wire.close();
    });

    it('fault F21, live L34: who loses a private board hears nothing of it from that change on', async () => {
      const { as, owner, member } = scene;
      const made = await as(owner, 'POST', `/workspaces/${scene.workspaceId}/boards`, {
        name: 'Secret',
      });
      const boardId = made.body.data.id as string;
      await as(owner, 'PUT', `/boards/${boardId}/visibility`, { visibility: 'private' });
      const access = `/boards/${boardId}/members/${member.userId}`;
      await as(owner, 'PUT', access, { level: 'editor' });
      const wire = await follow(member, boardId);
      await as(owner, 'POST', `/boards/${boardId}/items`, { title: 'Before' });
      expect((await as(owner, 'DELETE', access)).status).toBe(200);
      await as(owner, 'POST', `/boards/${boardId}/items`, { title: 'After' });
      expect((await wire.next('left')).reason).toBe('revoked');
      await expect.poll(() => read(member, `/boards/${boardId}`), LONG).toBe(404);
      expect(JSON.stringify(wire.heard)).not.toContain('After');
      wire.close();
    });

    it('fault F21, security S25: a session that ended loses its connection there, and every request from that moment on', async () => {
      const person = await registerPerson(first);
      const wire = await connectLive(deaf, person);
      expect(await read(person, '/account')).toBe(200);
      const ended = await first.call('DELETE', `/account/sessions/${person.sessionId}`, {
        token: person.token,
      });
      expect(ended.status).toBe(200);
      expect((await wire.next('bye')).reason).toBe('session_ended');
      expect(await read(person, '/account')).toBe(401);
    });
  },
);

const none = async () => undefined;

function asNode({ url, call }: TestServer): ApiNode {
  return {
    url,
    async call<Data>(method: string, path: string, { token, body }: NodeCall = {}) {
      const answer = await call(method, path, {
        ...(body === undefined ? {} : { body }),
        ...(token === undefined ? {} : { token }),
      });
      return { status: answer.status, data: answer.body.data as Data };
    },
  };
}

type NodeCall = { token?: string | undefined; body?: unknown };
