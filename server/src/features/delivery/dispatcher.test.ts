import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { createNotingProvider, openLedger, type LedgerBed } from './ledger.fixture.ts';
import type { Provider } from './provider.ts';

let bed: LedgerBed;
let organizationIds: string[];
const open: Dispatcher[] = [];

beforeAll(async () => {
  bed = await openLedger();
  organizationIds = await bed.organizations(3);
  return () => bed.close();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((dispatcher) => dispatcher.drain()));
  await bed.test.query('delete from messages');
});

const LIMIT = { timeout: 20_000, interval: 20 };

function dispatch(provider: Provider, { slots = 10, leaseMs = 30_000 } = {}): Dispatcher {
  const dispatcher = createDispatcher({
    ...bed,
    channel: 'email',
    slots,
    leaseMs,
    render: async () => ({ address: 'ada@example.test', content: {} }),
    providersOf: () => [provider],
  });
  open.push(dispatcher);
  return dispatcher;
}

const attemptsOf = (id: string) =>
  bed.test.query(
    'select number, outcome, code from delivery_attempts where delivery_id = $1 order by number',
    [id],
  );

describe('delivery: sending what is due', () => {
  it('delivery D5: several workers send each once, and write each attempt down', async () => {
    for (const organizationId of organizationIds) await bed.ask({ organizationId, count: 100 });
    const provider = createNotingProvider();
    const workers = [dispatch(provider), dispatch(provider), dispatch(provider)];
    await Promise.all(workers.map((worker) => worker.look()));
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 300 });
    expect(new Set(provider.seen).size).toBe(300);
    expect(provider.seen).toHaveLength(300);
    expect(await attemptsOf(provider.seen[0] ?? '')).toEqual([
      { number: 1, outcome: 'accepted', code: null },
    ]);
  });

  it('delivery D10: what is critical and rings amid a flood whose calls are over at once goes before the rest of it', async () => {
    const [flood = null, other = null] = organizationIds;
    await bed.ask({ organizationId: flood, count: 1_500 });
    let rung: Promise<{ id: string; behind: number }> | null = null;
    const askUrgent = async () => {
      const { ids } = await bed.ask({ organizationId: other, count: 1, lane: 'critical' });
      const behind = provider.seen.length;
      void dispatcher.look();
      return { id: ids[0] ?? '', behind };
    };
    const provider = createNotingProvider(async () => {
      if (provider.seen.length >= 50) rung ??= askUrgent();
      return { kind: 'accepted' };
    });
    const dispatcher = dispatch(provider);
    await dispatcher.look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 1_501 });
    const { id, behind } = (await (rung as unknown)) as Awaited<ReturnType<typeof askUrgent>>;
    // What was claimed already, and what is begun with it.
    expect(provider.seen.indexOf(id) - behind).toBeLessThan(150);
  });

  it('writes the attempt before the first byte leaves', async () => {
    const { ids } = await bed.ask({ organizationId: organizationIds[0] ?? null, count: 1 });
    const found: unknown[] = [];
    const provider = createNotingProvider(async (key) => {
      found.push(await attemptsOf(key), await bed.states());
      return { kind: 'accepted' };
    });
    await dispatch(provider).look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 1 });
    expect(found).toEqual([[{ number: 1, outcome: null, code: null }], { sending: 1 }]);
    expect(provider.seen).toEqual(ids);
  });

  it('delivery D14: what is refused for now waits for its next attempt, under the same key', async () => {
    const { ids } = await bed.ask({ organizationId: organizationIds[0] ?? null, count: 1 });
    const provider = createNotingProvider((_key, call) =>
      call === 1 ? { kind: 'refused', cause: 'transient', code: '451' } : { kind: 'accepted' },
    );
    const dispatcher = dispatch(provider);
    await dispatcher.look();
    await expect
      .poll(() => bed.test.query('select state, hold, reason, attempt from deliveries'), LIMIT)
      .toEqual([{ state: 'queued', hold: 'retry', reason: '451', attempt: 1 }]);
    await bed.test.query('update deliveries set run_at = now()');
    await dispatcher.look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 1 });
    expect(provider.seen).toEqual([ids[0], ids[0]]);
  });

  it('delivery D6: an answer that comes after another worker took over changes nothing', async () => {
    await bed.ask({ organizationId: organizationIds[0] ?? null, count: 1 });
    let answer: () => void = () => undefined;
    const provider = createNotingProvider(
      () => new Promise((resolve) => (answer = () => resolve({ kind: 'accepted' }))),
    );
    await dispatch(provider).look();
    await expect.poll(() => provider.seen.length, LIMIT).toBe(1);
    await bed.test.query(`update deliveries set fence = fence + 1, reason = 'taken over'`);
    answer();
    await open[0]?.drain();
    expect(await bed.test.query('select state, reason from deliveries')).toEqual([
      { state: 'sending', reason: 'taken over' },
    ]);
  });

  it('delivery D7: a lost lease ends the call', async () => {
    await bed.ask({ organizationId: organizationIds[0] ?? null, count: 1 });
    let isAborted = false;
    const provider = createNotingProvider(
      (_key, _call, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            isAborted = true;
            resolve({ kind: 'uncertain', code: 'aborted' });
          });
        }),
    );
    // Its own time-out must not be what ends it.
    const capabilities = { ...provider.capabilities, timeoutMs: 10 * LIMIT.timeout };
    await dispatch({ ...provider, capabilities }, { leaseMs: 600 }).look();
    await expect.poll(() => provider.seen.length, LIMIT).toBe(1);
    await bed.test.query('update deliveries set fence = fence + 1');
    await expect.poll(() => isAborted, LIMIT).toBe(true);
  });

  it('delivery D7: signs of life keep a long call’s claim', async () => {
    await bed.ask({ organizationId: organizationIds[0] ?? null, count: 1 });
    let answer: () => void = () => undefined;
    const provider = createNotingProvider(
      () => new Promise((resolve) => (answer = () => resolve({ kind: 'accepted' }))),
    );
    await dispatch(provider, { leaseMs: 900 }).look();
    await expect.poll(() => provider.seen.length, LIMIT).toBe(1);
    const leases = () => bed.test.query<{ at: Date }>('select lease_until as at from deliveries');
    const [first] = await leases();
    await expect.poll(async () => (await leases())[0]?.at, LIMIT).not.toEqual(first?.at);
    answer();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 1 });
  });

  it('delivery D17: what was cancelled, or came too late, is not sent', async () => {
    const organizationId = organizationIds[0] ?? null;
    const { messageId } = await bed.ask({ organizationId, count: 2 });
    await bed.ask({ organizationId, count: 1 });
    await bed.test.query('update messages set cancelled_at = now() where id = $1', [messageId]);
    const late = await bed.ask({ organizationId, count: 1 });
    await bed.test.query('update deliveries set expires_at = now() where id = $1', [late.ids[0]]);
    const provider = createNotingProvider();
    await dispatch(provider).look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ cancelled: 2, expired: 1, sent: 1 });
    expect(provider.seen).toHaveLength(1);
  });

  it('delivery D10: a fifth of the slots is kept for what is critical', async () => {
    const organizationId = organizationIds[0] ?? null;
    await bed.ask({ organizationId, count: 50, lane: 'bulk' });
    let answerAll: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answerAll = resolve));
    const provider = createNotingProvider(async () => {
      await answered;
      return { kind: 'accepted' };
    });
    const dispatcher = dispatch(provider, { slots: 10 });
    await dispatcher.look();
    expect(provider.seen).toHaveLength(8);
    const { ids } = await bed.ask({ organizationId, count: 5, lane: 'critical' });
    await dispatcher.look();
    expect(provider.seen.filter((key) => ids.includes(key))).toHaveLength(2);
    answerAll();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 55 });
  });
});
