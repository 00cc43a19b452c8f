import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { deliverInbox } from './deliver-inbox.ts';
import { openInboxes, type InboxBed } from './inbox.fixture.ts';
import { refreshInbox, withdrawInbox } from './store/amend.ts';
import type { Owner } from './store/positions.ts';

let bed: InboxBed;
beforeAll(async () => {
  bed = await openInboxes();
});
afterAll(() => bed.close());

const PAST = new Date(Date.now() - 60_000);
const FUTURE = new Date(Date.now() + 3_600_000);

function countTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

async function expectWhole(owner: Owner, messageIds: readonly string[]): Promise<void> {
  const entries = await bed.entries(owner);
  expect(entries.map(({ seq }) => seq)).toEqual(countTo(messageIds.length));
  expect(entries.map(({ messageId }) => messageId).toSorted()).toEqual(messageIds.toSorted());
  expect(new Set(entries.map(({ state }) => state))).toEqual(new Set(['delivered']));
  expect(await bed.position(owner)).toBe(messageIds.length);
}

describe('delivery D4: what is due comes into the inbox, and its delivery ends', () => {
  it('200 deliveries to one person at once, by eight workers, leave no gap and no repeat', async () => {
    const [owner] = (await bed.people(1)) as [Owner];
    const planned = await Promise.all(countTo(200).map(() => bed.plan(owner)));
    await Promise.all(countTo(8).map(() => deliverInbox(bed)));
    // What one worker had locked another one skipped.
    await deliverInbox(bed);
    await expectWhole(
      owner,
      planned.map(({ messageId }) => messageId),
    );
    expect(await deliverInbox(bed)).toBe(0);
  });

  it('fault F2: backends that are killed meanwhile lose nothing and repeat nothing', async () => {
    const owners = await bed.people(3);
    const planned = new Map<Owner, string[]>(owners.map((owner) => [owner, []]));
    for (const _ of countTo(150))
      for (const owner of owners) planned.get(owner)?.push((await bed.plan(owner)).messageId);
    const kill = () =>
      bed.test.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and query like '%inbox%'`,
      );
    for (const _ of countTo(6)) {
      const work = countTo(4).map(() => deliverInbox(bed).catch(() => 0));
      await kill();
      await Promise.all(work);
    }
    // Whatever was undone is still due.
    await expect.poll(() => deliverInbox(bed).catch(() => -1)).toBe(0);
    for (const owner of owners) await expectWhole(owner, planned.get(owner) ?? []);
  });

  it('two deliveries of one message to one person make one entry, and both end', async () => {
    const [owner] = (await bed.people(1)) as [Owner];
    const { messageId, deliveryId } = await bed.plan(owner);
    const copy = createId();
    await bed.test.query(
      `insert into deliveries (id, organization_id, message_id, recipient_id, channel, address_hash, lane, fair_key,
         max_attempts, policy)
       select $1, organization_id, message_id, recipient_id, channel, '\\x01', lane, fair_key, 1, policy
       from deliveries where id = $2`,
      [copy, deliveryId],
    );
    expect(await deliverInbox(bed)).toBe(1);
    await expectWhole(owner, [messageId]);
    expect(await bed.stateOf(copy)).toMatchObject({ state: 'delivered' });
  });

  it('what waits for its time, a digest or a pause stays, and what is over, cancelled or for nobody ends without entry', async () => {
    const [owner] = (await bed.people(1)) as [Owner];
    const waiting = [
      await bed.plan(owner, { runAt: FUTURE }),
      await bed.plan(owner, { hold: 'digest' }),
      await bed.plan(owner, { hold: 'paused' }),
    ];
    const late = await bed.plan(owner, { expiresAt: PAST, runAt: PAST });
    const cancelled = await bed.plan(owner);
    await bed.test.query('update messages set cancelled_at = now() where id = $1', [
      cancelled.messageId,
    ]);
    const stranger = { ...owner, userId: createId() };
    const forNobody = await bed.plan(stranger);
    expect(await deliverInbox(bed)).toBe(0);
    for (const { deliveryId } of [...waiting, cancelled])
      expect(await bed.stateOf(deliveryId)).toMatchObject({ state: 'queued' });
    expect(await bed.stateOf(late.deliveryId)).toEqual({
      state: 'expired',
      reason: 'expired',
    });
    expect(await bed.stateOf(forNobody.deliveryId)).toEqual({
      state: 'suppressed',
      reason: 'cannotSee',
    });
    expect(await bed.entries(owner)).toEqual([]);
  });
});

describe('SPEC F4: what became of deliveries is counted', () => {
  it('each end once, with its lane and the time since the message was accepted or due', async () => {
    const [owner] = (await bed.people(1)) as [Owner];
    const late = await bed.plan(owner, { expiresAt: new Date(Date.now() - 1_000) });
    const { messageId, deliveryId } = await bed.plan(owner);
    await bed.test.query(
      `update messages set created_at = now() - interval '1 hour', scheduled_at = now() - interval '20 seconds' where id = $1`,
      [messageId],
    );
    const ends: { id: string; lane: string; state: string; latencyS: number }[] = [];
    const counting = {
      ...bed,
      noteEnds: (_channel: string, some: readonly (typeof ends)[number][]) =>
        void ends.push(...some),
    };
    await deliverInbox(counting);
    await deliverInbox(counting);
    expect(ends).toHaveLength(2);
    expect(ends.find(({ id }) => id === late.deliveryId)?.state).toBe('expired');
    const written = ends.find(({ id }) => id === deliveryId);
    expect(written).toMatchObject({ state: 'delivered', lane: 'normal' });
    expect(written?.latencyS).toBeGreaterThan(19);
    expect(written?.latencyS).toBeLessThan(3_000);
  });
});

describe('delivery D11: no organization waits for the inbox of another', () => {
  it('a few of one come with the first look at thousands of another, and what is critical first', async () => {
    const [crowd] = (await bed.people(1)) as [Owner];
    const [few] = (await bed.people(1)) as [Owner];
    // Bell by bell would take longer than the rest of the test.
    await bed.test.query(
      `with made as (
         insert into messages (id, organization_id, category, template_key, payload, recipients, subject, actor, fanout_state)
         select gen_random_uuid(), $1, 'assigned', 'assigned', '{}', '[]', '{}', '{"kind":"system"}', 'done'
         from generate_series(1, 3000) returning id)
       insert into deliveries (id, organization_id, message_id, recipient_id, channel, address_hash, lane, fair_key, run_at,
         max_attempts, policy)
       select ('00000000' || substr(gen_random_uuid()::text, 9))::uuid, $1, id, $2, 'inApp', '\\x00', 'normal', $1, now() - interval '1 hour', 1, 'sameKey' from made`,
      [crowd.organizationId, crowd.userId],
    );
    const calm = await bed.plan(few);
    const urgent = await bed.plan(few, { lane: 'critical' });
    const abort = new AbortController();
    abort.abort();
    // One look.
    await deliverInbox(bed, abort.signal);
    const mine = await bed.entries(few);
    expect(mine.map(({ messageId }) => messageId)).toEqual([urgent.messageId, calm.messageId]);
    const theirs = await bed.position(crowd);
    expect(theirs).toBeGreaterThan(0);
    expect(theirs).toBeLessThan(200);
    await deliverInbox(bed);
    expect(await bed.position(crowd)).toBe(3_000);
  });
});

describe('security S21: rights and choices are asked again before an entry is written', () => {
  it('whoever lost the board after the planning gets no entry, the others do', async () => {
    const [loser, keeper] = (await bed.people(2)) as [Owner, Owner];
    const boardId = await bed.board(loser.organizationId, [loser.userId, keeper.userId]);
    const lost = await bed.plan(loser, { boardId });
    const kept = await bed.plan(keeper, { boardId });
    await bed.test.query('delete from board_members where user_id = $1', [loser.userId]);
    expect(await deliverInbox(bed)).toBe(1);
    expect(await bed.stateOf(lost.deliveryId)).toEqual({
      state: 'suppressed',
      reason: 'cannotSee',
    });
    expect(await bed.entries(loser)).toEqual([]);
    expect(await bed.position(loser)).toBe(0);
    await expectWhole(keeper, [kept.messageId]);
  });

  it('what was muted after the planning is not written, and the row names the choice', async () => {
    const [owner] = (await bed.people(1)) as [Owner];
    const { deliveryId } = await bed.plan(owner);
    await bed.test.query(
      `insert into notification_preferences (organization_id, user_id, scope, mode) values ($1, $2, 'all', 'off')`,
      [owner.organizationId, owner.userId],
    );
    expect(await deliverInbox(bed)).toBe(0);
    expect(await bed.stateOf(deliveryId)).toEqual({ state: 'suppressed', reason: 'preference' });
    const [row] = await bed.test.query<{ decided: unknown }>(
      'select decided from deliveries where id = $1',
      [deliveryId],
    );
    expect(row?.decided).toMatchObject({ mode: 'off', decidedBy: { rule: { scope: 'all' } } });
  });
});

describe('delivery D4: what an entry says can change, and be taken back', () => {
  it('a changed message makes its entry new again with the next number; one that is not there waits for it', async () => {
    const [owner] = (await bed.people(1)) as [Owner];
    const first = await bed.plan(owner, { content: { count: 1 } });
    const second = await bed.plan(owner);
    await bed.database.write('all', (tx) =>
      refreshInbox(tx, { messageId: first.messageId, content: { count: 2 } }),
    );
    expect(await bed.entries(owner)).toEqual([]);
    await deliverInbox(bed);
    const before = await bed.entries(owner);
    await bed.test.query('update inbox_items set read_at = now(), archived_at = now()');
    const changed = await bed.database.write('all', (tx) =>
      refreshInbox(tx, { messageId: first.messageId, content: { count: 2 } }),
    );
    expect(changed).toBe(1);
    expect(before.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await bed.entries(owner)).toMatchObject([
      { messageId: second.messageId, seq: 2 },
      { messageId: first.messageId, seq: 3, content: { count: 2 } },
    ]);
    const [row] = await bed.test.query(
      'select read_at, archived_at from inbox_items where message_id = $1',
      [first.messageId],
    );
    expect(row).toEqual({ read_at: null, archived_at: null });
  });

  it('what is withdrawn keeps its number alone', async () => {
    const [owner] = (await bed.people(1)) as [Owner];
    const { messageId } = await bed.plan(owner, { content: { secret: 'word' } });
    await deliverInbox(bed);
    const withdraw = () => bed.database.write('all', (tx) => withdrawInbox(tx, messageId));
    expect(await withdraw()).toBe(1);
    expect(await withdraw()).toBe(0);
    expect(await bed.entries(owner)).toMatchObject([{ seq: 2, content: {} }]);
    expect(await bed.position(owner)).toBe(2);
  });
});
