import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { forgetEnded } from './forget.ts';
import { openLedger, type LedgerBed, type Wanted } from './ledger.fixture.ts';

const DAYS = 30;

let bed: LedgerBed;
let organizationId: string;
beforeAll(async () => {
  bed = await openLedger();
  [organizationId = ''] = await bed.organizations(1);
  return () => bed.close();
});
afterEach(async () => {
  for (const table of ['messages', 'inbox_items', 'digests'])
    await bed.test.query(`delete from ${table}`);
});

/** An id as it was made so many days ago; ids begin with their time. */
function idOf(daysAgo: number): string {
  const hex = (Date.now() - daysAgo * 86_400_000).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}${createId().slice(13)}`;
}

interface Past {
  /** When it was asked for, and when its deliveries ended. */
  askedDaysAgo: number;
  endedDaysAgo: number;
}

/** A message all of whose deliveries were sent; answers its id and theirs. */
async function askLongAgo(
  { askedDaysAgo, endedDaysAgo }: Past,
  wanted: Partial<Wanted> = {},
): Promise<{ messageId: string; ids: string[] }> {
  const { messageId, ids } = await bed.ask({ organizationId, count: 2, ...wanted });
  const old = idOf(askedDaysAgo);
  await bed.test.query('alter table deliveries disable trigger all');
  await bed.test.query('update deliveries set message_id = $1 where message_id = $2', [
    old,
    messageId,
  ]);
  await bed.test.query('update messages set id = $1 where id = $2', [old, messageId]);
  await bed.test.query('alter table deliveries enable trigger all');
  await bed.test.query(
    `update deliveries set state = 'sent', final_at = now() - make_interval(days => $2) where id = any($1)`,
    [ids, endedDaysAgo],
  );
  return { messageId: old, ids };
}

const bury = (deliveryId: string | undefined, endedAt: string | null) =>
  bed.test.query(
    `insert into dead_letters (id, organization_id, delivery_id, reason, ended_at, outcome)
     values ($1, $2, $3, 'permanent', $4::timestamptz, case when $4 is null then null else 'discarded' end)`,
    [createId(), organizationId, deliveryId, endedAt],
  );

const forget = () => forgetEnded(bed.database, DAYS);

/** Ids of the messages that are left, and how many deliveries each has. */
async function left(): Promise<Record<string, number>> {
  const rows = await bed.test.query<{ id: string; count: number }>(
    `select m.id, count(d.id)::int as count from messages as m left join deliveries as d on d.message_id = m.id group by m.id`,
  );
  return Object.fromEntries(rows.map(({ id, count }) => [id, count]));
}

const OLD: Past = { askedDaysAgo: 40, endedDaysAgo: 31 };

describe('delivery: what ended long ago is forgotten', () => {
  it('with its deliveries, attempts, answers and ended dead letters, once the time is over', async () => {
    const old = await askLongAgo(OLD);
    const young = await askLongAgo({ askedDaysAgo: 40, endedDaysAgo: 29 });
    await bed.test.query(
      `insert into delivery_attempts (delivery_id, organization_id, number, fence, answer)
       select id, organization_id, 1, 1, 'said' from deliveries`,
    );
    await bury(old.ids[0], new Date().toISOString());
    expect(await forget()).toBe(1);
    expect(await left()).toEqual({ [young.messageId]: 2 });
    expect(await bed.test.query('select 1 from delivery_attempts')).toHaveLength(2);
    expect(await bed.test.query('select 1 from dead_letters')).toEqual([]);
  });

  it.each([
    ['is waiting', `state = 'queued', final_at = null`],
    ['is being sent', `state = 'sending', final_at = null`],
    ['is in doubt', `state = 'uncertain', final_at = null`],
    ['is in doubt, whatever its time', `state = 'uncertain'`],
    ['ended lately', `final_at = now() - interval '29 days'`],
  ])('nothing of a message goes while one of its deliveries %s', async (_why, change) => {
    const { messageId, ids } = await askLongAgo(OLD, { count: 3 });
    await bed.test.query(`update deliveries set ${change} where id = $1`, [ids[1]]);
    expect(await forget()).toBe(0);
    expect(await left()).toEqual({ [messageId]: 3 });
  });

  it('nothing of a message goes while one of its dead letters is open', async () => {
    const { messageId, ids } = await askLongAgo(OLD);
    await bed.test.query(`update deliveries set state = 'failed'`);
    await bury(ids[0], null);
    expect(await forget()).toBe(0);
    expect(await left()).toEqual({ [messageId]: 2 });
    await bed.test.query('update dead_letters set ended_at = now()');
    expect(await forget()).toBe(1);
  });

  it('what nobody has planned stays, unless it was cancelled', async () => {
    const { messageId } = await askLongAgo(OLD, { count: 0 });
    await bed.test.query(`update messages set fanout_state = 'waiting'`);
    expect(await forget()).toBe(0);
    await bed.test.query('update messages set cancelled_at = now()');
    expect(await left()).toEqual({ [messageId]: 0 });
    expect(await forget()).toBe(1);
  });

  it('what was for nobody goes as late as anything else', async () => {
    const young = await askLongAgo({ askedDaysAgo: 29, endedDaysAgo: 29 }, { count: 0 });
    await askLongAgo(OLD, { count: 0 });
    expect(await forget()).toBe(1);
    expect(await left()).toEqual({ [young.messageId]: 0 });
  });

  it('entries of inboxes stay, whatever becomes of what they came by', async () => {
    const { messageId, ids } = await askLongAgo(OLD);
    const userId = createId();
    await bed.test.query('alter table inbox_items disable trigger all');
    await bed.test.query(
      `insert into inbox_items (id, organization_id, user_id, seq, message_id, delivery_id, type, content)
       values ($1, $2, $3, 1, $4, $5, 'custom', '{}')`,
      [createId(), organizationId, userId, messageId, ids[0]],
    );
    await bed.test.query('alter table inbox_items enable trigger all');
    expect(await forget()).toBe(1);
    expect(await bed.test.query('select 1 from inbox_items')).toHaveLength(1);
  });

  it('many rows go in short transactions, by any number of workers', async () => {
    await askLongAgo(OLD, { count: 5_000 });
    for (let each = 0; each < 3; each += 1) await askLongAgo(OLD);
    const counts = await Promise.all([forget(), forget()]);
    expect(counts[0] + counts[1]).toBe(4);
    expect(await left()).toEqual({});
  });

  it('digests that closed long ago go when no delivery names them any more', async () => {
    const { ids } = await askLongAgo(OLD);
    const [gathered, bare, open] = [createId(), createId(), createId()];
    const [user] = await bed.test.query<{ id: string }>(
      `insert into users (id, email, name, password_hash) values ($1, 'ada@example.test', 'Ada', '') returning id`,
      [createId()],
    );
    await bed.test.query(
      `insert into digests (id, organization_id, user_id, channel, closes_at, state)
       select id, $2, $3, channel, now() - interval '31 days', state
       from unnest($1::uuid[], array['email', 'push', 'sms'], array['closed', 'closed', 'open']) as d (id, channel, state)`,
      [[gathered, bare, open], organizationId, user?.id],
    );
    await bed.test.query('update deliveries set digest_id = $1, final_at = now() where id = $2', [
      gathered,
      ids[0],
    ]);
    await forget();
    const rows = await bed.test.query<{ id: string }>('select id from digests order by id');
    expect(rows.map(({ id }) => id)).toEqual([gathered, open].toSorted());
  });
});
