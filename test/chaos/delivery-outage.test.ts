import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withBreaker } from '../../server/src/features/channels/breaker-provider.ts';
import { createMailProvider } from '../../server/src/features/channels/mail-provider.ts';
import { createWebhookProvider } from '../../server/src/features/channels/webhook-provider.ts';
import {
  createDispatcher,
  type Dispatcher,
} from '../../server/src/features/delivery/dispatcher.ts';
import { openLedger, type LedgerBed } from '../../server/src/features/delivery/ledger.fixture.ts';
import type { Provider } from '../../server/src/features/delivery/provider.ts';
import { createEgress, type Egress } from '../../server/src/platform/egress/egress.ts';
import { allow } from '../../server/src/platform/egress/test-server.fixture.ts';
import { reply, startMailServer } from '../../server/src/platform/mail/mail-server.fixture.ts';
import { createSmtpTransport } from '../../server/src/platform/mail/smtp-transport.ts';
import { startProxy, type TestProxy } from '../../server/src/platform/queue/test-proxy.fixture.ts';
import { startSinks, type Sinks } from './delivery-sinks.ts';
import { describeNightly } from '../harness/tier.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const LIMIT = { timeout: 60_000, interval: 20 };
/** Time-outs and pauses of the program, shorter: no test waits for half a minute. */
const TIMEOUT_MS = 700;
const HALF_OPEN_AFTER_MS = 50;
/** Longer than a busy machine may make them. */
const PATIENT = { timeoutMs: 60_000 };

let bed: LedgerBed;
let sinks: Sinks;
const toClose: (() => Promise<void>)[] = [];
beforeAll(async () => {
  bed = await openLedger();
  return () => bed.close();
});
beforeEach(async () => {
  sinks = await startSinks(0);
});
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close();
  await sinks.close();
  await bed.test.query('delete from messages');
});

function send(channel: 'email' | 'webhook', provider: Provider): Dispatcher {
  const dispatcher = createDispatcher({
    ...bed,
    channel,
    slots: 10,
    render: async ({ id }) => ({
      address: `${id}@example.test`,
      content: { subject: 'News', html: '<p>News</p>', text: 'News', body: '{}' },
    }),
    providersOf: () => [provider],
  });
  toClose.push(() => dispatcher.drain());
  return dispatcher;
}

function mailBy(url: string, halfOpenAfterMs = HALF_OPEN_AFTER_MS): Provider {
  return withBreaker(openMail(url, { timeoutMs: TIMEOUT_MS }), { halfOpenAfterMs });
}

function callsTo(url: string): Provider {
  return openCalls(url, { timeoutMs: TIMEOUT_MS });
}

function openMail(url: string, times: { timeoutMs: number }): Provider {
  const egress = createEgress();
  const transport = createSmtpTransport({ url, egress, host: 'boards.example.test', ...times });
  const from = 'Boards <boards@example.test>';
  const provider = createMailProvider({ id: 'smtp', transport, from });
  toClose.push(async () => provider.close?.());
  return provider;
}

function openCalls(url: string, times: { timeoutMs: number }): Provider {
  const limits = { halfOpenAfterMs: HALF_OPEN_AFTER_MS, retryDelayMs: 10 };
  const egress: Egress = createEgress({ allow: () => allow(new URL(url).host), limits });
  toClose.push(() => egress.close());
  const target = { url, isEnabled: true, mayHear: true, secrets: [SECRET] };
  const targets = { find: async () => target, note: async () => undefined };
  return createWebhookProvider({ egress, targets, ...times });
}

/** Lets the time until something is due pass at once, `leastMs` of it at least; null when nothing waits. */
async function passTime(leastMs = MINUTE_MS): Promise<number | null> {
  const [next] = await bed.test.query<{ ms: number | null }>(
    `select extract(epoch from min(run_at) - now())::float8 * 1000 as ms from deliveries where state = 'queued'`,
  );
  if (next === undefined || next.ms === null) return null;
  const ms = Math.max(leastMs, next.ms);
  await bed.test.query(
    `update deliveries set run_at = run_at - make_interval(secs => $1) where state = 'queued'`,
    [ms / 1_000],
  );
  return ms;
}

/** Sends what is due until nothing is any more. */
async function sendDue(dispatcher: Dispatcher): Promise<void> {
  const isQuiet = async () => {
    await dispatcher.look();
    const busy = await bed.test.query(
      `select 1 from deliveries where state = 'sending' or (state = 'queued' and run_at <= now()) limit 1`,
    );
    return busy.length === 0;
  };
  await expect.poll(isQuiet, LIMIT).toBe(true);
}

describe('fault F7: the mail server is away', { timeout: 120_000 }, () => {
  it('fault F7, delivery D14: for two hours: all of five hundred mails are sent, each once', async () => {
    const COUNT = 500;
    const proxy = await startProxy(sinks.smtpUrl);
    toClose.push(() => proxy.close());
    proxy.become('refuse');
    await bed.ask({ organizationId: null, count: COUNT });
    // Longer than it takes to lay all of them back.
    const dispatcher = send('email', mailBy(proxy.url, 3_000));
    let clockMs = 0;
    let lastMs = 0;
    for (;;) {
      await sendDue(dispatcher);
      const passed = await passTime(10 * MINUTE_MS);
      if (passed === null) break;
      clockMs += passed;
      lastMs = clockMs;
      if (clockMs >= 2 * HOUR_MS) proxy.become('pass');
    }
    expect(await bed.states()).toEqual({ sent: COUNT });
    expect(sinks.arrivals).toHaveLength(COUNT);
    expect(new Set(sinks.arrivals.map(({ key }) => key)).size).toBe(COUNT);
    // Those that were tried wait for up to two hours and a fifth, the others for the breaker.
    expect(lastMs).toBeLessThan(5 * HOUR_MS);
  });

  it('fault F7: a mail that is refused for good bounces at the first attempt', async () => {
    const server = await startMailServer({
      onRcptTo: (_to, _session, done) => done(reply(550, '5.1.1 no such user')),
    });
    toClose.push(() => server.close());
    await bed.ask({ organizationId: null, count: 3 });
    await sendDue(send('email', mailBy(server.url)));
    expect(await bed.states()).toEqual({ failed: 3 });
    expect(
      await bed.test.query(
        'select count(*)::int as attempts, min(code) as code from delivery_attempts',
      ),
    ).toEqual([{ attempts: 3, code: 'smtp_550' }]);
    expect(await bed.test.query('select reason from dead_letters')).toHaveLength(3);
  });
});

/** Each way, so that an answer takes five seconds. */
const LATENCY_MS = 2_500;
const BYTES_PER_S = 1_000;
/** A mail is six questions and answers: a fifth of that for each, so that the test does not take half a minute. */
const MAIL_LATENCY_MS = LATENCY_MS / 5;

/** What is between us and a receiver, while calls are under way and after. */
const shapes: Record<string, (proxy: TestProxy) => void> = {
  refuse: (proxy) => proxy.become('refuse'),
  'black hole': (proxy) => proxy.become('swallow'),
  'half-open': (proxy) => {
    proxy.become('swallow');
    proxy.become('pass');
  },
  reset: (proxy) => {
    proxy.become('refuse');
    proxy.become('pass');
  },
  // Longer than a call may take: each ends at its time, however steadily bytes come in.
  '5 s of latency': (proxy) => proxy.slowDown({ latencyMs: LATENCY_MS }),
  '1 kB/s': (proxy) => proxy.slowDown({ bytesPerS: BYTES_PER_S }),
};

describeNightly.each(['email', 'webhook'] as const)(
  'fault F6: the way to a receiver: %s',
  (channel) => {
    it.each(Object.keys(shapes))(
      'fault F6: %s: all arrives once it is mended, again only in doubt',
      { timeout: 120_000 },
      async (shape) => {
        const COUNT = 60;
        const proxy = await startProxy(channel === 'email' ? sinks.smtpUrl : sinks.webhookUrl);
        toClose.push(() => proxy.close());
        const provider = channel === 'email' ? mailBy(proxy.url) : callsTo(proxy.url);
        const dispatcher = send(channel, provider);
        await bed.ask({ organizationId: null, count: COUNT, channel });
        const looking = dispatcher.look();
        await expect.poll(() => sinks.arrivals.length, LIMIT).toBeGreaterThan(5);
        shapes[shape]?.(proxy);
        await looking;
        await sendDue(dispatcher);
        proxy.slowDown({});
        proxy.become('refuse');
        proxy.become('pass');
        for (;;) {
          await sendDue(dispatcher);
          if ((await passTime()) === null) break;
        }
        expect(await bed.states()).toEqual({ sent: COUNT });
        const keys = sinks.arrivals.map(({ key }) => key);
        expect(new Set(keys).size).toBe(COUNT);
        const [doubts] = await bed.test.query<{ count: number }>(
          `select count(*)::int as count from delivery_attempts where outcome = 'uncertain'`,
        );
        expect(keys.length - COUNT).toBeLessThanOrEqual(doubts?.count ?? 0);
      },
    );

    it.each([
      ['latency', { latencyMs: channel === 'email' ? MAIL_LATENCY_MS : LATENCY_MS }],
      ['1 kB/s', { bytesPerS: BYTES_PER_S }],
    ])(
      'fault F6: %s alone loses and repeats nothing: each arrives at its first attempt; other channels do not wait',
      { timeout: 120_000 },
      async (_shape, pace) => {
        const [COUNT, OTHERS] = [6, 20];
        const other = channel === 'email' ? 'webhook' : 'email';
        const urls = { email: sinks.smtpUrl, webhook: sinks.webhookUrl };
        const proxy = await startProxy(urls[channel]);
        toClose.push(() => proxy.close());
        // It says nothing before the others are through, however slow the machine is.
        proxy.slowDown({ latencyMs: Infinity });
        const open = { email: openMail, webhook: openCalls };
        const slow = send(channel, open[channel](proxy.url, PATIENT));
        await bed.ask({ organizationId: null, count: COUNT, channel });
        void slow.look();
        await expect.poll(() => bed.states(), LIMIT).toEqual({ sending: COUNT });
        await bed.ask({ organizationId: null, count: OTHERS, channel: other });
        void send(other, open[other](urls[other], PATIENT)).look();
        await expect.poll(() => bed.states(), LIMIT).toEqual({ sending: COUNT, sent: OTHERS });
        proxy.slowDown(pace);
        await sendDue(slow);
        expect(await bed.states()).toEqual({ sent: COUNT + OTHERS });
        expect(sinks.arrivals).toHaveLength(COUNT + OTHERS);
        expect(await bed.test.query('select 1 from delivery_attempts where number > 1')).toEqual(
          [],
        );
      },
    );
  },
);
