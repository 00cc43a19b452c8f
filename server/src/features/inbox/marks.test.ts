import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { deliverInbox } from './deliver-inbox.ts';
import { openInboxes, type InboxBed } from './inbox.fixture.ts';
import { countEntries, listChanged, listEntries } from './store/entries.ts';
import { markEntries, type Mark, type Which } from './store/marks.ts';
import { readHead, type Owner } from './store/positions.ts';
import { wakeSnoozed } from './wake-snoozed.ts';

let bed: InboxBed;
beforeAll(async () => {
  bed = await openInboxes();
});
afterAll(() => bed.close());

async function openInbox(count: number): Promise<{ owner: Owner; ids: string[] }> {
  const [owner] = (await bed.people(1)) as [Owner];
  for (let each = 0; each < count; each += 1) await bed.plan(owner);
  await deliverInbox(bed);
  return { owner, ids: (await bed.entries(owner)).map(({ id }) => id) };
}

const mark = (owner: Owner, which: Which, as: Mark, until: Date | null = null) =>
  bed.database.write(owner, (tx) => markEntries(tx, owner, { which, as, until }));
const head = (owner: Owner) => bed.database.read(owner, (tx) => readHead(tx, owner));
const list = (owner: Owner, filter: Parameters<typeof listEntries>[2]['filter']) =>
  bed.database.read(owner, (tx) => listEntries(tx, owner, { filter, after: null, limit: 50 }));

describe('web W17: what becomes of entries takes numbers', () => {
  it('each change takes the next number once, and nothing what is so already', async () => {
    const { owner, ids } = await openInbox(3);
    expect(await head(owner)).toEqual({ seq: 3, unread: 3 });
    expect(await mark(owner, { entryIds: ids.slice(0, 2) }, 'read')).toBe(2);
    expect(await mark(owner, { entryIds: ids.slice(0, 2) }, 'read')).toBe(0);
    expect(await head(owner)).toEqual({ seq: 5, unread: 1 });
    const changed = await bed.database.read(owner, (tx) =>
      listChanged(tx, owner, { since: 3, limit: 10 }),
    );
    expect(changed.map(({ id, seq }) => [id, seq])).toEqual([
      [ids[0], 4],
      [ids[1], 5],
    ]);
    expect(await mark(owner, { entryIds: ids }, 'unread')).toBe(2);
    expect(await head(owner)).toEqual({ seq: 7, unread: 3 });
  });

  it('archived ones are in their own list and read, and come back', async () => {
    const { owner, ids } = await openInbox(2);
    const [first = ''] = ids;
    await mark(owner, { entryIds: [first] }, 'archived');
    expect((await list(owner, 'archived')).map(({ id }) => id)).toEqual([first]);
    expect((await list(owner, 'all')).map(({ id }) => id)).toEqual([ids[1]]);
    expect((await head(owner)).unread).toBe(1);
    await mark(owner, { entryIds: [first] }, 'restored');
    expect(await list(owner, 'archived')).toEqual([]);
    expect(await list(owner, 'all')).toHaveLength(2);
  });

  it('what archiving read is unread again when it comes back, and what was read before is not', async () => {
    const { owner, ids } = await openInbox(2);
    const [unread = '', read = ''] = ids;
    await mark(owner, { entryIds: [read] }, 'read');
    await mark(owner, { entryIds: ids }, 'archived');
    expect((await head(owner)).unread).toBe(0);
    await mark(owner, { entryIds: ids }, 'restored');
    expect((await list(owner, 'unread')).map(({ id }) => id)).toEqual([unread]);
    await mark(owner, { entryIds: ids }, 'snoozed', new Date(Date.now() + 3_600_000));
    await mark(owner, { entryIds: ids }, 'restored');
    expect((await head(owner)).unread).toBe(1);
  });

  it('all up to a number leaves what came after it', async () => {
    const { owner } = await openInbox(2);
    await bed.plan(owner);
    await deliverInbox(bed);
    expect(await mark(owner, { upTo: 2 }, 'read')).toBe(2);
    expect((await list(owner, 'unread')).map(({ seq }) => seq)).toEqual([3]);
  });

  it('of one item, and of nobody else', async () => {
    const { owner } = await openInbox(1);
    const [other] = (await bed.people(1)) as [Owner];
    const itemId = createId();
    for (const whose of [owner, owner, other]) await bed.plan(whose, { itemId });
    await deliverInbox(bed);
    expect(await mark(owner, { itemId }, 'read')).toBe(2);
    expect((await head(other)).unread).toBe(1);
    const theirs = (await bed.entries(other)).map(({ id }) => id);
    expect(await mark(owner, { entryIds: theirs }, 'archived')).toBe(0);
  });

  it('what is put off is away, and comes back unread at the top when its time is over', async () => {
    const { owner, ids } = await openInbox(2);
    const [first = ''] = ids;
    await mark(owner, { entryIds: [first] }, 'snoozed', new Date(Date.now() + 3_600_000));
    expect((await list(owner, 'all')).map(({ id }) => id)).toEqual([ids[1]]);
    expect((await list(owner, 'snoozed')).map(({ id }) => id)).toEqual([first]);
    const counts = await bed.database.read(owner, (tx) => countEntries(tx, owner));
    expect(counts).toEqual({ unseen: 1, snoozed: 1 });
    expect(await wakeSnoozed(bed.database)).toBe(0);
    await bed.test.query(`update inbox_items set snoozed_until = now() where id = $1`, [first]);
    expect(await wakeSnoozed(bed.database)).toBe(1);
    expect((await list(owner, 'unread')).map(({ id }) => id)).toEqual([first, ids[1]]);
    expect(await head(owner)).toEqual({ seq: 4, unread: 2 });
  });

  it('numbers stay whole when deliveries and marks come at once', async () => {
    const { owner, ids } = await openInbox(20);
    for (let each = 0; each < 20; each += 1) await bed.plan(owner);
    await Promise.all([
      deliverInbox(bed),
      ...ids.map((id) => mark(owner, { entryIds: [id] }, 'read')),
    ]);
    await deliverInbox(bed);
    expect(await head(owner)).toEqual({ seq: 60, unread: 20 });
    const numbers = (await bed.entries(owner)).map(({ seq }) => seq);
    expect(new Set(numbers).size).toBe(40);
    expect(Math.max(...numbers)).toBe(60);
  });
});
