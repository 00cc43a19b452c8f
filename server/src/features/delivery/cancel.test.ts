import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cancelMessage } from './cancel.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { createNotingProvider, openLedger, type LedgerBed } from './ledger.fixture.ts';
import { createId } from '../../kernel/ids.ts';
import type { Provider } from './provider.ts';

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

const LIMIT = { timeout: 20_000, interval: 5 };
function dispatch(provider: Provider): Dispatcher {
  const dispatcher = createDispatcher({
    ...bed,
    channel: 'email',
    slots: 10,
    render: async () => ({ address: 'ada@example.test', content: {} }),
    providersOf: () => [provider],
  });
  open.push(dispatcher);
  return dispatcher;
}

describe('delivery D17: cancelling', () => {
  it('halfway through: nothing begins after the answer, and the counts are those of the rows', async () => {
    const { messageId } = await bed.ask({ organizationId: null, count: 3_000 });
    const provider = createNotingProvider();
    void dispatch(provider).look();
    await expect.poll(() => provider.seen.length, LIMIT).toBeGreaterThan(200);
    const answer = await cancelMessage(bed.database, messageId);
    const begun = provider.seen.length;
    await Promise.all(open.splice(0).map((dispatcher) => dispatcher.drain()));
    expect(provider.seen).toHaveLength(begun);
    const states = await bed.states();
    expect(states).toEqual({ cancelled: 3_000 - begun, sent: begun });
    if (answer.kind !== 'done') throw new Error(`it was ${answer.kind}`);
    const { cancelled, alreadySent, inFlight } = answer.counts;
    expect(cancelled).toBe(states['cancelled']);
    expect(alreadySent + inFlight).toBe(begun);
  });

  it('answers the same again, also when it was cut off in between', async () => {
    const { messageId } = await bed.ask({ organizationId: null, count: 5 });
    await bed.test.query(
      `update messages set cancelled_at = now() - interval '1 hour' where id = $1`,
      [messageId],
    );
    const readAt = () =>
      bed.test.query<object>('select cancelled_at::text as at from messages where id = $1', [
        messageId,
      ]);
    const cancelledAt = await readAt();
    const counts = { cancelled: 5, alreadySent: 0, inFlight: 0, isFanOutStopped: false };
    expect(await cancelMessage(bed.database, messageId)).toEqual({ kind: 'done', counts });
    await bed.test.query(`update deliveries set state = 'sent'`);
    expect(await cancelMessage(bed.database, messageId)).toEqual({ kind: 'done', counts });
    expect(await readAt()).toEqual(cancelledAt);
  });

  it('says when it came too late, and when there is no such message', async () => {
    const { messageId } = await bed.ask({ organizationId: null, count: 2 });
    await dispatch(createNotingProvider()).look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 2 });
    expect(await cancelMessage(bed.database, messageId)).toMatchObject({
      kind: 'late',
      counts: { cancelled: 0, alreadySent: 2 },
    });
    expect(await cancelMessage(bed.database, createId())).toEqual({ kind: 'unknown' });
  });

  it('what is being sent and refused for now is not tried again', async () => {
    const { messageId } = await bed.ask({ organizationId: null, count: 1 });
    let answer: () => void = () => undefined;
    const provider = createNotingProvider(
      () =>
        new Promise((resolve) => {
          answer = () => resolve({ kind: 'refused', cause: 'transient', code: '451' });
        }),
    );
    await dispatch(provider).look();
    await expect.poll(() => provider.seen.length, LIMIT).toBe(1);
    expect(await cancelMessage(bed.database, messageId)).toMatchObject({
      kind: 'late',
      counts: { inFlight: 1 },
    });
    answer();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ cancelled: 1 });
  });
});
