import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { planWaiting } from './fan-out.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import { startSender } from './sending.fixture.ts';
import { createSweeps } from './sweeps.ts';

let bed: PlannerBed;
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(() => bed.test.query('delete from messages'));

describe('SPEC D6: what cannot be planned', () => {
  it('holds up nobody else, in its organization or behind it', async () => {
    const both = [await bed.organization(1), await bed.organization(1)];
    const [first, behind] = both.toSorted((a, b) => (a.organizationId < b.organizationId ? -1 : 1));
    const ask = ({ organizationId = '', userIds = [] as string[] } = {}) =>
      bed.notify({
        organizationId,
        channels: ['email'],
        recipients: userIds.map((userId) => ({ userId })),
      });
    const bad = await ask(first);
    await bed.test.query(`update messages set subject = '{"boardId": "none"}' where id = $1`, [
      bad,
    ]);
    const good = [await ask(first), await ask(behind)];
    await planWaiting(bed);
    for (const id of good) expect(await bed.deliveries(id)).toHaveLength(1);
    expect(await bed.deliveries(bad)).toEqual([]);
  });

  it('a time zone that nobody knows counts as UTC', async () => {
    const { organizationId, userIds } = await bed.organization(1);
    await bed.test.query(
      `insert into quiet_hours (user_id, time_zone, windows)
       values ($1, 'Mars/Base', '[{"days": [1, 2, 3, 4, 5, 6, 7], "fromMinute": 0, "toMinute": 0}]')`,
      [userIds[0]],
    );
    const id = await bed.notify({
      organizationId,
      channels: ['email'],
      recipients: userIds.map((userId) => ({ userId })),
    });
    await planWaiting(bed);
    expect(await bed.deliveries(id)).toMatchObject([{ state: 'queued', hold: 'quiet' }]);
  });
});

describe('SPEC D6: a step of the sweep that fails', () => {
  it('leaves the others their turn', async () => {
    const { organizationId, userIds } = await bed.organization(1);
    const [userId = ''] = userIds;
    await bed.prefer(organizationId, userId, {
      category: 'custom',
      channel: 'email',
      mode: 'digest',
    });
    await bed.notify({ organizationId, channels: ['email'], recipients: [{ userId }] });
    await planWaiting(bed);
    await bed.test.query(`update digests set closes_at = now()`);
    const cut = await bed.notify({ organizationId, recipients: [{ userId }] });
    await bed.test.query(
      `update messages set cancelled_at = now() - interval '2 minutes' where id = $1`,
      [cut],
    );
    const broken = {
      ...bed,
      access: {
        ...bed.access,
        loadGrants: async () => {
          throw new Error('no grants');
        },
      },
    };
    const sender = startSender(bed);
    const chores = createSweeps(
      {
        ...broken,
        listener: { on: () => undefined },
        limits: { slots: {}, rates: {} } as never,
        render: async () => ({ address: '', content: {} }),
        providersOf: () => [],
        deliverInbox: async () => undefined,
        publicUrl: 'https://boards.example',
      },
      sender,
      90,
    );
    const { signal } = new AbortController();
    await Promise.allSettled(chores.map(({ run }) => run(signal)));
    // It waits for its next try, and all its lines with it.
    expect(await bed.test.query('select state, closes_at > now() as late from digests')).toEqual([
      { state: 'open', late: true },
    ]);
    expect(
      await bed.test.query('select cancel_counts is not null as is from messages where id = $1', [
        cut,
      ]),
    ).toEqual([{ is: true }]);
    await sender.drain();
  });
});
