import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NotificationRequest } from './notify.ts';
import { explain, type Explanation } from './explain.ts';
import { loadFacts } from './facts.ts';
import { planWaiting, toMessageFacts } from './fan-out.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import { readNow } from '../../platform/database/clock.ts';
import { findMessage, listDecided } from './store/why.ts';

let bed: PlannerBed;
let organizationId: string;
let userId: string;
let other: string;
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(() => bed.test.query('delete from messages'));

/** One who is told, and one who never was meant, in an organization of their own. */
async function begin(): Promise<void> {
  const made = await bed.organization(2);
  organizationId = made.organizationId;
  [userId = '', other = ''] = made.userIds;
}

/** Explains a message by channel, before anything is planned and after. */
async function why(about: Partial<NotificationRequest>, whom = userId, isRecipient = true) {
  const messageId = await bed.notify({
    organizationId,
    category: 'mentioned',
    templateKey: 'mentioned',
    recipients: [{ userId }],
    ...about,
  });
  const now = await explainOf(messageId, whom, isRecipient);
  await planWaiting(bed);
  return { before: now, after: await explainOf(messageId, whom, isRecipient) };
}

function explainOf(messageId: string, whom: string, isRecipient: boolean) {
  return bed.database.write('all', async (tx) => {
    const message = await findMessage(tx, messageId);
    if (message === null) throw new Error('the message is gone');
    const rows = await listDecided(tx, messageId, whom);
    const { boardId } = message.subject;
    const facts = await loadFacts(tx, bed, {
      organizationId,
      userIds: [whom],
      boardIds: boardId === undefined ? [] : [boardId],
      hashes: [],
    });
    const about = { userId: whom, rows, isRecipient };
    const parts = { ...bed, facts, now: await readNow(tx) };
    const all = explain(toMessageFacts(message), about, parts);
    return (channel: string): Explanation | undefined => all.find((one) => one.channel === channel);
  });
}

async function suppress(reason: string): Promise<void> {
  const facts = await bed.database.read('all', (tx) =>
    loadFacts(tx, bed, { organizationId, userIds: [userId], boardIds: [], hashes: [] }),
  );
  await bed.test.query(
    `insert into suppressions (id, organization_id, channel, address_hash, address_masked, reason)
     values (gen_random_uuid(), $1, 'email', decode($2, 'hex'), 'a***', $3)`,
    [organizationId, facts.person(userId)?.email.hash, reason],
  );
}

describe('delivery D24: every reason has its rule and what would change it, before the planning and after', () => {
  it('muted: the choice with its place', async () => {
    await begin();
    const boardId = await bed.board(organizationId, [userId]);
    await bed.prefer(organizationId, userId, { scope: 'board', scopeId: boardId, mode: 'off' });
    const { before, after } = await why({ subject: { boardId } });
    const muted = {
      reason: 'preference',
      rule: { kind: 'preference', mode: 'off', scope: 'board', scopeId: boardId },
      wouldChange: 'preference',
    };
    expect(before('inApp')).toMatchObject({ ...muted, isConsidered: false, state: null });
    expect(after('inApp')).toMatchObject({ ...muted, isConsidered: true, state: 'suppressed' });
    expect(after('email')).toMatchObject(muted);
  });

  it('off for everybody who chose nothing: no row, and said all the same', async () => {
    await begin();
    const { after } = await why({ category: 'statusChanged' });
    expect(after('push')).toMatchObject({
      isConsidered: false,
      deliveryId: null,
      reason: 'preference',
      rule: { kind: 'default', mode: 'off' },
      wouldChange: 'preference',
    });
  });

  it.each(['unsubscribed', 'hardBounce', 'complaint', 'manual'])(
    'an address that is suppressed for %s',
    async (detail) => {
      await begin();
      await suppress(detail);
      const { before, after } = await why({});
      const told = { reason: 'address', detail, wouldChange: 'suppression' };
      expect(before('email')).toMatchObject({ ...told, isConsidered: false });
      expect(after('email')).toMatchObject({ ...told, isConsidered: true, state: 'suppressed' });
      expect(after('inApp')).toMatchObject({ state: 'queued', wouldChange: 'nothing' });
    },
  );

  it('no address', async () => {
    await begin();
    await bed.test.query('update users set email_verified_at = null where id = $1', [userId]);
    const { before, after } = await why({ category: 'custom', channels: ['email', 'sms'] });
    for (const channel of ['email', 'sms']) {
      const told = { reason: 'noAddress', wouldChange: 'address' };
      expect(before(channel)).toMatchObject({ ...told, isConsidered: false });
      expect(after(channel)).toMatchObject({ ...told, state: 'suppressed' });
    }
    expect(after('push')).toMatchObject({ reason: 'notAsked', wouldChange: 'senderChannels' });
  });

  it('no right to see the board: said before anything else', async () => {
    await begin();
    const boardId = await bed.board(organizationId, [other]);
    await suppress('manual');
    const { before, after } = await why({ subject: { boardId } });
    for (const channel of ['inApp', 'email']) {
      const told = { reason: 'cannotSee', wouldChange: 'access' };
      expect(before(channel)).toMatchObject({ ...told, isConsidered: false });
      expect(after(channel)).toMatchObject({ ...told, state: 'suppressed' });
    }
  });

  it('quiet, and a digest: it waits, and nothing has to change', async () => {
    await begin();
    await bed.test.query(
      `insert into quiet_hours (user_id, time_zone, windows) values ($1, 'UTC', $2)`,
      [
        userId,
        JSON.stringify([
          { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1_439 },
          { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1_439, toMinute: 0 },
        ]),
      ],
    );
    const quiet = (await why({})).after;
    expect(quiet('email')).toMatchObject({
      state: 'queued',
      hold: 'quiet',
      wouldChange: 'nothing',
    });
    expect(quiet('inApp')).toMatchObject({ state: 'queued', hold: null });
    await bed.prefer(organizationId, userId, { channel: 'email', mode: 'digest' });
    const digest = (await why({})).after;
    expect(digest('email')).toMatchObject({
      state: 'queued',
      hold: 'digest',
      rule: { kind: 'preference', mode: 'digest', scope: 'all', channel: 'email' },
      wouldChange: 'nothing',
    });
  });

  it('never a recipient: every channel says that, with the rule that would have held', async () => {
    await begin();
    await bed.prefer(organizationId, other, { category: 'mentioned', mode: 'off' });
    const { after } = await why({}, other, false);
    for (const channel of ['inApp', 'email', 'push', 'sms'])
      expect(after(channel)).toMatchObject({
        isConsidered: false,
        state: null,
        reason: 'notRecipient',
        rule: { mode: 'off', kind: 'preference' },
        wouldChange: 'beingRecipient',
      });
  });

  it('over: a later end would have let it through', async () => {
    await begin();
    const { before, after } = await why({
      scheduledAt: new Date(Date.now() - 10_000),
      expiresAt: new Date(Date.now() - 1_000),
    });
    expect(before('inApp')).toMatchObject({ reason: 'expired', wouldChange: 'laterExpiry' });
    expect(after('inApp')).toMatchObject({ state: 'expired', wouldChange: 'laterExpiry' });
  });
});
