import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { createDispatcher, type Dispatcher, type DispatcherParts } from './dispatcher.ts';
import { createFinishQueue } from './finish-queue.ts';
import { createNotingProvider, openLedger, type LedgerBed } from './ledger.fixture.ts';
import { createId } from '../../kernel/ids.ts';
import { begin, claim, listDue } from './store/claims.ts';
import type { Finished } from './store/finish.ts';

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
const LETTERS = 'select reason from dead_letters where ended_at is null';

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

/** A delivery whose attempt has begun. */
async function beginOne() {
  await bed.ask({ organizationId: null, count: 1 });
  const lane = { channel: 'email', lane: 'normal' } as const;
  return bed.database.write('all', async (tx) => {
    const [share] = await listDue(tx, { ...lane, limit: 1 });
    const shares = new Map([[share?.key ?? '', 1]]);
    const claims = await claim(tx, { workerId: createId(), leaseMs: 30_000 }, { ...lane, shares });
    await begin(tx, claims);
    return claims;
  });
}

const SENT: Omit<Finished, 'id' | 'fence'> = {
  outcome: 'accepted',
  code: null,
  answer: null,
  latencyMs: 1,
  providerId: 'noting',
  providerMessageId: null,
  settlement: {
    state: 'sent',
    hold: null,
    delayMs: null,
    reason: null,
    suppresses: false,
    isDeadLetter: false,
  },
};

describe('delivery D8: ends that are written together', () => {
  it('what one far side says costs the others nothing', async () => {
    const { ids } = await bed.ask({ organizationId: null, count: 3 });
    // Cut at what is kept, it ends amid a pair.
    const said = { answer: `a\u0000${'x'.repeat(1_997)}😀`, providerMessageId: 'a\ud83d\u0000' };
    const provider = createNotingProvider((key) => ({
      kind: 'accepted',
      ...(key === ids[0] && said),
    }));
    await dispatch({ providersOf: () => [provider] }).look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 3 });
    expect(
      await bed.test.query(
        `select a.answer, d.provider_message_id as id from deliveries as d join delivery_attempts as a on a.delivery_id = d.id
         where d.id = $1`,
        [ids[0]],
      ),
    ).toEqual([{ answer: `a${'x'.repeat(1_997)}\ufffd`, id: 'a\ufffd' }]);
  });

  it('one that the database does not take is written without its details, the others as they are', async () => {
    const claims = [...(await beginOne()), ...(await beginOne()), ...(await beginOne())];
    const queue = createFinishQueue({ ...bed, channel: 'email', leaseMs: 30_000 });
    const beyondInteger = 2 ** 40;
    const written = await Promise.all(
      claims.map(({ id, fence }, index) =>
        queue.add({ ...SENT, id, fence, ...(index === 1 && { latencyMs: beyondInteger }) }),
      ),
    );
    expect(written).toEqual([true, true, true]);
    expect(await bed.states()).toEqual({ sent: 3 });
    const rows = await bed.test.query<{ id: string; code: string | null; ms: number }>(
      'select delivery_id as id, code, latency_ms as ms from delivery_attempts',
    );
    const of = (id: string | undefined) => rows.find((row) => row.id === id);
    expect(claims.map(({ id }) => of(id)?.code)).toEqual([null, 'unwritable', null]);
    expect(of(claims[0]?.id)?.ms).toBe(1);
  });
});

describe('security S16: what far sides say', () => {
  it('is kept without the address that it was about', async () => {
    await bed.ask({ organizationId: null, count: 1 });
    const provider = createNotingProvider(() => ({
      kind: 'refused',
      cause: 'permanent',
      code: 'smtp_554',
      answer: '554 <Ada@Example.test>: not here, ada+example.test neither',
    }));
    await dispatch({ providersOf: () => [provider] }).look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ failed: 1 });
    expect(await bed.test.query('select answer from delivery_attempts')).toEqual([
      { answer: '554 <a***@example.test>: not here, ada+example.test neither' },
    ]);
  });
});

describe('fault F24: a database that is away while a message is written out', () => {
  it('is no attempt, and the message goes out once it is back', async () => {
    await bed.ask({ organizationId: null, count: 1 });
    const taken = connectDatabase({ url: bed.test.appUrl, poolSize: 1, log: bed.log });
    let giveBack: () => void = () => undefined;
    const held = taken.read('all', () => new Promise<void>((resolve) => (giveBack = resolve)));
    const dispatcher = dispatch({
      render: async () => {
        await taken.read('all', (tx) => tx.query('select 1'));
        return { address: 'ada@example.test', content: {} };
      },
    });
    const row = () => bed.test.query('select state, hold, reason, attempt from deliveries');
    await dispatcher.look();
    await expect
      .poll(row, LIMIT)
      .toEqual([{ state: 'queued', hold: 'throttled', reason: 'database', attempt: 0 }]);
    giveBack();
    await held;
    await bed.test.query('update deliveries set run_at = now()');
    await dispatcher.look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 1 });
    expect(await bed.test.query(LETTERS)).toEqual([]);
    await taken.close();
  });

  it('a message that cannot be written out is a defect, for a person and the log', async () => {
    const { ids } = await bed.ask({ organizationId: null, count: 1 });
    const lines: { deliveryId?: string; err?: { message: string } }[] = [];
    const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
    const render = async () => {
      throw new Error('there is no such template');
    };
    await dispatch({ log, render }).look();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ failed: 1 });
    expect(await bed.test.query(LETTERS)).toEqual([{ reason: 'render' }]);
    expect(lines).toMatchObject([
      { deliveryId: ids[0], err: { message: 'there is no such template' } },
    ]);
  });
});
