import { Client } from 'pg';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDispatcher, type Dispatcher, type DispatcherParts } from './dispatcher.ts';
import { createNotingProvider, openLedger, type LedgerBed } from './ledger.fixture.ts';

let bed: LedgerBed;
let other: Client;
const open: Dispatcher[] = [];
beforeAll(async () => {
  bed = await openLedger();
  other = new Client({ connectionString: bed.test.adminUrl });
  await other.connect();
  return async () => {
    await other.end();
    await bed.close();
  };
});
afterEach(async () => {
  await other.query('rollback');
  await Promise.all(open.splice(0).map((dispatcher) => dispatcher.drain()));
  await bed.test.query('delete from messages');
});

const LIMIT = { timeout: 20_000, interval: 20 };

function dispatch(more: Partial<DispatcherParts>): Dispatcher {
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

describe('delivery D17: what is claimed while its message is being cancelled', () => {
  it('holds nothing up that was claimed with it, and is never sent', async () => {
    const held = await bed.ask({ organizationId: null, count: 1 });
    const free = await bed.ask({ organizationId: null, count: 3 });
    const provider = createNotingProvider();
    const dispatcher = dispatch({ providersOf: () => [provider] });
    await other.query('begin');
    await other.query('select 1 from messages where id = $1 for update', [held.messageId]);
    const looking = dispatcher.look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ queued: 1, sent: 3 });
    await other.query('update messages set cancelled_at = now() where id = $1', [held.messageId]);
    await other.query('commit');
    await looking;
    await expect.poll(() => bed.states(), LIMIT).toEqual({ cancelled: 1, sent: 3 });
    expect(provider.seen.toSorted()).toEqual(free.ids.toSorted());
  });
});

describe('delivery D8: calls whose end is not written yet', () => {
  it('leave their slots to others, and are fifty at most', async () => {
    await bed.ask({ organizationId: null, count: 80 });
    const provider = createNotingProvider();
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const dispatcher = dispatch({
      providersOf: () => [provider],
      afterFinish: () => released,
    });
    await expect
      .poll(async () => {
        await dispatcher.look();
        return provider.seen.length;
      }, LIMIT)
      .toBeGreaterThan(40);
    await dispatcher.look();
    expect(provider.seen.length).toBeLessThanOrEqual(50);
    release();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 80 });
    expect(new Set(provider.seen).size).toBe(80);
  });
});
