import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverInbox } from './deliver-inbox.ts';
import { forgetArchived } from './forget-archived.ts';
import { openInboxes, type InboxBed } from './inbox.fixture.ts';
import type { Owner } from './store/positions.ts';
import { readWhy } from './store/why.ts';

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

describe('delivery: inboxes forget what was put away long ago', () => {
  it('what was archived or taken back before that goes, what nobody archived stays', async () => {
    const { owner, ids } = await openInbox(5);
    const [old, young, takenBack, snoozedLongAgo, read] = ids;
    const set = (id: string | undefined, change: string) =>
      bed.test.query(`update inbox_items set ${change} where id = $1`, [id]);
    await set(old, `archived_at = now() - interval '31 days'`);
    await set(young, `archived_at = now() - interval '29 days'`);
    await set(takenBack, `withdrawn_at = now() - interval '31 days'`);
    await set(snoozedLongAgo, `snoozed_until = now() - interval '31 days'`);
    await set(read, `read_at = now() - interval '31 days', created_at = now() - interval '1 year'`);
    expect(await forgetArchived(bed.database, 30)).toBe(2);
    const left = (await bed.entries(owner)).map(({ id }) => id);
    expect(new Set(left)).toEqual(new Set([young, snoozedLongAgo, read]));
  });

  it('an entry whose message is forgotten still says why it came', async () => {
    const { owner, ids } = await openInbox(1);
    const [id = ''] = ids;
    await bed.test.query(`update inbox_items set type = 'dueSoon' where id = $1`, [id]);
    await bed.test.query('delete from messages');
    const why = (whose: Owner) => bed.database.read('all', (tx) => readWhy(tx, whose, id));
    expect(await why(owner)).toEqual({ category: 'reminders', ways: [] });
    expect(await why({ ...owner, userId: owner.organizationId })).toBeNull();
  });
});
