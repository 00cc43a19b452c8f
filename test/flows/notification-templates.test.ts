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
    expect(await check('shipped', sample)).toBeNull();
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
