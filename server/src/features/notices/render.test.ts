import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import { connectDatabase, type Database } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { createSealer } from '../../platform/sealing.ts';
import { deliveries, notify, type NotificationRequest } from '../delivery/index.ts';
import { writeOwnWords } from './own-words.ts';
import { createRenderer, type DeliveryToRender } from './render.ts';
import { noticeSamples } from './samples.ts';

let test: TestDatabase;
let database: Database;
let organizationId: string;
const sealer = createSealer(randomBytes(32));
beforeAll(async () => {
  test = await createTestDatabase();
  database = connectDatabase({ url: test.appUrl, poolSize: 4, log: createLog('silent') });
  organizationId = createId();
  await test.query(`insert into organizations (id, name) values ($1, 'Engines')`, [organizationId]);
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

const unsubscribe = {
  link: ({ category, email }: { category: string; email: string }) =>
    `https://boards.example.test/stop/${category}/${email}`,
  headers: (link: string) => ({ 'List-Unsubscribe': `<${link}>` }),
};
const render = (delivery: DeliveryToRender) =>
  createRenderer({ database, sealer, publicUrl: 'https://boards.example.test', unsubscribe })(
    delivery,
  );
const ask = async (request: Partial<NotificationRequest>): Promise<string> => {
  const id = await database.write('all', (tx) =>
    notify(
      tx,
      {
        organizationId,
        category: 'assigned',
        templateKey: 'assigned',
        payload: { ...noticeSamples.assigned },
        recipients: [],
        actor: { kind: 'system' },
        ...request,
      },
      { sealer },
    ),
  );
  return id ?? '';
};
const deliver = (messageId: string, more: Partial<DeliveryToRender> = {}) =>
  render({
    messageId,
    recipientId: createId(),
    channel: 'email',
    addressSealed: deliveries.sealAddress(sealer, 'email', 'ada@example.test'),
    locale: 'en',
    ...more,
  });
const saveText = (key: string, version: number, source: string, locale = 'en') =>
  test.query(
    `insert into notification_templates (organization_id, key, version, locale, channel, subject, source, sample, checksum,
       created_by) values ($1, $2, $3, $4, 'email', 'About {{ item }}', $5, '{}', '', $1)`,
    [organizationId, key, version, locale, source],
  );

describe('messages written out', () => {
  it('go to the opened address in the language of their reader, and say how they are stopped', async () => {
    const id = await ask({});
    const { address, content, headers } = await deliver(id, { locale: 'de-AT' });
    expect(address).toBe('ada@example.test');
    expect(content['subject']).toContain('hat dir');
    const link = 'https://boards.example.test/stop/assigned/ada@example.test';
    expect(headers).toEqual({ 'List-Unsubscribe': `<${link}>` });
    expect(content['text']).toContain(link);
    const { board, item } = noticeSamples.assigned;
    expect(content['html']).toContain(
      `href="https://boards.example.test/o/${organizationId}/items/${item.id}"`,
    );
    expect(content['html']).toContain(board.name);
  });

  it('an account mail opens its sealed values, and cannot be stopped', async () => {
    const link = 'https://boards.example.test/reset?token=secret';
    const id = await ask({
      category: 'account',
      templateKey: 'resetPassword',
      payload: {},
      secrets: { name: 'Ada', link, expiresInMinutes: 30 },
    });
    const [row] = await test.query('select payload::text from messages where id = $1', [id]);
    expect(JSON.stringify(row)).not.toContain('secret');
    const { content, headers } = await deliver(id, { recipientId: null });
    expect(content['text']).toContain(link);
    expect(content['text']).not.toContain('/stop/');
    expect(headers).toBeUndefined();
  });

  it('an organization’s own words stand in the place of ours, the newest in the reader’s language', async () => {
    await saveText('statusChanged', 1, 'old {{ item }}');
    await saveText('statusChanged', 2, 'Now look at {{ item }}, says {{ by }}');
    await saveText('statusChanged', 3, 'Sieh dir {{ item }} an', 'de');
    const id = await ask({
      templateKey: 'statusChanged',
      payload: { ...noticeSamples.statusChanged },
    });
    const english = await deliver(id);
    expect(english.content['text']).toContain('Now look at Write the press release, says Ada');
    expect(english.content['subject']).toBe('About Write the press release');
    expect((await deliver(id, { locale: 'de-CH' })).content['text']).toContain('Sieh dir');
    expect((await deliver(id, { locale: 'fr' })).content['text']).toContain('Now look at');
    // No text for this channel: the product's words.
    const sms = await deliver(id, {
      channel: 'sms',
      addressSealed: deliveries.sealAddress(sealer, 'sms', '+491'),
    });
    expect(sms.content['body']).toContain('changed the status');
  });

  it('a digest tells of those of its lines that still go out', async () => {
    const digestId = createId();
    const ids = await Promise.all(
      ['One', 'Two', 'Gone'].map((title) =>
        ask({ payload: { ...noticeSamples.assigned, item: { id: createId(), title } } }),
      ),
    );
    for (const [index, messageId] of ids.entries())
      await test.query(
        `insert into deliveries (id, organization_id, message_id, channel, address_hash, state, lane, fair_key,
           max_attempts, policy, digest_id) values ($1, $2, $3, 'email', '', $4, 'normal', $2, 8, 'atLeastOnce', $5)`,
        [createId(), organizationId, messageId, index === 2 ? 'cancelled' : 'sending', digestId],
      );
    const carrier = await ask({ category: 'digest', templateKey: 'digest', payload: { digestId } });
    const { content } = await deliver(carrier);
    expect(content['subject']).toBe('What is new on Product launch');
    expect(content['text']).toMatch(/One\n {2}Ada Lovelace assigned you[^]*Two\n/);
    expect(content['text']).not.toContain('Gone');
  });

  it('what nobody wrote is an error, and never an empty mail', async () => {
    const id = await ask({ templateKey: 'nothing', payload: {} });
    await expect(deliver(id)).rejects.toThrow('no template nothing');
    await expect(deliver(createId())).rejects.toThrow('without its message');
  });
});

describe('entries of an inbox', () => {
  const write = (content: object, type = 'parcel', templateVersion: number | null = null) =>
    database.read('all', (tx) =>
      writeOwnWords(tx, {
        organizationId,
        type,
        content: content as Record<string, unknown>,
        locale: 'en',
        templateVersion,
      }),
    );

  it('of the version that their message was asked for with', async () => {
    await saveText('pinned', 1, 'Hello {{ name }}');
    await saveText('pinned', 2, 'Bye {{ name }}');
    expect((await write({ name: 'Ada' }, 'pinned', 1))?.body).toBe('Hello Ada');
    expect((await write({ name: 'Ada' }, 'pinned'))?.body).toBe('Bye Ada');
  });

  it('say what an organization wrote, and a bad address in them holds nobody up', async () => {
    await saveText('parcel', 1, 'Hello {{ name }}\n\n[Follow]({{ url }})');
    const values = { item: 'A-7', name: 'Ada', url: 'https://shop.example.com/7' };
    expect(await write(values)).toEqual({
      title: 'About A-7',
      body: 'Hello Ada',
      url: 'https://shop.example.com/7',
    });
    expect(await write({ ...values, url: 'javascript:alert(1)' })).toEqual({
      title: 'About A-7',
      body: '',
    });
    expect(await write(values, 'assigned')).toBeNull();
    expect(await write(values, 'nothing')).toBeNull();
  });
});
