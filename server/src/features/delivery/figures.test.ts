import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { planWaiting } from './fan-out.ts';
import { createGauges } from './gauges.ts';
import { countOutcomes } from './outcomes.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import { createNotingProvider } from './ledger.fixture.ts';
import { sendAll, startSender } from './sending.fixture.ts';

let bed: PlannerBed;
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  await bed.test.query('delete from messages');
  await bed.test.query('delete from delivery_pauses');
});

function read(name: string, outcomes = countOutcomes(() => [])) {
  const gauge = createGauges(bed.database, outcomes).find((each) => each.name.endsWith(name));
  if (gauge === undefined) throw new Error(`there is no gauge ${name}`);
  return gauge.read();
}

async function ask() {
  const { organizationId } = await bed.organization(1);
  return bed.notify({ organizationId, recipients: [{ email: 'a@example.com' }] });
}

describe('delivery D20, D23: what the ledger tells of itself', () => {
  it('the age of what nobody planned, and of what nobody sent; what is paused is no fault', async () => {
    expect(await read('overdue_seconds')).toEqual([{ value: 0 }]);
    const messageId = await ask();
    await bed.test.query(`update messages set created_at = now() - interval '90 seconds'`);
    expect((await read('overdue_seconds'))[0]?.value).toBeGreaterThan(89);
    await planWaiting(bed);
    expect((await read('overdue_seconds'))[0]?.value).toBeLessThan(60);
    await bed.test.query(
      `update deliveries set run_at = now() - interval '70 seconds' where message_id = $1`,
      [messageId],
    );
    expect((await read('overdue_seconds'))[0]?.value).toBeGreaterThan(69);
    expect(await read('deliveries_waiting')).toEqual([{ label: 'email normal', value: 1 }]);
    await bed.test.query(`insert into delivery_pauses (channel) values ('email')`);
    expect(await read('overdue_seconds')).toEqual([{ value: 0 }]);
  });

  it('a delivery that vanished is a difference', async () => {
    const messageId = await ask();
    await planWaiting(bed);
    expect(await read('differences')).toEqual([{ value: 0 }]);
    await bed.test.query('delete from deliveries where message_id = $1', [messageId]);
    expect(await read('differences')).toEqual([{ value: 1 }]);
  });

  it('counts the answers of providers', async () => {
    await ask();
    const provider = createNotingProvider((_key, call) =>
      call === 1 ? { kind: 'refused', cause: 'permanent', code: 'no' } : { kind: 'accepted' },
    );
    const outcomes = countOutcomes(() => [provider]);
    const sender = startSender(bed, provider, { providersOf: outcomes.providersOf });
    await sendAll(bed, sender);
    await ask();
    await sendAll(bed, sender);
    await sender.drain();
    expect(await read('outcomes', outcomes)).toEqual([
      { label: 'noting permanent', value: 1 },
      { label: 'noting accepted', value: 1 },
    ]);
  });
});
