import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { registerPerson, type Person } from '../harness/people.ts';
import { startTestServer, type Answer, type TestServer } from '../harness/server.ts';

const WRITERS = 12;

describe('the switch to read-only and what is under way', () => {
  let server: TestServer;
  let operator: Person;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    // The first account owns the instance.
    operator = await registerPerson(server);
    scene = await createBoardScene(server);
  });
  beforeEach(() => put(null));
  afterAll(() => server.stop());

  const put = (reason: string | null) =>
    server.call('PUT', '/instance/read-only', { token: operator.token, body: { reason } });
  const add = (title: string) =>
    scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, { title });
  const rename = (name: string) =>
    scene.as(scene.owner, 'PATCH', `/organizations/${scene.organizationId}`, { name });
  const seq = async () => {
    const [row] = await server.database.query<{ seq: string }>(
      'select seq from boards where id = $1',
      [scene.boardId],
    );
    return Number(row?.seq);
  };

  /** Somebody else has it for so long: writes that need it have begun and do not end. */
  async function hold<T>(id: string, work: () => Promise<T>): Promise<T> {
    const run = (name: string) =>
      server.database.query(`select ${name}(hashtextextended($1, 0))`, [id]);
    await run('pg_advisory_lock');
    try {
      return await work();
    } finally {
      await run('pg_advisory_unlock');
    }
  }

  /** Until so many statements wait for advisory locks. */
  const waiting = (count: number) =>
    expect
      .poll(
        () =>
          server.database.query(
            `select from pg_locks l join pg_database d on d.oid = l.database
             where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
          ),
        { timeout: 20_000 },
      )
      .toHaveLength(count);

  it.each([
    ['a change of a board', () => scene.boardId, () => add('Under way')],
    ['any other change', () => scene.organizationId, () => rename('Under way')],
  ])('web W28: waits for %s that has begun', async (_what, held, write) => {
    const answered: string[] = [];
    const note = (name: string, answer: Promise<Answer>) =>
      answer.then((known) => {
        answered.push(name);
        return known;
      });
    const [first, turned, second] = await hold(held(), async () => {
      const begun = note('first', write());
      await waiting(1);
      const switched = note('switch', put('Moves'));
      await waiting(2);
      const late = note('second', write());
      expect(answered).toEqual([]);
      return [begun, switched, late] as const;
    }).then((calls) => Promise.all(calls));
    expect([first.status, turned.status, second.status]).toEqual([200, 200, 503]);
    expect(second.body.error?.details?.reason).toBe('read_only');
    expect(answered[0]).toBe('first');
  });

  it('web W28: nothing is written after its answer, however much is under way', async () => {
    const writers = Array.from({ length: WRITERS }, async (_, index) => {
      for (let done = 0; ; done += 1)
        if ((await add(`${index} ${done}`)).status === 503) return done;
    });
    const began = await seq();
    await expect.poll(seq).toBeGreaterThan(began + WRITERS);
    expect((await put('Moves')).status).toBe(200);
    const reached = await seq();
    const done = await Promise.all(writers);
    expect(await seq()).toBe(reached);
    expect(reached).toBe(began + done.reduce((sum, count) => sum + count, 0));
  });

  it('web W28: says so when a change does not end, and switches nothing', async () => {
    await hold(scene.boardId, async () => {
      const begun = add('Takes long');
      await waiting(1);
      const answer = await put('Moves');
      expect(answer.status).toBe(503);
      expect(answer.body.error?.details?.reason).toBe('long_change');
      const { data } = (await server.call('GET', '/instance/status')).body;
      expect(data.readOnly).toBeNull();
      return { begun };
    }).then(async ({ begun }) => expect((await begun).status).toBe(200));
    expect((await add('And on')).status).toBe(200);
  });
});
