import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cancelMessage } from './cancel.ts';
import { closeDueDigests } from './close-digests.ts';
import { planWaiting } from './fan-out.ts';
import { createNotingProvider } from './ledger.fixture.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import type { Sender } from './sender.ts';
import { sendAll, startSender } from './sending.fixture.ts';

let bed: PlannerBed;
const open: Sender[] = [];
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((sender) => sender.drain()));
  await bed.test.query('delete from messages');
  await bed.test.query('delete from digests');
});

async function reader() {
  const { organizationId, userIds } = await bed.organization(1);
  const userId = userIds[0] ?? '';
  await bed.prefer(organizationId, userId, {
    category: 'custom',
    channel: 'email',
    mode: 'digest',
  });
  return { organizationId, userId };
}

function ask(
  { organizationId, userId }: { organizationId: string; userId: string },
  boardId?: string,
) {
  return bed.notify({
    organizationId,
    channels: ['email'],
    ...(boardId !== undefined && { subject: { boardId } }),
    recipients: [{ userId }],
  });
}

async function close() {
  await bed.test.query(`update digests set closes_at = now() where state = 'open'`);
  return closeDueDigests(bed);
}

function start(provider = createNotingProvider()): Sender {
  const sender = startSender(bed, provider);
  open.push(sender);
  return sender;
}

async function linesOf(states = true) {
  return bed.test.query<Record<string, string>>(
    `select ${states ? 'd.state' : 'd.hold'} as value, count(*)::int as count from deliveries as d
     where d.digest_id is not null group by 1 order by 1`,
  );
}

describe('delivery D16: digests', () => {
  it('two hundred events at once are two hundred lines of one mail', async () => {
    const who = await reader();
    await Promise.all(Array.from({ length: 200 }, () => ask(who)));
    await Promise.all([
      planWaiting(bed, { partSize: 7 }),
      planWaiting(bed, { partSize: 7 }),
      planWaiting(bed),
    ]);
    await planWaiting(bed);
    expect(await linesOf(false)).toEqual([{ value: 'digest', count: 200 }]);
    const provider = createNotingProvider();
    const sender = start(provider);
    await sendAll(bed, sender);
    expect(provider.seen).toEqual([]);
    expect(await close()).toBe(1);
    await sendAll(bed, sender);
    expect(provider.seen).toHaveLength(1);
    expect(await linesOf()).toEqual([{ value: 'sent', count: 200 }]);
    const [carrier] = await bed.test.query<object>(
      `select d.state, m.template_key as "templateKey", m.payload ->> 'digestId' = d.carries_digest_id::text as "isNamed"
       from deliveries as d join messages as m on m.id = d.message_id where d.carries_digest_id is not null`,
    );
    expect(carrier).toEqual({ state: 'sent', templateKey: 'digest', isNamed: true });
  });

  it('what comes after the close opens the next one', async () => {
    const who = await reader();
    await ask(who);
    await planWaiting(bed);
    await close();
    await ask(who);
    await planWaiting(bed);
    const rows = await bed.test.query<{ state: string }>(
      'select state from digests order by state',
    );
    expect(rows.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  it('a line is taken out until the mail goes out, and what may not be seen any more too', async () => {
    const who = await reader();
    const boardId = await bed.board(who.organizationId, [who.userId]);
    const [kept, cancelled, hidden] = [await ask(who), await ask(who), await ask(who, boardId)];
    await planWaiting(bed);
    await close();
    await cancelMessage(bed.database, cancelled);
    await bed.test.query('delete from board_members where board_id = $1', [boardId]);
    const provider = createNotingProvider();
    await sendAll(bed, start(provider));
    expect(provider.seen).toHaveLength(1);
    expect(await bed.deliveries(kept)).toMatchObject([{ state: 'sent' }]);
    expect(await bed.deliveries(cancelled)).toMatchObject([{ state: 'cancelled' }]);
    expect(await bed.deliveries(hidden)).toMatchObject([
      { state: 'suppressed', reason: 'cannotSee' },
    ]);
  });

  it('without lines there is no mail', async () => {
    const who = await reader();
    const before = await ask(who);
    await planWaiting(bed);
    await cancelMessage(bed.database, before);
    await close();
    const after = await ask(who);
    await planWaiting(bed);
    await close();
    await cancelMessage(bed.database, after);
    const provider = createNotingProvider();
    await sendAll(bed, start(provider));
    expect(provider.seen).toEqual([]);
    const carriers = await bed.test.query<{ state: string; reason: string }>(
      'select state, reason from deliveries where carries_digest_id is not null',
    );
    expect(carriers).toEqual([{ state: 'suppressed', reason: 'emptyDigest' }]);
  });

  it('nor is there one when the only line was cancelled, and nobody has come to it yet', async () => {
    const who = await reader();
    const messageId = await ask(who);
    await planWaiting(bed);
    await close();
    await bed.test.query('update messages set cancelled_at = now() where id = $1', [messageId]);
    const provider = createNotingProvider();
    await sendAll(bed, start(provider));
    expect(provider.seen).toEqual([]);
    expect(await bed.deliveries(messageId)).toMatchObject([{ state: 'cancelled' }]);
    expect(await cancelMessage(bed.database, messageId)).toMatchObject({
      counts: { cancelled: 1 },
    });
  });

  it('lines take the end of their carrier, a failure too, and wait again with it until then', async () => {
    const who = await reader();
    const messageId = await ask(who);
    await planWaiting(bed);
    await close();
    const answers = [
      { kind: 'refused', cause: 'transient', code: 'busy' },
      { kind: 'refused', cause: 'permanent', code: 'no' },
    ] as const;
    const provider = createNotingProvider((_key, call) => answers[call - 1] ?? answers[1]);
    const sender = start(provider);
    await sendAll(bed, sender);
    expect(await bed.deliveries(messageId)).toMatchObject([{ state: 'queued', hold: 'digest' }]);
    await bed.test.query(
      `update deliveries set run_at = now() where carries_digest_id is not null`,
    );
    await sendAll(bed, sender);
    expect(await bed.deliveries(messageId)).toMatchObject([{ state: 'failed' }]);
    const letters = await bed.test.query<{ carries: boolean }>(
      `select d.carries_digest_id is not null as carries from dead_letters as l join deliveries as d on d.id = l.delivery_id`,
    );
    expect(letters).toEqual([{ carries: true }]);
  });

  it('what is critical goes at once', async () => {
    const who = await reader();
    const messageId = await bed.notify({
      organizationId: who.organizationId,
      channels: ['email'],
      priority: 'critical',
      recipients: [{ userId: who.userId }],
    });
    await planWaiting(bed);
    expect(await bed.deliveries(messageId)).toMatchObject([
      { state: 'queued', hold: null, digestId: null },
    ]);
  });
});
