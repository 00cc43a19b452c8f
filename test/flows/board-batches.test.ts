import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let scene: BoardScene;
let other: BoardScene;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  other = await createBoardScene(server);
});
afterAll(() => server.stop());

const readChanges = async (since: number): Promise<{ seq: number; event: { type: string } }[]> => {
  const path = `/boards/${scene.boardId}/changes?epoch=1&since=${since}&limit=1000`;
  return (await scene.as(scene.owner, 'GET', path)).body.data.changes;
};
const readSeq = async (): Promise<number> =>
  (await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`)).body.data.seq;
const create = (body: object) =>
  scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, body);

describe('many writers of one board', () => {
  it('live L1, L4: share transactions, and a refusal touches only itself', async () => {
    const before = await readSeq();
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, index) =>
        create({ title: index % 10 === 0 ? ' ' : `Item ${index}` }),
      ),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(135);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(15);
    const changes = await readChanges(before);
    expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, index) => before + 1 + index));
    expect(changes).toHaveLength(135);
    const numbers = done.map(({ body }) => body.data.number as number);
    expect(new Set(numbers).size).toBe(135);
    const [{ transactions } = { transactions: 0 }] = await server.database.query<{
      transactions: number;
    }>(
      `select count(distinct transaction_id)::int as transactions from events where board_id = $1 and board_seq > $2`,
      [scene.boardId, before],
    );
    expect(transactions).toBeLessThan(100);
  });

  it('live L4: one that breaks the transaction hurts only itself', async () => {
    const theirs = (
      await other.as(other.owner, 'POST', `/boards/${other.boardId}/items`, { title: 'Theirs' })
    ).body.data;
    const before = await readSeq();
    const answers = await Promise.all([
      create({ title: 'Before' }),
      create({ title: 'Stolen', id: theirs.id }),
      ...Array.from({ length: 20 }, () => create({ title: 'After' })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      200,
      409,
      ...Array.from({ length: 20 }, () => 200),
    ]);
    expect(answers[1]?.body.error?.details?.reason).toBe('id_taken');
    expect(await readChanges(before)).toHaveLength(21);
    expect((await other.as(other.owner, 'GET', `/items/${theirs.id}`)).body.data.values.title).toBe(
      'Theirs',
    );
  });

  it('reliability R2: an Idempotency-Key creates one item however often it is sent', async () => {
    const before = await readSeq();
    const send = () =>
      server.call('POST', `/boards/${scene.boardId}/items`, {
        token: scene.owner.token,
        headers: { 'idempotency-key': 'create-once' },
        body: { title: 'Once' },
      });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    const ids = answers.filter(({ status }) => status === 200).map(({ body }) => body.data.id);
    expect(new Set(ids).size).toBe(1);
    expect((await send()).body.data.id).toBe(ids[0]);
    expect(await readChanges(before)).toHaveLength(1);
  });

  it('live L24: items created at once stand in one order without ties', async () => {
    const { items } = (await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`)).body
      .data;
    const places = items.map(
      ({ pos, groupId }: { pos: string; groupId: string }) => `${groupId} ${pos}`,
    );
    expect(new Set(places).size).toBe(places.length);
  });
});
