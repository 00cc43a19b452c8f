import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { createLapsedLooks } from './lapsed.ts';
import { openLedger, type LedgerBed, type Wanted } from './ledger.fixture.ts';
import { begin, claim, listDue } from './store/claims.ts';
import { liftOverdue } from './store/sweep.ts';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedger();
  return () => bed.close();
});
beforeEach(() => bed.test.query('delete from messages'));

/** A sender that claimed one delivery and died: before its first byte, or after. */
async function dieWith(wanted: Partial<Wanted>, phase: 'claimed' | 'sending') {
  await bed.ask({ organizationId: null, count: 1, ...wanted });
  const lane = { channel: 'email', lane: 'normal' } as const;
  await bed.database.write('all', async (tx) => {
    const [share] = await listDue(tx, { ...lane, limit: 1 });
    const shares = new Map([[share?.key ?? '', 1]]);
    const claims = await claim(tx, { workerId: createId(), leaseMs: 30_000 }, { ...lane, shares });
    if (phase === 'sending') await begin(tx, claims);
  });
  await bed.test.query(`update deliveries set lease_until = now() - interval '1 second'`);
}
const rows = () =>
  bed.test.query('select state, hold, reason, lease_until as lease from deliveries');

describe('delivery D9: senders that died', () => {
  it('leave what they had not begun free at once', async () => {
    await dieWith({}, 'claimed');
    const due = await bed.database.read('all', (tx) =>
      listDue(tx, { channel: 'email', lane: 'normal', limit: 5 }),
    );
    expect(due).toMatchObject([{ due: 1 }]);
  });

  it('are outdone at the second look that sees the same lease, and not before', async () => {
    await dieWith({}, 'sending');
    const looks = createLapsedLooks({ ...bed, secondLookMs: 0 });
    const patient = createLapsedLooks({ ...bed, secondLookMs: 60_000 });
    expect(await patient.look()).toBe(0);
    expect(await patient.look()).toBe(0);
    expect(await looks.look()).toBe(1);
    expect(await rows()).toEqual([
      { state: 'queued', hold: 'retry', reason: 'sender_ended', lease: null },
    ]);
    expect(await bed.test.query('select outcome, code from delivery_attempts')).toEqual([
      { outcome: 'uncertain', code: 'sender_ended' },
    ]);
  });

  it('keep their claim when they show life between two looks', async () => {
    await dieWith({}, 'sending');
    const looks = createLapsedLooks({ ...bed, secondLookMs: 1 });
    expect(await looks.look()).toBe(0);
    await bed.test.query(`update deliveries set lease_until = now() - interval '1 millisecond'`);
    expect(await looks.look()).toBe(0);
    expect(await rows()).toMatchObject([{ state: 'sending' }]);
  });

  it('reliability R6: leave a person to decide where twice is worse than never', async () => {
    await dieWith({ policy: 'atMostOnce' }, 'sending');
    await createLapsedLooks({ ...bed, secondLookMs: 0 }).look();
    expect(await rows()).toMatchObject([{ state: 'uncertain', reason: 'sender_ended' }]);
  });
});

describe('delivery D10: what waits too long', () => {
  it('goes one lane further, once, and never into the critical one', async () => {
    const lanes = async () => {
      const found = await bed.test.query<{ lane: string }>(
        'select lane from deliveries order by id',
      );
      return found.map(({ lane }) => lane);
    };
    for (const lane of ['bulk', 'normal', 'high'] as const)
      await bed.ask({ organizationId: null, count: 1, lane });
    const lift = () => bed.database.write('all', liftOverdue);
    expect(await lift()).toBe(0);
    await bed.test.query(`update deliveries set run_at = now() - interval '6 minutes'`);
    expect(await lift()).toBe(2);
    expect(await lift()).toBe(0);
    expect(await lanes()).toEqual(['normal', 'high', 'high']);
  });

  it('and of a long backlog the oldest few: it does not stand before what others call high', async () => {
    const backlog = await bed.ask({ organizationId: null, count: 40, lane: 'normal' });
    await bed.test.query(
      `update deliveries set run_at = now() - interval '6 minutes' - interval '1 second' * (41 - d.place)
       from (select id, row_number() over (order by id) as place from deliveries) as d where d.id = deliveries.id`,
    );
    const lift = () => bed.database.write('all', liftOverdue);
    expect(await lift()).toBe(10);
    expect(await lift()).toBe(0);
    const lifted = await bed.test.query<{ id: string }>(
      `select id from deliveries where lane = 'high' order by id`,
    );
    expect(lifted.map(({ id }) => id)).toEqual(backlog.ids.toSorted().slice(0, 10));
    await bed.test.query(
      `update deliveries set state = 'sent', final_at = now() where lane = 'high'`,
    );
    expect(await lift()).toBe(10);
  });

  it('but not what is paused', async () => {
    await bed.ask({ organizationId: null, count: 1, lane: 'bulk' });
    await bed.test.query(`update deliveries set run_at = now() - interval '6 minutes'`);
    await bed.test.query(
      'insert into delivery_pauses (organization_id, channel) values (null, null)',
    );
    expect(await bed.database.write('all', liftOverdue)).toBe(0);
  });
});
