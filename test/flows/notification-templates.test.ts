import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTemplate } from '../../server/src/features/notices/index.ts';
import { connectDatabase, type Database } from '../../server/src/platform/database/database.ts';
import { createLog } from '../../server/src/platform/log.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let scene: BoardScene;
let database: Database;
beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  await confirmOwner('now()');
  database = connectDatabase({
    url: server.database.appUrl,
    poolSize: 2,
    log: createLog('silent'),
  });
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

/** Whether the owner has confirmed their address. */
const confirmOwner = (at: 'now()' | 'null') =>
  server.database.query(`update users set email_verified_at = ${at} where id = $1`, [
    scene.owner.userId,
  ]);
const call = (method: string, path: string, body?: object, person = scene.owner) =>
  scene.as(
    person,
    method,
    `/organizations/${scene.organizationId}/notification-templates${path}`,
    body,
  );
const sample = { name: 'Ada', order: { number: 'A-7' }, url: 'https://shop.example.com/7' };
const text = {
  locale: 'en',
  channel: 'email',
  subject: 'Order {{ order.number }}',
  source:
    'Hello {{ name }},\n\nyour order {{order.number}} is on its way.\n\n[Follow it]({{ url }})',
  sample,
};

describe('SPEC D3: templates of an organization', () => {
  it('keeps every text, shows the newest, and an earlier one comes back as the newest', async () => {
    expect((await call('PUT', '/shipped', text)).body.data).toMatchObject({ version: 1 });
    const german = { ...text, locale: 'de', source: 'Hallo {{ name }}' };
    expect((await call('PUT', '/shipped', german)).body.data.version).toBe(2);
    const worse = { ...text, source: 'Hi {{ name }}' };
    expect((await call('PUT', '/shipped', worse)).body.data.version).toBe(3);
    expect((await call('POST', '/shipped/restore', { version: 1 })).body.data).toMatchObject({
      version: 4,
      source: text.source,
    });
    const { data } = (await call('GET', '/shipped')).body;
    expect(data.versions.map(({ version }: { version: number }) => version)).toEqual([4, 3, 2, 1]);
    expect(
      data.texts.map(({ locale, version }: typeof text & { version: number }) => [locale, version]),
    ).toEqual([
      ['de', 2],
      ['en', 4],
    ]);
    expect(data.variables).toEqual(['name', 'order.number', 'url']);
    expect((await call('POST', '/shipped/restore', { version: 9 })).status).toBe(404);
  });

  it('refuses what it cannot fill, with the place', async () => {
    const answer = await call('PUT', '/shipped', { ...text, source: 'Hello\n{{ nmae }}' });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('Line 2, column 1');
    const assigned = { ...text, subject: 'x', source: '{{ by }}: {{ secret }}', sample: {} };
    const builtIn = await call('PUT', '/assigned', assigned);
    expect(JSON.stringify(builtIn.body)).toContain('no variable secret');
  });

  it('a preview shows the text with its values, which add no markup and no links', async () => {
    const evil = { ...sample, name: '<b>x</b> https://evil.example.com' };
    const { data } = (await call('POST', '/shipped/preview', { ...text, sample: evil })).body;
    expect(data.subject).toBe('Order A-7');
    expect(data.html).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(data.html).not.toMatch(/href="https:\/\/evil|<b>x/);
    expect(data.html).toContain('href="https://shop.example.com/7"');
    expect(data.text).toContain('your order A-7 is on its way.');
    const noLink = { ...text, sample: { ...sample, url: 'javascript:alert(1)' } };
    expect((await call('POST', '/shipped/preview', noLink)).status).toBe(400);
  });

  it('shows the product’s own words where an organization has none', async () => {
    const { data } = (await call('POST', '/assigned/preview', { locale: 'fr', channel: 'email' }))
      .body;
    expect(data.subject).toContain('Ada Lovelace');
    expect(data.html).toContain('lang="fr"');
  });

  it('whoever may not manage notifications sees and changes nothing', async () => {
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/shipped', undefined],
      ['PUT', '/shipped', text],
      ['POST', '/shipped/test', { channel: 'email' }],
    ] as const)
      expect((await call(method, path, body, scene.member)).status).toBe(403);
  });

  it('a test goes to oneself alone', async () => {
    const { jobId } = (await call('POST', '/shipped/test', { channel: 'email' })).body.data;
    const [message] = await server.database.query<object>(
      'select recipients, channels, template_key as key from messages where id = $1',
      [jobId],
    );
    expect(message).toEqual({
      recipients: [{ userId: scene.owner.userId }],
      channels: ['email'],
      key: 'shipped',
    });
  });

  it('a program hears of a template or value that is not there before anything is sent', async () => {
    const check = (key: string, data: object) =>
      database.read('all', (tx) =>
        checkTemplate(tx, {
          organizationId: scene.organizationId,
          key,
          data: data as Record<string, unknown>,
        }),
      );
    expect(await check('shipped', sample)).toEqual({ version: expect.any(Number) });
    expect(await check('nothing', {})).toMatchObject({ path: 'template' });
    expect(await check('assigned', {})).toMatchObject({ path: 'template' });
    expect(await check('verifyEmail', {})).toMatchObject({ path: 'template' });
    expect(await check('shipped', { ...sample, order: {} })).toMatchObject({
      path: 'data.order.number',
    });
    expect(await check('shipped', { ...sample, colour: 'red' })).toMatchObject({
      path: 'data.colour',
    });
  });
});

describe('SPEC D1: one rule for the keys of templates', () => {
  it.each(['Shipped', 'custom', 'digest', 'webhook', 'verifyEmail', 'a b'])(
    '%s is no key of one’s own',
    async (key) => {
      const answer = await call('PUT', `/${encodeURIComponent(key)}`, text);
      expect(answer.status).toBe(400);
      expect(answer.body.error?.details?.fields?.[0]?.path).toBe('key');
    },
  );

  it('what can be saved can be sent, in the version that was looked at', async () => {
    const key = 'parcel.v-2_x';
    const plain = {
      ...text,
      source: 'Hello {{ name }}',
      subject: 'Parcel',
      sample: { name: 'Ada' },
    };
    const { version } = (await call('PUT', `/${key}`, plain)).body.data;
    const body = {
      organizationId: scene.organizationId,
      to: [{ email: 'ada@example.com' }],
      template: key,
      data: { name: 'Grace' },
      delayS: 3_600,
    };
    const sent = await scene.as(scene.owner, 'POST', '/notifications', body);
    expect(sent.status).toBe(202);
    const later = {
      ...plain,
      source: 'Bye {{ name }} {{ more }}',
      sample: { name: 'A', more: 'B' },
    };
    await call('PUT', `/${key}`, later);
    const { jobId } = sent.body.data;
    await expect
      .poll(
        async () => (await scene.as(scene.owner, 'GET', `/notifications/jobs/${jobId}`)).body.data,
        {
          timeout: 20_000,
        },
      )
      .toMatchObject({ isPlanned: true, counts: { queued: 1 } });
    await scene.as(scene.owner, 'POST', `/notifications/jobs/${jobId}/promote`);
    const mails = () =>
      server.database.query<{ text: string }>(
        `select text from mailbox_messages where recipient = 'ada@example.com'`,
      );
    await expect.poll(async () => (await mails()).length, { timeout: 20_000 }).toBe(1);
    const [mail] = await mails();
    expect(mail?.text).toContain('Hello Grace');
    const [message] = await server.database.query<{ version: number }>(
      'select template_version as version from messages where id = $1',
      [jobId],
    );
    expect(message?.version).toBe(version);
  });
});

describe('templates that two people write', () => {
  it('a text that was saved meanwhile is not written over unseen', async () => {
    const save = (source: string, baseVersion?: number) =>
      call('PUT', '/shared', { ...text, source, baseVersion });
    const first = (await save('One', 0)).body.data.version;
    expect((await save('Two', first)).status).toBe(200);
    const refused = await save('Three', first);
    expect(refused.status).toBe(409);
    expect(refused.body.error?.details?.reason).toBe('template_changed');
    expect((await save('Three', 0)).status).toBe(409);
    const german = { ...text, locale: 'de', source: 'Eins', baseVersion: 0 };
    expect((await call('PUT', '/shared', german)).status).toBe(200);
    expect((await save('Three')).status).toBe(200);
  });
});

describe('a test that would not arrive says so', () => {
  const test = (channel: string) => call('POST', '/shipped/test', { channel });
  const countMessages = async () => {
    const [row] = await server.database.query<{ count: number }>(
      `select count(*)::int as count from messages where template_key = 'shipped'`,
    );
    return row?.count;
  };

  it.each([
    ['an address that is not confirmed', 'email', 'test_no_address'],
    ['no device', 'push', 'test_no_address'],
    ['no person at the other end', 'webhook', 'test_no_address'],
  ])('%s', async (_what, channel, reason) => {
    const before = await countMessages();
    await confirmOwner('null');
    const answer = await test(channel);
    await confirmOwner('now()');
    expect(answer.status).toBe(409);
    expect(answer.body.error?.details?.reason).toBe(reason);
    expect(await countMessages()).toBe(before);
  });

  it('an address that nothing is sent to, and a channel that is off', async () => {
    const { email } = scene.owner;
    const organizationId = scene.organizationId;
    const added = await scene.as(scene.owner, 'POST', '/suppressions', {
      organizationId,
      address: { email },
    });
    expect((await test('email')).body.error?.details?.reason).toBe('test_suppressed');
    await scene.as(scene.owner, 'DELETE', `/suppressions/${added.body.data.id}`);
    await server.database.query(
      `insert into notification_preferences (organization_id, user_id, scope, category, channel, mode)
       values ($1, $2, 'all', 'custom', 'email', 'off')`,
      [organizationId, scene.owner.userId],
    );
    expect((await test('email')).body.error?.details?.reason).toBe('test_turned_off');
    await server.database.query('delete from notification_preferences');
    expect((await test('email')).status).toBe(200);
  });
});
