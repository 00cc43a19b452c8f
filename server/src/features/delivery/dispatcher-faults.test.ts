import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../platform/refusal.ts';
import { cancelMessage } from './cancel.ts';
import { createDispatcher, type Dispatcher, type DispatcherParts } from './dispatcher.ts';
import type { Gate } from './gate.ts';
import { createNotingProvider, openLedger, type LedgerBed } from './ledger.fixture.ts';
import { cancelOne } from './store/cancel.ts';
import { layBack } from './store/gate.ts';

let bed: LedgerBed;
const open: Dispatcher[] = [];
beforeAll(async () => {
  bed = await openLedger();
  return () => bed.close();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((dispatcher) => dispatcher.drain()));
  await bed.test.query('delete from messages');
});

const LIMIT = { timeout: 10_000, interval: 20 };
const passAll = (claims: Parameters<Gate>[1]) => ({
  passed: [...claims],
  closed: [],
  unserved: [],
});

function dispatch(more: Partial<DispatcherParts> = {}): Dispatcher {
  const dispatcher = createDispatcher({
    ...bed,
    channel: 'email',
    slots: 10,
    render: async () => ({ address: 'ada@example.test', content: {} }),
    providersOf: () => [createNotingProvider()],
    ...more,
  });
  open.push(dispatcher);
  return dispatcher;
}

/** Somebody waits for a lock with a statement like this. */
async function isBlocked(statement: string): Promise<boolean> {
  const waits = await bed.test.query(
    `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
       and query like '%' || $1 || '%'`,
    [statement],
  );
  return waits.length > 0;
}

describe('SPEC D6: what is wrong with one delivery', () => {
  it('holds up neither those that were claimed with it nor the lanes below', async () => {
    const { ids } = await bed.ask({ organizationId: null, count: 5, lane: 'high' });
    await bed.ask({ organizationId: null, count: 3, lane: 'bulk' });
    const gate: Gate = async (_tx, claims) => {
      if (claims.some(({ id }) => id === ids[2])) throw new Error('it cannot be judged');
      return passAll(claims);
    };
    await dispatch({ gate }).look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ queued: 1, sent: 7 });
  });
});

describe('delivery D17: beginning beside a cancellation', () => {
  it('takes locks in the same order: nobody ends in a deadlock', async () => {
    const { ids } = await bed.ask({ organizationId: null, count: 2 });
    const [first = ''] = ids;
    const cancelling: Promise<boolean>[] = [];
    let rounds = 0;
    const gate: Gate = async (tx, claims) => {
      rounds += 1;
      const laid = claims.filter(({ id }) => id === first);
      const runAt = new Date(Date.now() + 60_000);
      await layBack(
        tx,
        laid.map(({ id, fence }) => ({ id, fence, hold: 'quiet', runAt })),
      );
      cancelling.push(bed.database.write('all', (other) => cancelOne(other, first)));
      await expect.poll(() => isBlocked('deliveries'), LIMIT).toBe(true);
      return { ...passAll(claims), passed: claims.filter(({ id }) => id !== first) };
    };
    await dispatch({ gate }).look();
    expect(await Promise.all(cancelling)).toEqual([true]);
    await expect.poll(() => bed.states(), LIMIT).toEqual({ cancelled: 1, sent: 1 });
    expect(rounds).toBe(1);
  });

  it('a cancellation that the database ends for a deadlock goes on', async () => {
    const { messageId, ids } = await bed.ask({ organizationId: null, count: 2 });
    const [first = '', second = ''] = ids.toSorted();
    const touch = 'update deliveries set reason = null where id = $1';
    const cancelling: ReturnType<typeof cancelMessage>[] = [];
    await bed.database.write('all', async (tx) => {
      await tx.query(touch, [second]);
      cancelling.push(cancelMessage(bed.database, messageId));
      await expect.poll(() => isBlocked('limit 2000'), LIMIT).toBe(true);
      // Whoever has waited for longer is ended.
      await tx.query(touch, [first]);
    });
    expect(await Promise.all(cancelling)).toMatchObject([
      { kind: 'done', counts: { cancelled: 2 } },
    ]);
  });
});

describe('reliability: draining', () => {
  it('ends though the last look has failed', async () => {
    await bed.ask({ organizationId: null, count: 1 });
    const drains: Promise<void>[] = [];
    const dispatcher: Dispatcher = dispatch({
      gate: async () => {
        drains.push(dispatcher.drain());
        throw new Refusal('SERVICE_UNAVAILABLE', 'the database is away');
      },
    });
    await expect(dispatcher.look()).rejects.toThrow('away');
    await expect(Promise.all(drains)).resolves.toHaveLength(1);
  });

  it('claims of no further lane', async () => {
    for (const lane of ['critical', 'high', 'normal'] as const)
      await bed.ask({ organizationId: null, count: 1, lane });
    const drains: Promise<void>[] = [];
    const dispatcher: Dispatcher = dispatch({
      gate: async (_tx, claims) => {
        drains.push(dispatcher.drain());
        return passAll(claims);
      },
    });
    await dispatcher.look();
    await Promise.all(drains);
    expect(await bed.states()).toEqual({ sent: 1, queued: 2 });
  });

  it('delivery D7: shows signs of life until all is sent', async () => {
    await bed.ask({ organizationId: null, count: 1 });
    let answer: () => void = () => undefined;
    const provider = createNotingProvider(
      () => new Promise((resolve) => (answer = () => resolve({ kind: 'accepted' }))),
    );
    const dispatcher = dispatch({ providersOf: () => [provider], leaseMs: 900 });
    await dispatcher.look();
    await expect.poll(() => provider.seen.length, LIMIT).toBe(1);
    const draining = dispatcher.drain();
    const lease = async () =>
      (await bed.test.query<{ at: string }>('select lease_until::text as at from deliveries'))[0];
    const first = await lease();
    await expect.poll(lease, LIMIT).not.toEqual(first);
    answer();
    await draining;
    expect(await bed.states()).toEqual({ sent: 1 });
  });
});
