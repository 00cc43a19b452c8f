import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../platform/config/config.ts';
import type { Database } from '../../platform/database/database.ts';
import { createEgress } from '../../platform/egress/egress.ts';
import { createLog } from '../../platform/log.ts';
import {
  reply,
  startMailServer,
  type TestMailServer,
} from '../../platform/mail/mail-server.fixture.ts';
import { generateVapidKeys } from '../../platform/push/web-push.ts';
import { createSealer } from '../../platform/sealing.ts';
import { noTracing } from '../../platform/trace/tracing.ts';
import { createId } from '../../kernel/ids.ts';
import { attemptMsOf, leaseMsOf } from '../delivery/domain/lease.ts';
import { sendOne } from '../delivery/send-one.ts';
import type { ClaimedDelivery } from '../delivery/store/claims.ts';
import { createProviders } from './create-providers.ts';

/** A mail server that is away is given up after this. */
const CONNECT_MS = 10_000;
const vapid = await generateVapidKeys();
const kept: string[] = [];
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

/** No provider of these tests asks the database anything. */
const database = {
  read: () => Promise.reject(new Error('not here')),
  readLazily: () => Promise.reject(new Error('not here')),
  write: () => Promise.reject(new Error('not here')),
  stats: () => ({ total: 0, idle: 0, waiting: 0 }),
  close: async () => undefined,
} satisfies Database;

function open(environment: Record<string, string> = {}) {
  const providers = createProviders({
    config: loadConfig(environment),
    log: createLog('silent'),
    database,
    sealer: createSealer(Buffer.alloc(32, 3)),
    egress: createEgress(),
    tracing: noTracing,
    vapid,
    targets: { find: async () => null, note: async () => undefined },
    keepInMailbox: async ({ id }) => void kept.push(id),
  });
  opened.push(providers);
  return providers;
}

const twilio = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'a-token-of-32-characters-or-so-x',
  TWILIO_FROM: '+15005550006',
};
const message = { address: 'ada@example.test', content: { subject: 'Hi', html: '', text: 'Hi' } };

describe('delivery D7: claims outlive attempts', () => {
  it('whoever is asked by default gives up in time, with room for the next one after a server that is away', () => {
    const account = { project_id: 'p', client_email: 'a@b.c', private_key: 'PRIVATE KEY' };
    const { list } = open({
      ...twilio,
      SMTP_URL: 'smtp://127.0.0.1:1',
      SMTP_FALLBACK_URL: 'smtp://127.0.0.1:2',
      FCM_SERVICE_ACCOUNT: JSON.stringify(account),
    });
    expect(list.length).toBeGreaterThan(4);
    for (const { id, channel, capabilities } of list) {
      const roomMs = attemptMsOf(channel) - capabilities.timeoutMs;
      expect([id, roomMs]).toEqual([id, Math.max(roomMs, channel === 'email' ? CONNECT_MS : 0)]);
      expect(attemptMsOf(channel)).toBeLessThan(leaseMsOf(channel));
    }
  });
});

describe('SPEC D2: every channel has a local provider or is off', () => {
  it('without a configuration: the mailbox, browsers, webhooks; no text messages, no apps', () => {
    const { list } = open();
    expect(list.map(({ id }) => id)).toEqual(['mailbox', 'webPush', 'webhook']);
  });

  it('with all of it, in the order in which they are asked', () => {
    const account = { project_id: 'p', client_email: 'a@b.c', private_key: 'PRIVATE KEY' };
    const { list } = open({
      ...twilio,
      SMTP_URL: 'smtp://127.0.0.1:1',
      SMTP_FALLBACK_URL: 'smtp://127.0.0.1:2',
      FCM_SERVICE_ACCOUNT: JSON.stringify(account),
    });
    expect(list.map(({ id }) => id)).toEqual([
      'smtp',
      'smtpFallback',
      'twilio',
      'webPush',
      'fcm',
      'webhook',
    ]);
  });

  it.each([
    [{ TWILIO_ACCOUNT_SID: twilio.TWILIO_ACCOUNT_SID }, /TWILIO_AUTH_TOKEN/],
    [{ DKIM_DOMAIN: 'example.com', SMTP_URL: 'smtp://127.0.0.1:1' }, /DKIM_PRIVATE_KEY/],
    [{ FCM_SERVICE_ACCOUNT: '{"project_id":"p"}' }, /FCM_SERVICE_ACCOUNT/],
    [{ FCM_SERVICE_ACCOUNT: '{oops' }, /FCM_SERVICE_ACCOUNT/],
  ])('SPEC F5: what is set up by half stops the start: %j', (environment, words) => {
    expect(() => open(environment)).toThrow(words);
  });

  it('a device is served by its own kind alone', () => {
    const account = { project_id: 'p', client_email: 'a@b.c', private_key: 'PRIVATE KEY' };
    const { providersOf } = open({ FCM_SERVICE_ACCOUNT: JSON.stringify(account) });
    const idsFor = (address: object) =>
      providersOf({ channel: 'push' }, { address: JSON.stringify(address), content: {} }).map(
        ({ id }) => id,
      );
    const keys = { p256dh: 'x', auth: 'y' };
    expect(idsFor({ endpoint: 'https://push.example.test/1', keys })).toEqual(['webPush']);
    expect(idsFor({ token: 'abc' })).toEqual(['fcm']);
    expect(idsFor({})).toEqual([]);
    expect(providersOf({ channel: 'sms' }, message)).toEqual([]);
  });
});

describe('delivery D21: the next mail server is asked when one surely did not take a mail', () => {
  const delivery = {
    id: createId(),
    channel: 'email',
    attempt: 0,
    redrivenAfter: 0,
    policy: 'atLeastOnce',
    fence: 1,
  } as ClaimedDelivery;

  async function openBoth(options: Parameters<typeof startMailServer>[0]) {
    const [first, second] = [await startMailServer(options), await startMailServer()];
    opened.push(first, second);
    const { providersOf } = open({ SMTP_URL: first.url, SMTP_FALLBACK_URL: second.url });
    const send = () =>
      sendOne(
        { log: createLog('silent'), render: async () => message, providersOf },
        { ...delivery, id: createId() },
        AbortSignal.timeout(20_000),
      );
    return { first, second, send };
  }

  const received = ({ received: mails }: TestMailServer) => mails.length;

  it('for a no that passes', async () => {
    const { second, send } = await openBoth({
      onMailFrom: (_address, _session, done) => done(reply(451, 'later')),
    });
    expect(await send()).toMatchObject({ outcome: 'accepted', providerId: 'smtpFallback' });
    expect(received(second)).toBe(1);
  });

  it('for one that is away for long, without asking it each time', async () => {
    let asked = 0;
    const { second, send } = await openBoth({
      onConnect: (_session, done) => {
        asked += 1;
        done(reply(421, 'busy'));
      },
    });
    for (let index = 0; index < 12; index += 1) await send();
    expect(received(second)).toBe(12);
    expect(asked).toBeLessThan(12);
  });

  it.each([
    ['transient', 'smtpFallback'],
    ['throttled', 'smtpFallback'],
    ['auth', 'smtpFallback'],
    ['permanent', 'smtp'],
    ['badAddress', 'smtp'],
  ] as const)('after %s it is %s that has the say', async (cause, providerId) => {
    const url = 'smtp://127.0.0.1:1';
    const [first, second] = open({ SMTP_URL: url, SMTP_FALLBACK_URL: url }).list;
    if (first === undefined || second === undefined) throw new Error('there are two mail servers');
    const refusing = {
      ...first,
      send: async () => ({ kind: 'refused', cause, code: 'no' }) as const,
    };
    const taking = { ...second, send: async () => ({ kind: 'accepted' }) as const };
    const parts = { log: createLog('silent'), render: async () => message };
    const finished = await sendOne(
      { ...parts, providersOf: () => [refusing, taking] },
      delivery,
      AbortSignal.timeout(20_000),
    );
    expect(finished).toMatchObject({ providerId });
  });

  it('delivery D7: not when its answer might come after the claim is over', async () => {
    const { list } = open({
      SMTP_URL: 'smtp://127.0.0.1:1',
      SMTP_FALLBACK_URL: 'smtp://127.0.0.1:1',
    });
    const [first, second] = list;
    if (first === undefined || second === undefined) throw new Error('there are two mail servers');
    const timeoutMs = attemptMsOf('email');
    const slow = { ...second, capabilities: { ...second.capabilities, timeoutMs } };
    const parts = { log: createLog('silent'), render: async () => message };
    const send = (next: typeof second) =>
      sendOne(
        { ...parts, providersOf: () => [first, next] },
        delivery,
        AbortSignal.timeout(20_000),
      );
    expect(await send(slow)).toMatchObject({ outcome: 'refused', providerId: 'smtp' });
    expect(await send(second)).toMatchObject({ outcome: 'refused', providerId: 'smtpFallback' });
  });

  it('not for a mail that nobody will take, nor for one that may have arrived', async () => {
    const refusing = await openBoth({
      onRcptTo: (_address, _session, done) => done(reply(550, '5.1.1 no such user')),
    });
    expect(await refusing.send()).toMatchObject({ outcome: 'refused', providerId: 'smtp' });
    const losing = await openBoth({
      onData: (stream, session) =>
        void stream.resume().on('end', () => {
          for (const each of losing.first.server.connections)
            if (each.session.id === session.id)
              (each as unknown as { _socket: { destroy(): void } })._socket.destroy();
        }),
    });
    expect(await losing.send()).toMatchObject({ outcome: 'uncertain', providerId: 'smtp' });
    expect([received(refusing.second), received(losing.second)]).toEqual([0, 0]);
  });
});
