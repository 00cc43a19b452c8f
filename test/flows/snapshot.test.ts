import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let scene: BoardScene;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  for (let index = 0; index < 40; index += 1) await addItem(`Item ${index} of a board`);
});
afterAll(() => server.stop());

const addItem = (title: string) =>
  scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, { title });
const path = () => `/boards/${scene.boardId}/snapshot`;

interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

/** A bare request: fetch would unpack the answer by itself. */
function ask(person: Pick<Person, 'token'>, headers: Record<string, string>): Promise<RawAnswer> {
  const authorization = `Bearer ${person.token}`;
  return new Promise((resolve, reject) => {
    const asked = request(
      `${server.url}/api/v1${path()}`,
      { headers: { authorization, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { statusCode: status = 0 } = answer;
          resolve({ status, headers: answer.headers, bytes: Buffer.concat(chunks) });
        });
      },
    );
    asked.on('error', reject).end();
  });
}

describe('the snapshot of a board', () => {
  it('live L7: is compressed once for whoever takes gzip, and plain for others', async () => {
    const packed = await ask(scene.owner, { 'accept-encoding': 'gzip, deflate, br' });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      'cache-control': 'private, no-store',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(String(packed.headers['vary']).toLowerCase()).toContain('accept-encoding');
    const text = gunzipSync(packed.bytes).toString();
    const { success, data } = JSON.parse(text);
    expect([success, data.items.length]).toEqual([true, 40]);
    expect(packed.headers['etag']).toBe(`"${data.epoch}:${data.seq}"`);
    for (const header of [{}, { 'accept-encoding': 'gzip;q=0' }]) {
      const plain = await ask(scene.owner, header);
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.bytes.toString()).toBe(text);
      expect(plain.headers['etag']).toBe(packed.headers['etag']);
    }
  });

  it('live L7: whoever has it is told so until the board changes', async () => {
    const { headers } = await ask(scene.owner, {});
    const known = { 'if-none-match': String(headers['etag']) };
    const same = await ask(scene.owner, known);
    expect([same.status, same.bytes.length]).toEqual([304, 0]);
    expect(same.headers).toMatchObject({
      etag: headers['etag'],
      'cache-control': 'private, no-store',
    });
    await addItem('News');
    const changed = await ask(scene.owner, known);
    expect(changed.status).toBe(200);
    expect(JSON.parse(changed.bytes.toString()).data.items).toHaveLength(41);
  });

  it('security S22: who may read is asked each time, before anything is compared', async () => {
    const { headers } = await ask(scene.owner, {});
    const known = { 'if-none-match': String(headers['etag']) };
    expect((await ask(scene.guest, known)).status).toBe(404);
    expect((await ask({ token: 'nonsense' }, known)).status).toBe(401);
    expect((await ask(scene.member, known)).status).toBe(304);
    const { as, owner, boardId } = scene;
    await as(owner, 'PUT', `/boards/${boardId}/visibility`, { visibility: 'private' });
    await expect.poll(async () => (await ask(scene.member, {})).status).toBe(404);
    await as(owner, 'PUT', `/boards/${boardId}/visibility`, { visibility: 'organization' });
    await expect.poll(async () => (await ask(scene.member, {})).status).toBe(200);
  });

  it('live L5: each reader gets its own permissions and the names of now on the shared rows', async () => {
    const read = async (person: Person) => (await scene.as(person, 'GET', path())).body.data;
    const [owner, member] = [await read(scene.owner), await read(scene.member)];
    expect(owner.items).toEqual(member.items);
    expect(owner.permissions).toContain('board:administer');
    expect(member.permissions).not.toContain('board:administer');
    expect(owner.people).toMatchObject([{ id: scene.owner.userId, isPlaceholder: false }]);
    await scene.as(scene.owner, 'PATCH', '/account', { name: 'Ada Renamed' });
    const later = await read(scene.member);
    expect(later.seq).toBe(member.seq);
    expect(later.people).toMatchObject([{ name: 'Ada Renamed' }]);
  });
});
