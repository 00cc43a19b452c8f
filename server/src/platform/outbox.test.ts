import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createId } from '../kernel/ids.ts';
import { sleep } from '../kernel/time.ts';
import type { Transaction } from './database/database.ts';
import type { StoredEvent } from './event-log.ts';
import { implement } from './operation.ts';
import { createOutbox, type Consumer, type Outbox } from './outbox.ts';
import { noted, noteSpec, openTestRunner } from './runner.fixture.ts';

let runner: Awaited<ReturnType<typeof openTestRunner>>;
const outboxes: Outbox[] = [];
beforeAll(async () => {
  runner = await openTestRunner();
});
afterEach(async () => {
  await Promise.all(outboxes.splice(0).map((outbox) => outbox.stop()));
});
afterAll(() => runner.close());

async function follow(
  handle: (tx: Transaction, event: StoredEvent) => Promise<void>,
  name = createId(),
  from: 'now' | 'start' = 'now',
) {
  const consumer: Consumer = { name, on: [noted.type], from, handle };
  const outbox = createOutbox({ ...runner, consumers: [consumer] });
  outboxes.push(outbox);
  await outbox.start();
  return outbox;
}

const note = implement(noteSpec, {
  async handle({ organizationId, text }, context) {
    context.emit(noted, organizationId, { organizationId, text });
    return { text, nonce: '' };
  },
});

async function write(text: string): Promise<void> {
  const outcome = await runner.run(
    note,
    { organizationId: runner.organizationId, text },
    runner.admin,
  );
  expect(outcome.ok).toBe(true);
}

/** Inserts an event in a transaction that stays open until `commit`. */
async function openTransaction(text: string, aggregateId = createId()) {
  const client = new Client({ connectionString: runner.testDatabase.adminUrl });
  await client.connect();
  await client.query('begin');
  await client.query(
    `insert into events (id, aggregate_type, aggregate_id, type, version, data, actor)
     values ($1, 'organization', $2, $3, 1, $4, '{}')`,
    [createId(), aggregateId, noted.type, { organizationId: aggregateId, text }],
  );
  return {
    async commit() {
      await client.query('commit');
      await client.end();
    },
  };
}

const textOf = (event: StoredEvent) => String(event.data['text']);
const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 15_000, interval: 10 });

describe('outbox O8: what nobody takes delays nobody', () => {
  it('passes over 30,000 events of another type at once, and takes those among them', async () => {
    const seen: string[] = [];
    await runner.testDatabase.query(
      `insert into events (id, aggregate_type, aggregate_id, type, version, data, actor)
       select gen_random_uuid(), 'board', gen_random_uuid(), 'item.created', 1, '{}', '{}' from generate_series(1, 15000)`,
    );
    const outbox = await follow(
      async (_tx, event) => void seen.push(textOf(event)),
      createId(),
      'start',
    );
    await write('among them');
    await runner.testDatabase.query(
      `insert into events (id, aggregate_type, aggregate_id, type, version, data, actor)
       select gen_random_uuid(), 'board', gen_random_uuid(), 'item.created', 1, '{}', '{}' from generate_series(1, 15000)`,
    );
    await write('after them');
    outbox.wake();
    await eventually(() =>
      expect(seen).toEqual(expect.arrayContaining(['among them', 'after them'])),
    );
    await eventually(async () => {
      const waiting = await outbox.lag();
      expect(waiting.every(({ lagS }) => lagS === 0)).toBe(true);
    });
  });
});

describe('outbox O1: nothing is skipped', () => {
  it('fault F22: an event of a transaction that commits late is read, behind no later one', async () => {
    const seen: string[] = [];
    await follow(async (_tx, event) => void seen.push(textOf(event)));
    const slow = await openTransaction('slow');
    await write('quick');
    // A reader that goes by position alone has passed the slow one's number now.
    await write('quick too');
    await slow.commit();
    await eventually(() =>
      expect(seen).toEqual(expect.arrayContaining(['slow', 'quick', 'quick too'])),
    );
    expect(seen.indexOf('slow')).toBeLessThan(seen.indexOf('quick'));
  });

  it('fault F22: effects happen once when the reader dies between effect and commit', async () => {
    await runner.testDatabase.query('create table if not exists effects (text text)');
    await runner.testDatabase.query('grant all on effects to public');
    let deaths = 0;
    await follow(async (tx, event) => {
      if (!textOf(event).startsWith('die')) return;
      await tx.query('insert into effects (text) values ($1)', [textOf(event)]);
      if (deaths >= 2) return;
      deaths += 1;
      // As if the process were killed: the connection goes, the transaction with it.
      const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await runner.testDatabase.query('select pg_terminate_backend($1)', [row?.pid]);
      await tx.query('select 1');
    });
    await write('die once');
    await eventually(async () => {
      const rows = await runner.testDatabase.query(
        `select text from effects where text = 'die once'`,
      );
      expect(rows).toHaveLength(1);
    });
    expect(deaths).toBe(2);
  });

  it('two readers of one position share the work without repeating it', async () => {
    const name = createId();
    const seen: string[] = [];
    const take = async (_tx: Transaction, event: StoredEvent) => void seen.push(textOf(event));
    await follow(take, name);
    await follow(take, name);
    const texts = Array.from({ length: 30 }, (_, index) => `shared ${index}`);
    await Promise.all(texts.map(write));
    await eventually(() =>
      expect(seen.filter((text) => text.startsWith('shared')).toSorted()).toEqual(texts.toSorted()),
    );
  });
});

describe('outbox O2: order per aggregate', () => {
  it('follows the order of changes, however many write at once', async () => {
    const seen: string[] = [];
    await follow(async (_tx, event) => void seen.push(textOf(event)));
    await Promise.all(Array.from({ length: 40 }, (_, index) => write(`racing ${index}`)));
    const stored = await runner.testDatabase.query<{ text: string }>(
      `select data ->> 'text' as text from events where data ->> 'text' like 'racing%' order by position`,
    );
    await eventually(() =>
      expect(seen.filter((text) => text.startsWith('racing'))).toHaveLength(40),
    );
    expect(seen.filter((text) => text.startsWith('racing'))).toEqual(
      stored.map(({ text }) => text),
    );
  });

  it('holds later events of an aggregate behind a failing one, and lets others pass', async () => {
    const seen: string[] = [];
    let isBroken = true;
    await follow(async (_tx, event) => {
      if (isBroken && textOf(event) === 'poison') throw new Error('not now');
      seen.push(textOf(event));
    });
    await write('poison');
    await write('behind');
    await (await openTransaction('elsewhere')).commit();
    await eventually(() => expect(seen).toContain('elsewhere'));
    expect(seen).not.toContain('behind');
    isBroken = false;
    await eventually(() => expect(seen).toContain('behind'));
    expect(seen.indexOf('poison')).toBeLessThan(seen.indexOf('behind'));
  });
});

describe('outbox O3: dead letters', () => {
  it('parks an event that never succeeds, keeps its error and goes on', async () => {
    const name = createId();
    const seen: string[] = [];
    const outbox = await follow(async (_tx, event) => {
      if (textOf(event) === 'hopeless') throw new Error('always');
      seen.push(textOf(event));
    }, name);
    await write('hopeless');
    await write('after the hopeless');
    await eventually(async () => {
      // Time is the database's: the waits between tries are taken out, the tries are not.
      await runner.testDatabase.query(
        'update event_retries set next_attempt_at = now() where consumer = $1',
        [name],
      );
      outbox.wake();
      expect(seen).toContain('after the hopeless');
    });
    const parked = await runner.testDatabase.query<{ attempts: number; error: string }>(
      'select attempts, error from event_retries where consumer = $1 and parked_at is not null',
      [name],
    );
    expect(parked).toEqual([{ attempts: 10, error: 'Error: always' }]);
    expect((await outbox.lag()).find(({ consumer }) => consumer === name)?.parked).toBe(1);
  });
});

describe('outbox O4: wake-ups', () => {
  it('finds events by its poll when no wake-up comes', async () => {
    const seen: string[] = [];
    await follow(async (_tx, event) => void seen.push(textOf(event)));
    await write('unannounced');
    await eventually(() => expect(seen).toContain('unannounced'));
  });
});

describe('reliability R21: stopping', () => {
  it('waits for the batch at hand and not for a backlog', async () => {
    const rows = 350;
    await runner.testDatabase.query(
      `insert into events (id, aggregate_type, aggregate_id, type, version, data, actor)
       select gen_random_uuid(), 'organization', gen_random_uuid(), $1, 1, '{"text": "backlog"}', '{}'
       from generate_series(1, ${rows})`,
      [noted.type],
    );
    let taken = 0;
    const outbox = await new Promise<Outbox>((resolve, reject) => {
      const take = async (_tx: Transaction, event: StoredEvent) => {
        if (textOf(event) !== 'backlog') return;
        taken += 1;
        if (taken === 1) following.then(resolve, reject);
        await sleep(1);
      };
      const following = follow(take, createId(), 'start');
    });
    await outbox.stop();
    expect(taken).toBeLessThan(rows);
  });
});

describe('outbox O6: a log from another server', () => {
  it('delivers what was unread there once, and then what is new', async () => {
    const name = createId();
    const seen: string[] = [];
    const take = async (_tx: Transaction, event: StoredEvent) => void seen.push(textOf(event));
    const before = await follow(take, name);
    await write('read before the copy');
    await eventually(() => expect(seen).toContain('read before the copy'));
    await before.stop();
    await write('unread at the copy');
    // As after dump and restore into a young server: ids far ahead of its own.
    const shift = `(transaction_id::text::bigint + 1000000000)::text::xid8`;
    await runner.testDatabase.query(`update events set transaction_id = ${shift}`);
    await runner.testDatabase.query(
      `update event_consumers set transaction_id = ${shift} where name = $1`,
      [name],
    );
    await follow(take, name);
    await eventually(() => expect(seen).toContain('unread at the copy'));
    await write('new after the copy');
    await eventually(() => expect(seen).toContain('new after the copy'));
    for (const text of ['read before the copy', 'unread at the copy', 'new after the copy'])
      expect(seen.filter((other) => other === text)).toHaveLength(1);
  });
});
