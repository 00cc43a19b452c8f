import { afterEach, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { createId } from '../../kernel/ids.ts';
import { createEgress } from '../../platform/egress/egress.ts';
import { closeFarSides, openTestEgress, startFarSide, type FarSide } from './far-side.fixture.ts';
import { describeProvider, type ProviderBed, type Trouble } from './provider.contract.ts';
import { createWebhookProvider, type WebhookNews } from './webhook-provider.ts';
import { createWebhookSecret, signWebhook } from './webhook-signature.ts';

const body = JSON.stringify({ type: 'item.created', timestamp: '2026-11-21T12:00:00Z', data: {} });
const endpointId = createId();
const message = { address: endpointId, content: { body } };

interface Bed {
  side: FarSide;
  provider: ReturnType<typeof createWebhookProvider>;
  news: WebhookNews[];
  secrets: string[];
}

async function openWebhook({
  url,
  isEnabled = true,
  mayHear = true,
}: { url?: string; isEnabled?: boolean; mayHear?: boolean } = {}) {
  const side = await startFarSide((_request, response) => response.writeHead(204).end());
  const secrets = [createWebhookSecret()];
  const news: WebhookNews[] = [];
  const provider = createWebhookProvider({
    egress: openTestEgress(side.url),
    targets: {
      find: async (id) =>
        id === endpointId ? { url: url ?? `${side.url}/hook`, secrets, isEnabled, mayHear } : null,
      note: async (_id, what) => void news.push(what),
    },
    timeoutMs: 500,
  });
  return { side, provider, news, secrets } satisfies Bed;
}

async function openBed(): Promise<ProviderBed> {
  const { side, provider } = await openWebhook();
  return {
    provider,
    message,
    arrived: () => side.arrived.map(({ headers }) => String(headers['webhook-id'])),
    async trouble(kind: Trouble) {
      if (kind === 'away') await side.close();
      else if (kind === 'serverError') side.fault = { status: 500 };
      else if (kind === 'tooMany') side.fault = { status: 429, headers: { 'retry-after': '60' } };
      else if (kind === 'refusal') side.fault = { status: 400, body: 'no' };
      else side.fault = kind;
    },
    close: closeFarSides,
  };
}

describeProvider('webhook', openBed, {
  away: 'refused transient',
  hang: 'uncertain',
  cut: 'uncertain',
  garbage: 'uncertain',
  serverError: 'refused transient',
  tooMany: 'refused throttled',
  // A receiver is mended: whatever it says, there is a next time.
  refusal: 'refused transient',
});

afterEach(closeFarSides);

const call = (key = createId(), attempt = 1) => ({
  key,
  attempt,
  signal: AbortSignal.timeout(10_000),
});

describe('delivery, Standard Webhooks: signatures', () => {
  it('the published vector', () => {
    const headers = signWebhook(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: new Date(1_614_265_330_000),
      body: '{"test": 2432232314}',
    });
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('the receivers’ library takes every call, and no other body', async () => {
    const { side, provider, secrets } = await openWebhook();
    await provider.send(message, call());
    const { headers, body: sent } = side.arrived[0] ?? { headers: {}, body: Buffer.alloc(0) };
    const receiver = new Webhook(secrets[0] ?? '');
    const given = headers as Record<string, string>;
    expect(receiver.verify(sent.toString(), given)).toEqual(JSON.parse(body));
    expect(() => receiver.verify(`${sent.toString()} `, given)).toThrow();
  });

  it('while a secret is replaced, receivers with either take it', async () => {
    const { side, provider, secrets } = await openWebhook();
    secrets.unshift(createWebhookSecret());
    await provider.send(message, call());
    const given = side.arrived[0]?.headers as Record<string, string>;
    for (const secret of secrets) expect(new Webhook(secret).verify(body, given)).toBeDefined();
    expect(() => new Webhook(createWebhookSecret()).verify(body, given)).toThrow();
  });

  it('secrets are 32 random bytes', () => {
    const [one, other] = [createWebhookSecret(), createWebhookSecret()];
    expect(Buffer.from(one.slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(one).not.toBe(other);
  });

  it('the id is the delivery’s over all attempts, and that of what a replay repeats', async () => {
    const { side, provider } = await openWebhook();
    const key = createId();
    await provider.send(message, call(key, 1));
    await provider.send(message, call(key, 2));
    await provider.send({ ...message, content: { body, id: key } }, call());
    expect(side.arrived.map(({ headers }) => headers['webhook-id'])).toEqual([key, key, key]);
  });
});

describe('delivery, Standard Webhooks: answers', () => {
  it.each([
    [200, 'accepted', 'succeeded'],
    [299, 'accepted', 'succeeded'],
    [301, 'refused', 'failed'],
    [307, 'refused', 'failed'],
    [404, 'refused', 'failed'],
    [410, 'refused', 'gone'],
    [429, 'refused', 'overloaded'],
    [502, 'refused', 'overloaded'],
    [504, 'refused', 'overloaded'],
    [503, 'refused', 'failed'],
  ])('%i: %s, and the endpoint %s', async (status, kind, expected) => {
    const { side, provider, news } = await openWebhook();
    const elsewhere = await startFarSide((_request, response) => response.end());
    side.fault = { status, headers: { location: elsewhere.url } };
    expect(await provider.send(message, call())).toMatchObject({ kind });
    expect(news).toEqual([expected]);
    expect(elsewhere.arrived).toEqual([]);
  });

  it('410 is not tried again, others are', async () => {
    const { side, provider } = await openWebhook();
    side.fault = { status: 410 };
    expect(await provider.send(message, call())).toMatchObject({ cause: 'permanent' });
    side.fault = { status: 404 };
    expect(await provider.send(message, call())).toMatchObject({ cause: 'transient' });
  });

  it('Retry-After lengthens the wait, in seconds or as a date, to six hours at most', async () => {
    const { side, provider } = await openWebhook();
    const waitFor = async (value: string) => {
      side.fault = { status: 503, headers: { 'retry-after': value } };
      const result = await provider.send(message, call());
      return result.kind === 'refused' ? result.retryAfterMs : null;
    };
    expect(await waitFor('120')).toBe(120_000);
    expect(await waitFor('999999999')).toBe(6 * 3_600_000);
    const inTenMinutes = await waitFor(new Date(Date.now() + 600_000).toUTCString());
    expect(inTenMinutes).toBeGreaterThan(500_000);
    expect(inTenMinutes).toBeLessThanOrEqual(600_000);
    expect(await waitFor('soon')).toBeUndefined();
  });

  it('security S47: the log has what came back, without the secret', async () => {
    const { side, provider, secrets } = await openWebhook();
    const [secret = ''] = secrets;
    const bare = secret.replace('whsec_', '');
    side.fault = { status: 500, body: `oops\u0000 ${secret} and ${bare} ${'x'.repeat(9_000)}` };
    const { answer = '' } = await provider.send(message, call());
    expect(JSON.parse(answer)).toMatchObject({
      status: 500,
      body: expect.stringMatching(/^oops \[redacted\] and \[redacted\] x+$/) as string,
    });
    expect(answer).not.toContain(bare);
  });

  it('an answer whose end never comes is a yes by its status', async () => {
    const { side, provider } = await openWebhook();
    side.fault = { status: 200, headers: { 'content-length': '999999' }, body: 'x' };
    expect(await provider.send(message, call())).toMatchObject({ kind: 'accepted' });
  });
});

describe('delivery, Standard Webhooks: what is not sent', () => {
  it.each([[{ isEnabled: false }], [{}]])('to an endpoint that is off or gone', async (options) => {
    const { side, provider, news } = await openWebhook(options);
    const to = 'isEnabled' in options ? message : { ...message, address: createId() };
    expect(await provider.send(to, call())).toMatchObject({
      cause: 'permanent',
      code: 'endpoint_disabled',
    });
    expect([side.arrived, news]).toEqual([[], []]);
  });

  it('20 kB and more', async () => {
    const { side, provider } = await openWebhook();
    const large = { ...message, content: { body: 'ü'.repeat(10_000) } };
    expect(await provider.send(large, call())).toMatchObject({ code: 'too_large' });
    expect(side.arrived).toEqual([]);
  });

  it('security S32: to an address inside', async () => {
    const inside = await startFarSide((_request, response) => response.end());
    const provider = createWebhookProvider({
      egress: createEgress(),
      targets: {
        find: async () => ({
          url: inside.url,
          secrets: [createWebhookSecret()],
          isEnabled: true,
          mayHear: true,
        }),
        note: async () => undefined,
      },
    });
    expect(await provider.send(message, call())).toMatchObject({ cause: 'permanent' });
    expect(inside.arrived).toEqual([]);
  });
});
