import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../platform/refusal.ts';
import { createNotingProvider, openLedger, type LedgerBed } from './ledger.fixture.ts';
import { createLapsedLooks } from './lapsed.ts';
import { lookUpDoubtful, type LookUpParts } from './look-up.ts';
import type { Provider } from './provider.ts';
import { createId } from '../../kernel/ids.ts';
import { begin, claim, listDue } from './store/claims.ts';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedger();
  return () => bed.close();
});
afterEach(() => bed.test.query('delete from messages'));

/** Text messages whose sender died amid the call, after the time that a look-up waits. */
async function leaveInDoubt(count: number) {
  await bed.ask({ organizationId: null, count, channel: 'sms', policy: 'lookUp' });
  const lane = { channel: 'sms', lane: 'normal' } as const;
  await bed.database.write('all', async (tx) => {
    const [share] = await listDue(tx, { ...lane, limit: count });
    const shares = new Map([[share?.key ?? '', count]]);
    const claims = await claim(tx, { workerId: createId(), leaseMs: 30_000 }, { ...lane, shares });
    await begin(tx, claims);
  });
  await bed.test.query(`update deliveries set lease_until = now() - interval '1 second'`);
  expect(await createLapsedLooks({ ...bed, secondLookMs: 0 }).look()).toBe(count);
  await bed.test.query('update deliveries set run_at = now()');
}

const provider = (lookup: Provider['lookup']): Provider => ({
  ...createNotingProvider(),
  channel: 'sms',
  ...(lookup && { lookup }),
});
const partsOf = (lookup: Provider['lookup'], more: Partial<LookUpParts> = {}): LookUpParts => ({
  ...bed,
  render: async () => ({ address: '', content: {} }),
  providersOf: () => [provider(lookup)],
  ...more,
});

describe('delivery, policies: look up', () => {
  it('fault F2: what a sender that died had handed over is found', async () => {
    await leaveInDoubt(1);
    const asked: string[] = [];
    const parts = partsOf(async (key) => {
      asked.push(key);
      return 'accepted';
    });
    expect(await lookUpDoubtful(parts)).toBe(1);
    expect(asked).toHaveLength(1);
    expect(await bed.states()).toEqual({ sent: 1 });
  });

  it('whom an earlier attempt called says nothing about the last one', async () => {
    await leaveInDoubt(1);
    await bed.test.query(`update deliveries set provider_id = 'another'`);
    expect(await lookUpDoubtful(partsOf(async () => 'accepted'))).toBe(1);
    expect(await bed.states()).toEqual({ sent: 1 });
  });

  it('fault F24: a database that is away leaves the doubt to a later look, and to no person', async () => {
    await leaveInDoubt(1);
    const parts = partsOf(async () => 'accepted');
    const render = async () => {
      throw new Refusal('SERVICE_UNAVAILABLE', 'away');
    };
    expect(await lookUpDoubtful({ ...parts, render })).toBe(1);
    expect(await bed.states()).toEqual({ uncertain: 1 });
    expect(await bed.test.query('select 1 from dead_letters')).toEqual([]);
    await bed.test.query(`update deliveries set lease_until = now() - interval '1 second'`);
    expect(await lookUpDoubtful(parts)).toBe(1);
    expect(await bed.states()).toEqual({ sent: 1 });
  });

  it('asks several at once, and begins no further when the program stops', async () => {
    await leaveInDoubt(10);
    let asked = 0;
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const stopping = new AbortController();
    const look = lookUpDoubtful(
      partsOf(async () => {
        asked += 1;
        await answered;
        return 'accepted';
      }),
      stopping.signal,
    );
    await expect.poll(() => asked, { timeout: 10_000, interval: 10 }).toBe(4);
    stopping.abort();
    answer();
    expect(await look).toBe(4);
    expect(await bed.states()).toEqual({ sent: 4, uncertain: 6 });
    expect(
      await bed.test.query('select 1 from deliveries where lease_until is not null'),
    ).toHaveLength(0);
  });
});
