import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Transaction } from '../../platform/database/database.ts';
import { createId } from '../../kernel/ids.ts';
import { cancelMessage } from './cancel.ts';
import { openLedger, type LedgerBed } from './ledger.fixture.ts';
import { countCancelled, markCancelled } from './store/cancel.ts';
import { begin, claim, listDue } from './store/claims.ts';
import { redriveDeadLetters } from './store/dead-letters.ts';
import { settleDoubt } from './store/doubts.ts';
import { finish } from './store/finish.ts';
import { forgetSecrets } from './store/sweep.ts';

let bed: LedgerBed;
let organizationId: string;
beforeAll(async () => {
  bed = await openLedger();
  [organizationId = ''] = await bed.organizations(1);
  return () => bed.close();
});
afterEach(() => bed.test.query('delete from messages'));

const LIMIT = { timeout: 10_000, interval: 20 };
const RETRY = {
  state: 'queued',
  hold: 'retry',
  delayMs: 60_000,
  reason: '451',
  suppresses: false,
  isDeadLetter: false,
} as const;

/** A message of one delivery, whose attempt has begun. */
async function beginOne() {
  const { messageId, ids } = await bed.ask({ organizationId, count: 1 });
  const [id = ''] = ids;
  const lane = { channel: 'email', lane: 'normal' } as const;
  const fence = await bed.database.write('all', async (tx) => {
    const [share] = await listDue(tx, { ...lane, limit: 1 });
    const shares = new Map([[share?.key ?? '', 1]]);
    const claims = await claim(tx, { workerId: createId(), leaseMs: 30_000 }, { ...lane, shares });
    await begin(tx, claims);
    return claims[0]?.fence ?? 0;
  });
  return { messageId, id, fence };
}

async function bury(id: string) {
  await bed.test.query(`update deliveries set state = 'failed', lease_until = null where id = $1`, [
    id,
  ]);
  await bed.test.query(
    `insert into dead_letters (id, organization_id, delivery_id, reason) values ($1, $2, $1, 'no')`,
    [id, organizationId],
  );
}

type Begun = Awaited<ReturnType<typeof beginOne>>;
const ALL = { channel: null, reason: null, category: null, ids: null };
const waysBack: Record<string, (tx: Transaction, delivery: Begun) => Promise<unknown>> = {
  'an attempt that was refused for now': (tx, delivery) =>
    finish(tx, [
      {
        ...delivery,
        outcome: 'refused',
        code: '451',
        answer: null,
        latencyMs: 1,
        providerId: 'noting',
        providerMessageId: null,
        settlement: RETRY,
      },
    ]),
  'a doubt whose provider has nothing': (tx, delivery) => settleDoubt(tx, delivery, RETRY),
  'a dead letter that is sent again': (tx) =>
    redriveDeadLetters(tx, organizationId, ALL, {
      userId: createId(),
      limit: 10,
      spacingMs: 0,
    }),
};

describe('delivery D17: a return to the queue beside a cancellation', () => {
  it.each(Object.entries(waysBack))('%s waits no more after it', async (name, goBack) => {
    const delivery = await beginOne();
    if (name.startsWith('a dead letter')) await bury(delivery.id);
    if (name.startsWith('a doubt'))
      await bed.test.query(`update deliveries set state = 'uncertain'`);
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    let isBack = false;
    const returning = bed.database.write('all', async (tx) => {
      await goBack(tx, delivery);
      isBack = true;
      await held;
    });
    await expect.poll(() => isBack, LIMIT).toBe(true);
    let isOver = false;
    const cancelling = cancelMessage(bed.database, delivery.messageId).finally(
      () => (isOver = true),
    );
    // Either it waits for the return, or it has missed it.
    const isWaiting = async () => {
      const waits = await bed.test.query(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update%'`,
      );
      return isOver || waits.length > 0;
    };
    await expect.poll(isWaiting, LIMIT).toBe(true);
    commit();
    await returning;
    await cancelling;
    expect(await bed.states()).toEqual({ cancelled: 1 });
  });
});

describe('delivery D17: two cancellations at once', () => {
  it('are answered the same, and so is whoever asks later', async () => {
    const { messageId } = await bed.ask({ organizationId, count: 3 });
    await bed.test.query(`update messages set fanout_state = 'waiting'`);
    await bed.database.write('all', (tx) => markCancelled(tx, messageId));
    const first = await bed.database.write('all', (tx) => countCancelled(tx, messageId));
    expect(first).toMatchObject({ isFanOutStopped: true });
    await bed.test.query(`update deliveries set state = 'cancelled'`);
    expect(await bed.database.write('all', (tx) => countCancelled(tx, messageId))).toEqual(first);
  });
});

describe('security: links that let somebody in', () => {
  it('stay while their delivery may be sent again, and go when nobody wants that', async () => {
    const { messageId, id } = await beginOne();
    await bed.test.query(`update messages set payload_sealed = 'sealed'`);
    await bury(id);
    const forget = () => bed.database.write('all', forgetSecrets);
    expect(await forget()).toBe(0);
    await bed.test.query(`update dead_letters set ended_at = now(), outcome = 'discarded'`);
    expect(await forget()).toBe(1);
    expect(
      await bed.test.query('select payload_sealed as sealed from messages where id = $1', [
        messageId,
      ]),
    ).toEqual([{ sealed: null }]);
  });
});
