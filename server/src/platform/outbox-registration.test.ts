import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createId } from '../kernel/ids.ts';
import { createOutbox, type Consumer, type Outbox } from './outbox.ts';
import { noted, openTestRunner } from './runner.fixture.ts';

let runner: Awaited<ReturnType<typeof openTestRunner>>;
const outboxes: Outbox[] = [];
beforeAll(async () => {
  runner = await openTestRunner();
});
afterEach(async () => {
  await Promise.all(outboxes.splice(0).map((outbox) => outbox.stop()));
});
afterAll(() => runner.close());

/** A consumer of that name; what it reads goes to `seen`. */
function follow(name: string, seen: string[], from?: 'now' | 'start'): Consumer {
  return {
    name,
    on: [noted.type],
    ...(from === undefined ? {} : { from }),
    handle: async (_tx, event) => void seen.push(String(event.data['text'])),
  };
}

function openNode(...consumers: Consumer[]): Outbox {
  const outbox = createOutbox({ ...runner, consumers });
  outboxes.push(outbox);
  return outbox;
}

const INSERT = `insert into events (id, aggregate_type, aggregate_id, type, version, data, actor)
  values ($1, 'organization', $2, $3, 1, $4, '{}')`;
const valuesOf = (text: string) => [createId(), createId(), noted.type, { text }];

const write = (text: string) => runner.testDatabase.query(INSERT, valuesOf(text));

/** Writes an event in a transaction that stays open until `commit`. */
async function begin(text: string) {
  const client = new Client({ connectionString: runner.testDatabase.adminUrl });
  await client.connect();
  await client.query('begin');
  await client.query(INSERT, valuesOf(text));
  return {
    async commit() {
      await client.query('commit');
      await client.end();
    },
  };
}

const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 15_000, interval: 10 });

describe('outbox O7: where a consumer begins', () => {
  it('with what follows its first registration, unless it asks for the whole log', async () => {
    const [reaction, projection]: [string[], string[]] = [[], []];
    await write('history');
    await openNode(follow(createId(), reaction)).start();
    await openNode(follow(createId(), projection, 'start')).start();
    await write('news');
    await eventually(() => expect(reaction).toContain('news'));
    await eventually(() => expect(projection).toContain('news'));
    expect(reaction).toEqual(['news']);
    expect(projection.indexOf('history')).toBeLessThan(projection.indexOf('news'));
    expect(projection).toContain('history');
  });

  it('with what is in flight at the registration, whether it took its number before or commits after', async () => {
    const seen: string[] = [];
    const inFlight = await begin('in flight');
    // It is over, though its number is higher than that of one which is not.
    await write('over before the registration');
    const name = createId();
    const node = openNode(follow(name, seen));
    await node.register();
    expect((await node.lag()).find(({ consumer }) => consumer === name)?.lagS).toBe(0);
    await write('after the registration');
    await inFlight.commit();
    await node.start();
    await eventually(() => expect(seen).toContain('after the registration'));
    expect(seen).toEqual(['in flight', 'after the registration']);
  });

  it('at a stored place: what happens before the first read, or while it is away, is read', async () => {
    const name = createId();
    const seen: string[] = [];
    await openNode(follow(name, seen)).register();
    await write('before the first read');
    // A later version declares another beginning; it has one.
    const second = openNode(follow(name, seen, 'start'));
    await second.start();
    await eventually(() => expect(seen).toContain('before the first read'));
    await second.stop();
    await write('while it was away');
    await openNode(follow(name, seen)).start();
    await eventually(() => expect(seen).toContain('while it was away'));
    expect(seen).toEqual(['before the first read', 'while it was away']);
  });

  it('once, when nodes register it at the same time while others write', async () => {
    const seen: string[] = [];
    const name = createId();
    await write('long ago');
    const inFlight = await begin('round: in flight');
    const nodes = Array.from({ length: 4 }, () => openNode(follow(name, seen)));
    const written: string[] = [];
    let isOver = false;
    let isRegistered = false;
    const writeOn = async (writer: number) => {
      for (let count = 0; !isOver; count += 1) {
        const text = `round: ${writer}/${count}`;
        const mustBeSeen = isRegistered;
        await write(text);
        if (mustBeSeen) written.push(text);
      }
    };
    const writers = [1, 2].map(writeOn);
    await Promise.all(
      nodes.map(async (node) => {
        await node.start();
        isRegistered = true;
      }),
    );
    await inFlight.commit();
    await eventually(() => expect(written.length).toBeGreaterThan(20));
    isOver = true;
    await Promise.all(writers);
    await write('round: last');
    await eventually(() => expect(seen).toContain('round: last'));
    expect(seen).toEqual(expect.arrayContaining([...written, 'round: in flight']));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).not.toContain('long ago');
  });

  it('there too after the log was copied to another server (O6), old consumers and new', async () => {
    const [old, fresh]: [string[], string[]] = [[], []];
    const name = createId();
    const inFlight = await begin('in flight at the beginning');
    await write('over at the beginning');
    await openNode(follow(name, old)).register();
    await inFlight.commit();
    await write('unread at the copy');
    await copyElsewhere();
    // New here: the old server did not know it.
    await openNode(follow(name, old), follow(createId(), fresh)).start();
    await write('after the copy');
    await eventually(() => expect(fresh).toContain('after the copy'));
    await eventually(() => expect(old).toHaveLength(3));
    expect(fresh).toEqual(['after the copy']);
    expect(old.toSorted()).toEqual([
      'after the copy',
      'in flight at the beginning',
      'unread at the copy',
    ]);
  });
});

/** As dump and restore into a young server: ids far ahead of its own. */
async function copyElsewhere(): Promise<void> {
  const { query } = runner.testDatabase;
  const shift = (id: string) => `(${id}::text::bigint + 1000000000)::text`;
  await query(`update events set transaction_id = ${shift('transaction_id')}::xid8`);
  await query(
    `update event_consumers set transaction_id = ${shift('transaction_id')}::xid8, begins_after = (
       ${shift('pg_snapshot_xmin(begins_after)')} || ':' || ${shift('pg_snapshot_xmax(begins_after)')} || ':' ||
       (select coalesce(string_agg(${shift('running')}, ',' order by running), '')
        from pg_snapshot_xip(begins_after) as running))::pg_snapshot`,
  );
}
