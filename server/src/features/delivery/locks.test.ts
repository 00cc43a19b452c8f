import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import { begin, claim, listDue, renew } from './store/claims.ts';
import { takeClosing } from './store/closing-digests.ts';
import { holdOpenDigests, openDigests } from './store/digests.ts';
import { insertPause } from './store/queue.ts';
import { listLapsed, outdo } from './store/sweep.ts';

let bed: PlannerBed;
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
beforeEach(async () => {
  await bed.test.query('delete from messages');
  await bed.test.query('delete from digests');
});

const MAIL = { channel: 'email', lane: 'normal' } as const;

describe('delivery D16: a digest that is being joined', () => {
  it('is closed by nobody until that is over', async () => {
    const { organizationId, userIds } = await bed.organization(1);
    const [userId = ''] = userIds;
    const digest = { id: createId(), userId, channel: 'email', closesAt: new Date(0) } as const;
    await bed.database.write('all', (tx) => openDigests(tx, organizationId, [digest]));
    const close = () => bed.database.write('all', (tx) => takeClosing(tx, 10));
    await bed.database.write('all', async (tx) => {
      const held = await holdOpenDigests(tx, organizationId, [userId]);
      expect(held).toMatchObject([{ id: digest.id }]);
      expect(await close()).toEqual([]);
    });
    expect(await close()).toMatchObject([{ id: digest.id }]);
  });

  it('may be joined by several at once', async () => {
    const { organizationId, userIds } = await bed.organization(1);
    const [userId = ''] = userIds;
    const digest = { id: createId(), userId, channel: 'email', closesAt: new Date(0) } as const;
    await bed.database.write('all', (tx) => openDigests(tx, organizationId, [digest]));
    const hold = <T>(then: () => Promise<T>) =>
      bed.database.write('all', async (tx) => {
        expect(await holdOpenDigests(tx, organizationId, [userId])).toHaveLength(1);
        return then();
      });
    expect(await hold(() => hold(async () => 'both'))).toBe('both');
  });
});

describe('delivery D5, D6: a claim that was outlived', () => {
  const claimAll = (organizationId: string) =>
    bed.database.write('all', (tx) =>
      claim(
        tx,
        { workerId: createId(), leaseMs: 30_000 },
        { ...MAIL, shares: new Map([[organizationId, 5]]) },
      ),
    );
  const endLeases = () =>
    bed.test.query(`update deliveries set lease_until = now() - interval '1 second'`);

  it('begins nothing any more, nor does it keep its lease', async () => {
    const [organizationId = ''] = await bed.organizations(1);
    await bed.ask({ organizationId, count: 1 });
    const slow = await claimAll(organizationId);
    await endLeases();
    const quick = await claimAll(organizationId);
    expect(quick).toMatchObject([{ id: slow[0]?.id }]);
    const sendingOf = async (claims: typeof slow) =>
      (await bed.database.write('all', (tx) => begin(tx, claims))).sending;
    expect(await sendingOf(slow)).toEqual([]);
    expect(await sendingOf(quick)).toEqual([quick[0]?.id]);
    const keep = (claims: typeof slow) =>
      bed.database.write('all', (tx) => renew(tx, { workerId: '', leaseMs: 30_000 }, claims));
    expect(await keep(slow)).toEqual([]);
    expect(await keep(quick)).toEqual([quick[0]?.id]);
  });

  it('delivery D9, fault F13: whoever showed life after the look is not outdone by it', async () => {
    const [organizationId = ''] = await bed.organizations(1);
    await bed.ask({ organizationId, count: 1 });
    const claims = await claimAll(organizationId);
    await bed.database.write('all', (tx) => begin(tx, claims));
    await endLeases();
    const lapsed = await bed.database.read('all', (tx) => listLapsed(tx, 10));
    expect(lapsed).toHaveLength(1);
    await bed.database.write('all', (tx) => renew(tx, { workerId: '', leaseMs: 30_000 }, claims));
    const outdone = () => bed.database.write('all', (tx) => outdo(tx, lapsed));
    expect(await outdone()).toEqual([]);
    await bed.test.query('update deliveries set lease_until = $1::timestamptz', [
      lapsed[0]?.leaseUntil,
    ]);
    expect(await outdone()).toHaveLength(1);
  });
});

describe('delivery D11: what is paused', () => {
  it('takes no share of the slots, and is claimed by nobody who listed it before', async () => {
    const [paused = '', other = ''] = await bed.organizations(2);
    for (const organizationId of [paused, other]) await bed.ask({ organizationId, count: 2 });
    const due = () => bed.database.read('all', (tx) => listDue(tx, { ...MAIL, limit: 5 }));
    expect((await due()).map(({ key }) => key).toSorted()).toEqual([paused, other].toSorted());
    await bed.database.write('all', (tx) =>
      insertPause(tx, { organizationId: paused, channel: 'email', userId: createId() }),
    );
    expect(await due()).toMatchObject([{ key: other, due: 2 }]);
    const shares = new Map([
      [paused, 2],
      [other, 2],
    ]);
    const claimer = { workerId: createId(), leaseMs: 30_000 };
    const claims = await bed.database.write('all', (tx) => claim(tx, claimer, { ...MAIL, shares }));
    expect(claims.map(({ organizationId }) => organizationId)).toEqual([other, other]);
  });

  it('by the operator holds everybody’s up, on its channel alone', async () => {
    const [organizationId = ''] = await bed.organizations(1);
    await bed.ask({ organizationId, count: 1 });
    await bed.ask({ organizationId, count: 1, channel: 'webhook' });
    await bed.test.query(`insert into delivery_pauses (channel) values ('email')`);
    const due = (channel: 'email' | 'webhook') =>
      bed.database.read('all', (tx) => listDue(tx, { ...MAIL, channel, limit: 5 }));
    expect(await due('email')).toEqual([]);
    expect(await due('webhook')).toHaveLength(1);
    await bed.test.query('delete from delivery_pauses');
  });
});
