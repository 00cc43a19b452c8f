import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { alertDeadLetters } from './alert-dead-letters.ts';
import type { SendResult } from './domain/settle.ts';
import { createNotingProvider } from './ledger.fixture.ts';
import { lookUpDoubtful } from './look-up.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import type { Provider } from './provider.ts';
import type { Sender } from './sender.ts';
import { sendAll, sendRound, startSender } from './sending.fixture.ts';
import { discardDeadLetters, listDeadLetters, redriveDeadLetters } from './store/dead-letters.ts';

let bed: PlannerBed;
const open: Sender[] = [];
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((sender) => sender.drain()));
  for (const table of ['messages', 'suppressions', 'rate_buckets'])
    await bed.test.query(`delete from ${table}`);
});

const ALL = { channel: null, reason: null, category: null, ids: null };
const PAGE = { before: null, limit: 100 };
const NO: SendResult = { kind: 'refused', cause: 'permanent', code: 'no' };

function start(provider: Provider): Sender {
  const sender = startSender(bed, provider);
  open.push(sender);
  return sender;
}

async function askFor(count: number) {
  const [organizationId = ''] = await bed.organizations(1);
  const recipients = Array.from({ length: count }, (_, index) => ({
    email: `a${index}@example.com`,
  }));
  const messageId = await bed.notify({ organizationId, recipients });
  return { organizationId, messageId };
}

const lettersOf = (organizationId: string) =>
  bed.database.read('all', (tx) => listDeadLetters(tx, organizationId, ALL, PAGE));

describe('delivery D22: dead letters', () => {
  it('two failures of one address at once suppress it once, and for good', async () => {
    const [organizationId = ''] = await bed.organizations(1);
    const recipients = [{ email: 'twice@example.com' }];
    const badAddress = { kind: 'refused', cause: 'badAddress', code: '550' } as const;
    const first = await bed.notify({ organizationId, recipients });
    await sendAll(bed, start(createNotingProvider(() => badAddress)));
    await bed.test.query(
      `update suppressions set reason = 'manual', until = now() where organization_id = $1`,
      [organizationId],
    );
    const others = [
      await bed.notify({ organizationId, recipients }),
      await bed.notify({ organizationId, recipients }),
    ];
    await sendAll(bed, start(createNotingProvider(() => badAddress)));
    for (const id of [first, ...others])
      expect(await bed.deliveries(id)).toMatchObject([{ state: 'failed', reason: '550' }]);
    const suppressed = await bed.test.query<object>(
      'select reason, until from suppressions where organization_id = $1',
      [organizationId],
    );
    expect(suppressed).toEqual([{ reason: 'hardBounce', until: null }]);
  });

  it('a failure and its dead letter are one; a useless address is suppressed with it', async () => {
    const { organizationId, messageId } = await askFor(1);
    const provider = createNotingProvider(() => ({
      kind: 'refused',
      cause: 'badAddress',
      code: '550',
    }));
    await sendAll(bed, start(provider));
    expect(await bed.deliveries(messageId)).toMatchObject([{ state: 'failed', reason: '550' }]);
    expect(await lettersOf(organizationId)).toMatchObject([{ reason: '550', attempts: 1 }]);
    const suppressed = await bed.test.query<object>(
      'select organization_id as "organizationId", reason, address_masked as masked from suppressions',
    );
    expect(suppressed).toMatchObject([{ organizationId, reason: 'hardBounce' }]);
    const again = await bed.notify({ organizationId, recipients: [{ email: 'a0@example.com' }] });
    await sendAll(bed, start(provider));
    expect(provider.seen).toHaveLength(1);
    expect(await bed.deliveries(again)).toMatchObject([{ state: 'suppressed', reason: 'address' }]);
  });

  it('a redrive keeps id and history, goes at a rate, and gives all attempts anew', async () => {
    const { organizationId } = await askFor(3);
    let answer: SendResult = NO;
    const provider = createNotingProvider(() => answer);
    const sender = start(provider);
    await sendAll(bed, sender);
    expect(await lettersOf(organizationId)).toHaveLength(3);
    answer = { kind: 'refused', cause: 'transient', code: 'busy' };
    const by = { userId: createId(), limit: 2, spacingMs: 3_600_000 };
    const redriven = await bed.database.write('all', (tx) =>
      redriveDeadLetters(tx, organizationId, ALL, by),
    );
    expect(redriven).toBe(2);
    expect(await lettersOf(organizationId)).toHaveLength(1);
    await sendRound(bed, sender);
    // The second one waits for its time; the first failed in passing, and is to be tried again.
    expect(provider.seen).toHaveLength(4);
    const [first] = provider.seen.slice(3);
    const [row] = await bed.test.query<object>(
      `select state, hold, attempt from deliveries where id = $1`,
      [first],
    );
    expect(row).toEqual({ state: 'queued', hold: 'retry', attempt: 2 });
    // Its waits begin anew, too: two seconds and a fifth, where the second attempt would wait a minute.
    const [wait] = await bed.test.query<{ s: number }>(
      `select extract(epoch from d.run_at - a.ended_at)::float8 as s from deliveries as d
       join delivery_attempts as a on a.delivery_id = d.id and a.number = d.attempt where d.id = $1`,
      [first],
    );
    expect(wait?.s).toBeLessThanOrEqual(2.4);
    expect(provider.seen.slice(0, 3)).toContain(first);
  });

  it('what was cancelled, or is past its time, is not sent again', async () => {
    const { organizationId, messageId } = await askFor(2);
    await sendAll(bed, start(createNotingProvider(() => NO)));
    await bed.test.query('update messages set cancelled_at = now() where id = $1', [messageId]);
    const by = { userId: createId(), limit: 10, spacingMs: 0 };
    const redrive = () =>
      bed.database.write('all', (tx) => redriveDeadLetters(tx, organizationId, ALL, by));
    expect(await redrive()).toBe(0);
    await bed.test.query('update messages set cancelled_at = null where id = $1', [messageId]);
    await bed.test.query(`update deliveries set expires_at = now() - interval '1 second'`);
    expect(await redrive()).toBe(0);
    expect(await lettersOf(organizationId)).toHaveLength(2);
  });

  it('another organization’s are not touched', async () => {
    const ours = await askFor(1);
    const theirs = await askFor(1);
    await sendAll(bed, start(createNotingProvider(() => NO)));
    const by = { userId: createId(), limit: 10 };
    const discarded = await bed.database.write('all', (tx) =>
      discardDeadLetters(tx, ours.organizationId, ALL, by),
    );
    expect(discarded).toBe(1);
    expect(await lettersOf(ours.organizationId)).toEqual([]);
    expect(await lettersOf(theirs.organizationId)).toHaveLength(1);
    const ended = await bed.test.query<object>(
      'select outcome, ended_by as "userId" from dead_letters where ended_at is not null and organization_id = $1',
      [ours.organizationId],
    );
    expect(ended).toEqual([{ outcome: 'discarded', userId: by.userId }]);
  });

  it('administrators are told at once, by one node, and of no alert that failed', async () => {
    const { organizationId } = await askFor(3);
    await sendAll(bed, start(createNotingProvider(() => NO)));
    const told = await Promise.all([alertDeadLetters(bed), alertDeadLetters(bed)]);
    expect(told.toSorted()).toEqual([0, 1]);
    const [alert] = await bed.test.query<{ id: string; payload: object; recipients: object }>(
      `select id, payload, recipients from messages where template_key = 'deadLetters' and organization_id = $1`,
      [organizationId],
    );
    expect(alert).toMatchObject({
      payload: { count: 3, channels: { email: 3 } },
      recipients: [{ segment: 'admins' }],
    });
    expect(await alertDeadLetters(bed)).toBe(0);
    // A quarter of an hour later there is nothing new.
    await bed.test.query(`update messages set dedupe_key = 'deadLetters 1' where id = $1`, [
      alert?.id,
    ]);
    expect(await alertDeadLetters(bed)).toBe(0);
    await bed.test.query(
      `insert into deliveries (id, message_id, organization_id, channel, address_hash, lane, fair_key, max_attempts, policy, state)
       values ($1, $2, $3, 'email', '', 'normal', $3, 8, 'atLeastOnce', 'failed')`,
      [createId(), alert?.id, organizationId],
    );
    await bed.test.query(
      `insert into dead_letters (id, organization_id, delivery_id, reason)
       select id, organization_id, id, 'no' from deliveries where message_id = $1`,
      [alert?.id],
    );
    expect(await alertDeadLetters(bed)).toBe(0);
  });

  it('are told of whenever their transaction ends, also after a notice about later ones', async () => {
    const { organizationId, messageId } = await askFor(2);
    await sendAll(bed, start(createNotingProvider(() => NO)));
    await bed.test.query(
      `update dead_letters set created_at = now() - interval '1 hour', announced_at = now()
       where delivery_id = (select id from deliveries where message_id = $1 order by id limit 1)`,
      [messageId],
    );
    // The first one was told; the other began before that notice, and is seen only now.
    await bed.test.query(
      `update dead_letters set created_at = now() - interval '2 hours' where announced_at is null`,
    );
    expect(await alertDeadLetters(bed)).toBe(1);
    expect(
      await bed.test.query(
        `select payload from messages where template_key = 'deadLetters' and organization_id = $1`,
        [organizationId],
      ),
    ).toEqual([{ payload: { count: 1, channels: { email: 1 } } }]);
  });
});

describe('delivery, policies: doubt about a text message', () => {
  let phones = 12_345_670;
  /** A sender that died has not written whom it called. */
  async function doubt(
    answer: 'accepted' | 'absent' | 'unknown',
    { isSenderDead = false, others = [] as Provider[] } = {},
  ) {
    const [organizationId = ''] = await bed.organizations(1);
    // Each has its own, for a number has a rate.
    phones += 1;
    const messageId = await bed.notify({
      organizationId,
      recipients: [{ phone: `+49151${phones}` }],
    });
    const asked: string[] = [];
    const provider: Provider = {
      ...createNotingProvider(() => ({ kind: 'uncertain', code: 'timeout' })),
      channel: 'sms',
      lookup: async (key) => {
        asked.push(key);
        return answer;
      },
    };
    await sendAll(bed, start(provider));
    const parts = {
      ...bed,
      render: async () => ({ address: '', content: {} }),
      providersOf: () => [provider, ...others],
    };
    expect(await lookUpDoubtful(parts)).toBe(0);
    await bed.test.query('update deliveries set run_at = now() where message_id = $1', [messageId]);
    if (isSenderDead)
      await bed.test.query(
        `update delivery_attempts set provider_id = null
         where delivery_id in (select id from deliveries where message_id = $1)`,
        [messageId],
      );
    const looks = await Promise.all([lookUpDoubtful(parts), lookUpDoubtful(parts)]);
    expect(looks.toSorted()).toEqual([0, 1]);
    const [row] = await bed.deliveries(messageId);
    expect(asked).toEqual([row?.id]);
    return { row, letters: await lettersOf(organizationId), parts };
  }

  it('found is sent', async () => {
    const { row, letters } = await doubt('accepted');
    expect(row?.state).toBe('sent');
    expect(letters).toEqual([]);
  });

  it('absent goes again', async () => {
    const { row } = await doubt('absent');
    expect(row).toMatchObject({ state: 'queued', hold: 'retry', reason: 'absent' });
  });

  it('fault F2: a sender that died leaves no name, and all who may have been called are asked', async () => {
    const other = (answer: 'accepted' | 'absent' | 'unknown'): Provider => ({
      ...createNotingProvider(),
      id: 'other',
      channel: 'sms',
      lookup: async () => answer,
    });
    const isSenderDead = true;
    expect((await doubt('accepted', { isSenderDead })).row?.state).toBe('sent');
    expect((await doubt('absent', { isSenderDead })).row?.state).toBe('queued');
    const found = await doubt('absent', { isSenderDead, others: [other('accepted')] });
    expect(found.row?.state).toBe('sent');
    const unsure = await doubt('absent', { isSenderDead, others: [other('unknown')] });
    expect(unsure.row?.state).toBe('uncertain');
    // Whoever wrote a name asked nobody else.
    expect((await doubt('absent', { others: [other('accepted')] })).row?.state).toBe('queued');
  });

  it('unknown waits for a person, and is asked no more', async () => {
    const { row, letters, parts } = await doubt('unknown');
    expect(row?.state).toBe('uncertain');
    expect(letters).toMatchObject([{ state: 'uncertain' }]);
    expect(await lookUpDoubtful(parts)).toBe(0);
  });
});
