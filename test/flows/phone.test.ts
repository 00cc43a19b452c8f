import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let scene: BoardScene;
beforeAll(async () => {
  server = await startTestServer({
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'never-used-anywhere',
    TWILIO_FROM: '+15005550006',
    RATE_LIMIT_MAIL_PER_MINUTE: '1000',
  });
  scene = await createBoardScene(server);
});
afterAll(() => server.stop());

const NUMBER = '+4915112345678';
const post = (person: Person, path: string, body: object) =>
  scene.as(person, 'POST', `/account/phone${path}`, body);
const read = async (person: Person) => (await scene.as(person, 'GET', '/account/phone')).body.data;

/** The code of the newest text message, as its reader would see it. */
async function readCode(): Promise<string> {
  const [row] = await server.database.query<{ id: string; sealed: string; payload: object }>(
    `select id, payload_sealed as sealed, payload from messages where category = 'account' and channels = array['sms']
     order by id desc limit 1`,
  );
  if (row === undefined) throw new Error('no text message was asked for');
  expect(row.payload).toEqual({});
  const { sealer } = server.program.foundation;
  const { title } = JSON.parse(sealer.open(row.sealed, `messages.payload_sealed ${row.id}`));
  return /^\d{6}/.exec(title)?.[0] ?? '';
}

async function wrongCode(): Promise<string> {
  return String((Number(await readCode()) + 1) % 1_000_000).padStart(6, '0');
}

describe('the telephone that text messages go to', () => {
  it('is one’s own once its code came back, is kept sealed, and is used by text messages', async () => {
    const { member, organizationId } = scene;
    expect(await read(member)).toEqual({ isOffered: true, number: null, pending: null });
    const sent = await post(member, '/code', { number: NUMBER });
    expect(sent.body.data).toMatchObject({ pending: { number: '+49***78', triesLeft: 5 } });
    const [message] = await server.database.query<{ isInTime: boolean }>(
      `select m.expires_at = date_trunc('milliseconds', c.created_at) + interval '10 minutes' as "isInTime" from messages as m, phone_codes as c
       where m.category = 'account' and m.channels = array['sms']`,
    );
    expect(message).toEqual({ isInTime: true });
    expect((await post(member, '/verify', { code: await wrongCode() })).status).toBe(400);
    expect(await read(member)).toMatchObject({ number: null, pending: { triesLeft: 4 } });
    const proved = await post(member, '/verify', { code: await readCode() });
    expect(proved.body.data).toEqual({ isOffered: true, number: '+49***78', pending: null });
    const rows = await server.database.query<{ text: string }>(
      `select d::text as text from notification_devices d union all select c::text from phone_codes c`,
    );
    expect(rows.length).toBe(2);
    const digits = NUMBER.slice(1);
    for (const { text } of rows) expect(text).not.toContain(digits);
    expect(JSON.stringify(rows)).not.toContain(await readCode());
    const devices = (await scene.as(member, 'GET', '/account/devices')).body.data;
    expect(devices).toMatchObject([{ kind: 'phone', name: '+49***78', isVerified: true }]);
    const answer = await scene.as(scene.owner, 'POST', '/notifications', {
      organizationId,
      to: [{ userId: member.userId }, { userId: scene.guest.userId }],
      content: { title: 'Fire drill', body: 'At noon' },
      channels: ['sms'],
      delayS: 3_600,
    });
    await expect
      .poll(
        () =>
          server.database.query(
            `select state, reason from deliveries where message_id = $1 order by recipient_id = $2 desc`,
            [answer.body.data.jobId, member.userId],
          ),
        { timeout: 20_000 },
      )
      .toEqual([
        { state: 'queued', reason: null },
        { state: 'suppressed', reason: 'noAddress' },
      ]);
  });

  it('belongs to whoever proved it last, is removed, and both are in the audit log', async () => {
    const { member, guest } = scene;
    await post(guest, '/code', { number: NUMBER });
    // Until the code is back nothing changes for whoever has it.
    expect(await read(member)).toMatchObject({ number: '+49***78' });
    await post(guest, '/verify', { code: await readCode() });
    expect(await read(member)).toMatchObject({ number: null });
    expect(await read(guest)).toMatchObject({ number: '+49***78' });
    expect((await scene.as(guest, 'DELETE', '/account/phone')).status).toBe(200);
    expect(await read(guest)).toMatchObject({ number: null, pending: null });
    expect((await scene.as(guest, 'DELETE', '/account/phone')).status).toBe(404);
    const acts = await server.database.query<{ action: string }>(
      `select action from audit_entries where action like 'user.phone%' order by sequence`,
    );
    expect(acts.map(({ action }) => action)).toEqual([
      'user.phoneVerified',
      'user.phoneVerified',
      'user.phoneRemoved',
    ]);
  });

  it('a code is for one person, one number and five tries; an older one is over', async () => {
    const { owner, member } = scene;
    await post(owner, '/code', { number: '+4915100000001' });
    const first = await readCode();
    expect((await post(member, '/verify', { code: first })).body.error?.details).toEqual({
      reason: 'no_code',
    });
    await post(owner, '/code', { number: '+4915100000002' });
    const second = await readCode();
    const older = first === second ? '000000' : first;
    expect((await post(owner, '/verify', { code: older })).status).toBe(400);
    const wrong = await wrongCode();
    for (let left = 4; left > 0; left -= 1)
      expect((await post(owner, '/verify', { code: wrong })).status).toBe(400);
    expect((await post(owner, '/verify', { code: second })).body.error?.details).toEqual({
      reason: 'no_code',
    });
    expect(await read(owner)).toMatchObject({ number: null, pending: null });
    await post(owner, '/code', { number: '+4915100000003' });
    await server.database.query(
      `update phone_codes set created_at = created_at - interval '11 minutes' where user_id = $1`,
      [owner.userId],
    );
    expect((await post(owner, '/verify', { code: await readCode() })).status).toBe(409);
  });

  it('bad input: five codes a day for a person and for a number, and only numbers of the world', async () => {
    const { owner, member, guest } = scene;
    for (const number of ['0151 234', '+0123456789', 'x'])
      expect((await post(owner, '/code', { number })).status).toBe(400);
    // Three went out before.
    for (const last of [4, 5])
      expect((await post(owner, '/code', { number: `+491510000000${last}` })).status).toBe(200);
    const more = await post(owner, '/code', { number: '+4915100000006' });
    expect(more.status).toBe(429);
    const shared = '+4915199999999';
    for (const person of [member, member, member, guest, guest])
      expect((await post(person, '/code', { number: shared })).status).toBe(200);
    expect((await post(guest, '/code', { number: shared })).status).toBe(429);
  });
});

describe('an instance that sends no text messages', () => {
  it('says so, and takes no number', async () => {
    const other = await startTestServer();
    const alone = await createBoardScene(other);
    const answer = await alone.as(alone.owner, 'GET', '/account/phone');
    expect(answer.body.data).toEqual({ isOffered: false, number: null, pending: null });
    const refused = await alone.as(alone.owner, 'POST', '/account/phone/code', { number: NUMBER });
    expect(refused.body.error?.details).toEqual({ reason: 'no_texts' });
    await other.stop();
  });
});
