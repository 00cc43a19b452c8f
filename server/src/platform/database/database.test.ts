import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import { sleep } from '../../kernel/time.ts';
import { createLog } from '../log.ts';
import { connectDatabase, type Database, type Transaction } from './database.ts';

let testDatabase: TestDatabase;
let database: Database;
const [one, other] = [createId(), createId()];
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  // One connection, so that what one leaves behind would meet the next.
  database = connectDatabase({ url: testDatabase.appUrl, poolSize: 1, log: createLog('silent') });
  await testDatabase.query(
    `insert into organizations (id, name) values ($1, 'One'), ($2, 'Other')`,
    [one, other],
  );
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const visible = async (tx: Transaction) =>
  (await tx.query<{ id: string }>('select id from organizations')).map(({ id }) => id);

describe('security S14: the scope of a connection', () => {
  it('is right behind reads that failed while their statements were on the way', async () => {
    const fail = () => Promise.reject(new Error('refused'));
    const failBusy = async (tx: Transaction) => {
      await Promise.all([tx.query('select pg_sleep(0.2)'), fail()]);
    };
    const failing = Promise.allSettled([
      database.read({ organizationId: one }, failBusy),
      database.read({ organizationId: other }, fail),
    ]);
    await sleep(100);
    expect(await database.read({ organizationId: one }, visible)).toEqual([one]);
    await failing;
  });
});

describe('fault F24: a read whose connection is taken by its first statement', () => {
  const scope = { organizationId: one };

  it('takes none for work that asks nothing, and gives back what it took', async () => {
    let release: (() => void) | undefined;
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    const holding = database.read('all', () => isReleased);
    const waits = database.readLazily(scope, visible);
    expect(await database.readLazily(scope, async (tx) => tx.connection())).toBe('none');
    release?.();
    await holding;
    expect(await waits).toEqual([one]);
    const told = await database.readLazily(scope, async (tx) => {
      const asked = tx.query('select 1');
      return [tx.connection(), await asked.then(() => tx.connection())];
    });
    expect(told).toEqual(['awaited', 'held']);
    const { total, idle } = database.stats();
    expect(idle).toBe(total);
  });

  it('security S14: sees its scope alone, and writes nothing', async () => {
    await database.read('all', visible);
    const both = (tx: Transaction) => Promise.all([visible(tx), visible(tx)]);
    expect(await database.readLazily(scope, both)).toEqual([[one], [one]]);
    expect(await database.readLazily({ organizationId: other }, visible)).toEqual([other]);
    const writing = database.readLazily(scope, (tx) => tx.query('delete from organizations'));
    await expect(writing).rejects.toThrow('read-only');
    expect(await database.read({ organizationId: other }, visible)).toEqual([other]);
  });

  it('sends its statements in their order, and none when it is over', async () => {
    let late: (() => Promise<unknown>) | undefined;
    const order: number[] = [];
    await database.readLazily(scope, async (tx) => {
      late = () => tx.query('select 1');
      const note = (value: number) => tx.query('select 1').then(() => order.push(value));
      await Promise.all([note(1), note(2), Promise.resolve().then(() => note(3))]);
    });
    expect(order).toEqual([1, 2, 3]);
    await expect(late?.()).rejects.toThrow('transaction is over');
    await database.readLazily(scope, async (tx) => void (late = () => tx.query('select 1')));
    await expect(late?.()).rejects.toThrow('transaction is over');
  });

  it('ends with what its work failed with, and says so when the database is away', async () => {
    const failing = database.readLazily(scope, async (tx) => {
      await tx.query('select 1');
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    const lost = database.readLazily(scope, (tx) =>
      tx.query('select pg_terminate_backend(pg_backend_pid())'),
    );
    await expect(lost).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    // The pool hears of the loss a moment later than the statement.
    await expect.poll(() => database.readLazily(scope, visible).catch(() => null)).toEqual([one]);
    const away = connectDatabase({
      url: 'postgres://nobody@127.0.0.1:1/none',
      poolSize: 1,
      log: createLog('silent'),
    });
    await expect(away.readLazily(scope, visible)).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    await away.close();
  });
});

describe('a transaction that is over', () => {
  it('takes no statement of a branch that nobody waited for', async () => {
    const id = createId();
    let late: Promise<unknown> | undefined;
    const writing = database.write('all', (tx) => {
      late = tx
        .query('select pg_sleep(0.05)')
        .then(() =>
          tx.query(
            `insert into users (id, email, name, password_hash) values ($1, 'a@b.test', 'A', '')`,
            [id],
          ),
        );
      return Promise.all([late, Promise.reject(new Error('the other branch failed'))]);
    });
    await expect(writing).rejects.toThrow('the other branch failed');
    await expect(late).rejects.toThrow('transaction is over');
    expect(await testDatabase.query('select 1 from users where id = $1', [id])).toEqual([]);
  });
});

describe('a commit that follows statements without waiting for them', () => {
  const insert = (tx: Transaction, id: string, name: string | null) =>
    tx.query('insert into organizations (id, name) values ($1, $2)', [id, name]);
  const named = (...ids: string[]) =>
    testDatabase.query('select id from organizations where id = any($1)', [ids]);

  it('keeps all of them, and resolves when they are kept', async () => {
    const [a, b] = [createId(), createId()];
    const result = await database.write('all', async (tx) => {
      tx.commitBehind(Promise.all([insert(tx, a, 'A'), insert(tx, b, 'B')]));
      return 'done';
    });
    expect(result).toBe('done');
    expect(await named(a, b)).toHaveLength(2);
  });

  it('keeps none when one fails, says why, and leaves the connection usable', async () => {
    const [a, b] = [createId(), createId()];
    const writing = database.write('all', async (tx) => {
      tx.commitBehind(Promise.all([insert(tx, a, null), insert(tx, b, 'B')]));
    });
    await expect(writing).rejects.toThrow('null value in column "name"');
    expect(await named(a, b)).toEqual([]);
    expect(await database.write({ organizationId: one }, visible)).toEqual([one]);
  });

  it('says why, also where a later statement is heard first', async () => {
    const [a, b] = [createId(), createId()];
    const writing = database.write('all', async (tx) => {
      const first = insert(tx, a, null);
      const heardLater = first.then(String).then(String).then(String);
      tx.commitBehind(Promise.all([heardLater, insert(tx, b, 'B')]));
    });
    await expect(writing).rejects.toThrow('null value in column "name"');
  });
});
