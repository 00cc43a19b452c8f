import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deliverInbox } from '../inbox/index.ts';
import { cancelMessage } from './cancel.ts';
import { closeDueDigests } from './close-digests.ts';
import { planWaiting } from './fan-out.ts';
import { createNotingProvider } from './ledger.fixture.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import { sendAll, startSender } from './sending.fixture.ts';
import { redriveDeadLetters } from './store/dead-letters.ts';
import { findDifferences } from './store/figures.ts';

let bed: PlannerBed;
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  for (const table of ['messages', 'digests', 'suppressions'])
    await bed.test.query(`delete from ${table}`);
});

const differences = () => bed.database.read('all', findDifferences);
const EVERYTHING = { channel: null, reason: null, category: null, ids: null };

/** Deliveries by state, and what was planned in all. */
async function sums() {
  const rows = await bed.test.query<{ state: string; count: number }>(
    'select state, count(*)::int as count from deliveries group by state',
  );
  const [planned] = await bed.test.query<{ sum: number }>(
    'select coalesce(sum(planned), 0)::int as sum from messages',
  );
  const states = Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  return { planned: planned?.sum, states };
}

describe('delivery D23: planned = the sum of the states, always', () => {
  it('through parts of a fan-out, the inbox, refusals, doubts, a cancellation, a redrive and a digest', async () => {
    const { organizationId, userIds } = await bed.organization(5);
    const [gatherer = '', muted = ''] = userIds;
    await bed.prefer(organizationId, gatherer, { channel: 'email', mode: 'digest' });
    await bed.prefer(organizationId, muted, { mode: 'off' });
    await bed.notify({ organizationId, recipients: [{ segment: 'members' }] });
    // Twice the same address is one delivery.
    const twice = [{ email: 'a@example.com' }, { email: 'a@example.com' }];
    await bed.notify({ organizationId, recipients: [...twice, { email: 'b@example.com' }] });
    const cancelled = await bed.notify({
      organizationId,
      recipients: userIds.map((userId) => ({ userId })),
      scheduledAt: new Date(Date.now() + 3_600_000),
    });
    await planWaiting(bed, { partSize: 2 });
    expect(await differences()).toEqual({ count: 0, messageIds: [] });
    await cancelMessage(bed.database, cancelled);
    await deliverInbox(bed);
    const provider = createNotingProvider((_key, call) => {
      if (call === 1) return { kind: 'refused', cause: 'permanent', code: 'no' };
      return call === 2 ? { kind: 'uncertain', code: 'timeout' } : { kind: 'accepted' };
    });
    const sender = startSender(bed, provider);
    await sendAll(bed, sender);
    expect(await differences()).toEqual({ count: 0, messageIds: [] });
    const about = { userId: gatherer, limit: 10, spacingMs: 0 };
    await bed.database.write('all', (tx) =>
      redriveDeadLetters(tx, organizationId, EVERYTHING, about),
    );
    await bed.test.query('update digests set closes_at = now()');
    expect(await closeDueDigests(bed)).toBeGreaterThan(0);
    await sendAll(bed, sender);
    await sender.drain();
    expect(await differences()).toEqual({ count: 0, messageIds: [] });
    const { planned, states } = await sums();
    expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(planned);
    // Nothing of it holds for want of rows: each kind of end was there.
    for (const state of ['sent', 'delivered', 'cancelled', 'suppressed'])
      expect(states[state], state).toBeGreaterThan(0);
  });

  it('names the messages that have too few, or too many', async () => {
    const { organizationId } = await bed.organization(1);
    const ask = () => bed.notify({ organizationId, recipients: [{ email: 'c@example.com' }] });
    const [few, many, right] = [await ask(), await ask(), await ask()];
    await planWaiting(bed);
    await bed.test.query('delete from deliveries where message_id = $1', [few]);
    await bed.test.query('update messages set planned = 0 where id = $1', [many]);
    const found = await differences();
    expect(found).toEqual({ count: 2, messageIds: [few, many].toSorted() });
    expect(found.messageIds).not.toContain(right);
  });
});
