import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { hashAddress } from './addresses.ts';
import { planWaiting } from './fan-out.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';

let bed: PlannerBed;
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  await bed.test.query('delete from messages');
  await bed.test.query('delete from digests');
});

async function statesOf(messageId: string) {
  const rows = await bed.deliveries(messageId);
  return Object.fromEntries(
    rows.map((row) => [row.channel, [row.state, row.reason ?? row.hold ?? ''].join(' ').trim()]),
  );
}

describe('delivery D4: decisions', () => {
  it('a person gets what they have on; everything considered is a row with its rule', async () => {
    const { organizationId, userIds } = await bed.organization(1);
    const userId = userIds[0] ?? '';
    await bed.prefer(organizationId, userId, {
      category: 'assigned',
      channel: 'email',
      mode: 'off',
    });
    const messageId = await bed.notify({
      organizationId,
      category: 'assigned',
      recipients: [{ userId }],
    });
    await planWaiting(bed);
    expect(await statesOf(messageId)).toEqual({
      inApp: 'queued',
      email: 'suppressed preference',
      push: 'suppressed noAddress',
    });
    const rows = await bed.deliveries(messageId);
    expect(rows.find(({ channel }) => channel === 'email')?.decided).toMatchObject({
      mode: 'off',
      decidedBy: {
        kind: 'preference',
        rule: { scope: 'all', category: 'assigned', channel: 'email' },
      },
    });
    expect(rows.find(({ channel }) => channel === 'inApp')?.decided).toMatchObject({
      decidedBy: { kind: 'default' },
    });
  });

  it('who may not see the board is told nothing, and their address is not kept', async () => {
    const { organizationId, userIds } = await bed.organization(3);
    const boardId = await bed.board(organizationId, userIds.slice(0, 1));
    const stranger = createId();
    const messageId = await bed.notify({
      organizationId,
      channels: ['email'],
      subject: { boardId },
      recipients: [...userIds.slice(0, 2), stranger].map((userId) => ({ userId })),
    });
    await planWaiting(bed);
    const rows = await bed.test.query<object>(
      `select recipient_id as "userId", state, reason, address_sealed is not null as "isKept" from deliveries
       where message_id = $1`,
      [messageId],
    );
    expect(rows).toHaveLength(3);
    expect(rows).toContainEqual({
      userId: userIds[0],
      state: 'queued',
      reason: null,
      isKept: true,
    });
    for (const userId of [userIds[1], stranger])
      expect(rows).toContainEqual({
        userId,
        state: 'suppressed',
        reason: 'cannotSee',
        isKept: false,
      });
  });

  it('addresses that are suppressed, here or on the instance, get nothing; account mails go past an unsubscription', async () => {
    const [ours = '', other = ''] = await bed.organizations(2);
    const suppress = (organizationId: string | null, email: string, reason: string) =>
      bed.test.query(
        `insert into suppressions (id, organization_id, channel, address_hash, address_masked, reason)
         values ($1, $2, 'email', $3, '', $4)`,
        [createId(), organizationId, hashAddress(bed.sealer, 'email', email), reason],
      );
    await suppress(ours, 'ours@example.com', 'hardBounce');
    await suppress(other, 'other@example.com', 'hardBounce');
    await suppress(null, 'all@example.com', 'unsubscribed');
    const recipients = ['ours', 'other', 'all'].map((name) => ({ email: `${name}@example.com` }));
    const news = await bed.notify({ organizationId: ours, recipients });
    const account = await bed.notify({ organizationId: ours, category: 'account', recipients });
    await planWaiting(bed);
    const outcome = async (messageId: string) =>
      (await bed.deliveries(messageId))
        .map(({ state, decided }) =>
          typeof decided['detail'] === 'string' ? decided['detail'] : state,
        )
        .toSorted();
    expect(await outcome(news)).toEqual(['hardBounce', 'queued', 'unsubscribed']);
    expect(await outcome(account)).toEqual(['hardBounce', 'queued', 'queued']);
    await bed.test.query('delete from suppressions');
  });

  it('a push goes to every browser, a text message to one proved telephone, mail to a proved address', async () => {
    const { organizationId, userIds } = await bed.organization(1);
    const userId = userIds[0] ?? '';
    const device = (kind: string, isProved: boolean) =>
      bed.test.query(
        `insert into notification_devices (id, user_id, kind, name, address_sealed, address_hash, verified_at)
         values ($1::uuid, $2, $3, '', 'sealed', decode(md5($1::uuid::text), 'hex'), case when $4 then now() end)`,
        [createId(), userId, kind, isProved],
      );
    await device('webPush', false);
    await device('fcm', false);
    await device('phone', false);
    await device('phone', true);
    await bed.test.query('update users set email_verified_at = null where id = $1', [userId]);
    const ask = (category: string) =>
      bed.notify({ organizationId, category, recipients: [{ userId }] });
    const [news, account] = [await ask('custom'), await ask('account')];
    await planWaiting(bed);
    const rows = (await bed.deliveries(news)).map(
      (row) => `${row.channel} ${row.reason ?? row.state}`,
    );
    expect(rows).toEqual([
      'email noAddress',
      'inApp queued',
      'push queued',
      'push queued',
      'sms queued',
    ]);
    expect(await statesOf(account)).toEqual({ email: 'queued' });
  });

  it('delivery D15: what is scheduled is planned at once, for its time', async () => {
    const scheduledAt = new Date(Date.now() + 3_600_000);
    const messageId = await bed.notify({ scheduledAt, recipients: [{ email: 'ada@example.com' }] });
    await planWaiting(bed);
    const [row] = await bed.test.query<{ runAt: string; hold: string }>(
      'select run_at as "runAt", hold from deliveries where message_id = $1',
      [messageId],
    );
    expect(row?.hold).toBe('scheduled');
    expect(new Date(row?.runAt ?? 0).getTime()).toBe(scheduledAt.getTime());
  });
});
