import { afterEach, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { closeFarSides, openTestEgress, startFarSide, type FarSide } from './far-side.fixture.ts';
import { describeProvider, type ProviderBed, type Trouble } from './provider.contract.ts';
import { signTwilio } from './twilio-signature.ts';
import { createTwilioProvider, type TwilioParts } from './twilio-provider.ts';

const account = {
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'a-token-of-32-characters-or-so-x',
  from: '+15005550006',
};
const receiptsUrl = 'https://boards.example.test/api/v1/receipts/twilio';
const message = { address: '+4915112345678', content: { body: 'Your code is 1234' } };
const path = `/2010-04-01/Accounts/${account.accountSid}`;

/** What the vendor's documentation says of creating and listing messages. */
function startTwilio(): Promise<FarSide> {
  return startFarSide((request, response) => {
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const expected = `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`;
    if (request.headers.authorization !== expected)
      return json(401, { code: 20003, message: 'Authenticate', status: 401 });
    if (request.path === `${path}.json`) return json(200, { status: 'active' });
    if (request.method === 'POST' && request.path === `${path}/Messages.json`)
      return json(201, { sid: `SM${'1'.repeat(32)}`, status: 'queued', num_segments: '1' });
    return json(404, { code: 20404, status: 404 });
  });
}

function connect(side: FarSide, parts: Partial<TwilioParts> = {}) {
  return createTwilioProvider({
    account,
    egress: openTestEgress(side.url),
    receiptsUrl,
    maxSegments: 4,
    maxSegmentsPerDay: 1_000,
    takeSegments: async () => true,
    apiUrl: side.url,
    timeoutMs: 500,
    ...parts,
  });
}

function readForms(side: FarSide): URLSearchParams[] {
  return side.arrived
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => new URLSearchParams(body.toString()));
}

function keyOf(form: URLSearchParams): string {
  return new URL(form.get('StatusCallback') ?? '').searchParams.get('delivery') ?? '';
}

async function openBed(): Promise<ProviderBed> {
  const side = await startTwilio();
  return {
    provider: connect(side),
    message,
    arrived: () => readForms(side).map(keyOf),
    async trouble(kind: Trouble) {
      if (kind === 'away') await side.close();
      else if (kind === 'serverError') side.fault = { status: 503 };
      else if (kind === 'tooMany')
        side.fault = { status: 429, headers: { 'retry-after': '120' }, body: '{"code":20429}' };
      else if (kind === 'refusal')
        side.fault = { status: 400, body: '{"code":21211,"message":"Invalid To"}' };
      else side.fault = kind;
    },
    close: () => side.close(),
  };
}

describeProvider('twilio', openBed, {
  away: 'refused transient',
  hang: 'uncertain',
  cut: 'uncertain',
  garbage: 'uncertain',
  serverError: 'refused transient',
  tooMany: 'refused throttled',
  refusal: 'refused badAddress',
});

let side: FarSide;
afterEach(closeFarSides);

const call = (key = createId()) => ({ key, attempt: 1, signal: AbortSignal.timeout(10_000) });

describe('delivery, Twilio: what is asked for', () => {
  it('has a recipient, a sender, the text and where to tell what became of it', async () => {
    side = await startTwilio();
    const key = createId();
    const result = await connect(side).send(message, call(key));
    expect(result).toMatchObject({ kind: 'accepted', providerMessageId: `SM${'1'.repeat(32)}` });
    expect(Object.fromEntries(readForms(side)[0] ?? [])).toEqual({
      To: '+4915112345678',
      From: '+15005550006',
      Body: 'Your code is 1234',
      StatusCallback: `${receiptsUrl}?delivery=${key}`,
    });
  });

  it('names a messaging service as one, and no callback where none can come in', async () => {
    side = await startTwilio();
    const from = `MG${'2'.repeat(32)}`;
    await connect(side, { account: { ...account, from }, receiptsUrl: null }).send(message, call());
    const form = Object.fromEntries(readForms(side)[0] ?? []);
    expect(form).toMatchObject({ MessagingServiceSid: from });
    expect(Object.keys(form).toSorted()).toEqual(['Body', 'MessagingServiceSid', 'To']);
  });

  it('a wrong credential is ours to mend, and stands in no answer', async () => {
    side = await startTwilio();
    const wrong = { ...account, authToken: 'another-token-that-is-wrong' };
    side.fault = 'none';
    const result = await connect(side, { account: wrong }).send(message, call());
    expect(result).toMatchObject({ kind: 'refused', cause: 'auth' });
    expect(JSON.stringify(result)).not.toContain(wrong.authToken);
  });

  it('security S47: an answer that echoes the token is kept without it', async () => {
    side = await startTwilio();
    side.fault = { status: 400, body: `{"code":1,"message":"${account.authToken}"}` };
    const result = await connect(side).send(message, call());
    expect(result.answer).toContain('[redacted]');
    expect(result.answer).not.toContain(account.authToken);
  });

  it('security S16: what is kept of an answer says neither the number nor the text', async () => {
    side = await startTwilio();
    const taken = {
      sid: 'SM1',
      status: 'queued',
      error_code: null,
      to: message.address,
      body: 'Your code is 1234',
    };
    side.fault = { status: 201, body: JSON.stringify(taken) };
    const { kind, answer } = await connect(side).send(message, call());
    expect(kind).toBe('accepted');
    expect(answer).toContain('SM1');
    expect(answer).not.toContain(message.address);
    expect(answer).not.toContain('1234');
  });

  it('an answer that is no message leaves the doubt', async () => {
    side = await startTwilio();
    side.fault = { status: 201, body: '<html>' };
    expect(await connect(side).send(message, call())).toMatchObject({
      kind: 'uncertain',
      code: 'unreadable',
    });
  });

  it('a text beyond the longest, or beyond the day’s, costs nothing', async () => {
    side = await startTwilio();
    const long = { ...message, content: { body: 'x'.repeat(700) } };
    expect(await connect(side).send(long, call())).toMatchObject({ code: 'too_long' });
    const capped = connect(side, { takeSegments: async () => false });
    expect(await capped.send(message, call())).toMatchObject({
      cause: 'throttled',
      code: 'cost_cap',
    });
    // That day never comes: it fails, and says what to change.
    const two = { ...message, content: { body: 'x'.repeat(161) } };
    const never = connect(side, { maxSegmentsPerDay: 1, takeSegments: async () => false });
    expect(await never.send(two, call())).toMatchObject({
      cause: 'permanent',
      code: 'over_cost_cap',
    });
    expect(await never.send(message, call())).toMatchObject({ code: 'cost_cap' });
    expect(side.arrived).toEqual([]);
  });

  it('429 says how long to stay away', async () => {
    side = await startTwilio();
    side.fault = { status: 429, headers: { 'retry-after': '120' } };
    expect(await connect(side).send(message, call())).toMatchObject({ retryAfterMs: 120_000 });
  });
});

describe('delivery, Twilio: what it has, when nobody knows', () => {
  const since = new Date('2026-11-21T12:00:00Z');
  const list = (messages: unknown[], nextPage: string | null = null) => ({
    status: 200,
    body: JSON.stringify({ messages, next_page_uri: nextPage }),
  });
  const at = (time: string, body = message.content.body) => ({ date_created: time, body });

  it.each([
    ['the text, since then', list([at('Sat, 21 Nov 2026 12:00:05 +0000')]), 'accepted'],
    ['the text, long before', list([at('Sat, 21 Nov 2026 11:00:00 +0000')]), 'absent'],
    ['another text', list([at('Sat, 21 Nov 2026 12:00:05 +0000', 'Hi')]), 'absent'],
    ['nothing', list([]), 'absent'],
    [
      'more than a page of others since then',
      list([at('Sat, 21 Nov 2026 12:00:05 +0000', 'Hi')], '/page2'),
      'unknown',
    ],
    [
      'a page that reaches further back',
      list([at('Sat, 21 Nov 2026 11:00:00 +0000', 'Hi')], '/page2'),
      'absent',
    ],
    ['no list', { status: 200, body: '{}' }, 'unknown'],
    ['an error', { status: 500, body: '' }, 'unknown'],
  ])('%s', async (_what, fault, expected) => {
    side = await startTwilio();
    side.fault = fault;
    expect(await connect(side).lookup?.(createId(), message, since)).toBe(expected);
    expect(side.arrived[0]?.path).toContain(`To=${encodeURIComponent(message.address)}`);
  });
});

describe('delivery, Twilio: receipts', () => {
  const deliveryId = createId();
  const url = `${receiptsUrl}?delivery=${deliveryId}`;

  async function read(
    fields: Record<string, string>,
    change: { url?: string; token?: string } = {},
  ) {
    side = await startTwilio();
    const form = new URLSearchParams({ MessageSid: 'SM1', ...fields });
    const signature = signTwilio(change.token ?? account.authToken, url, form);
    return connect(side).readReceipts?.({
      url: change.url ?? url,
      headers: { 'x-twilio-signature': signature },
      body: Buffer.from(form.toString()),
    });
  }

  it('the signature is the one that the vendor documents', () => {
    const form = new URLSearchParams({
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675310',
      Digits: '1234',
      From: '+14158675310',
      To: '+18005551212',
    });
    expect(signTwilio('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', form)).toBe(
      'GvWf1cFY/Q7PnoempGyD5oXAezc=',
    );
  });

  it.each([
    [{ MessageStatus: 'sent' }, { state: 'sent', suppresses: null }],
    [{ MessageStatus: 'delivered' }, { state: 'delivered' }],
    [
      { MessageStatus: 'undelivered', ErrorCode: '30005' },
      { state: 'failed', suppresses: 'hardBounce' },
    ],
    [
      { MessageStatus: 'failed', ErrorCode: '21610' },
      { state: 'failed', suppresses: 'unsubscribed' },
    ],
    [
      { MessageStatus: 'failed', ErrorCode: '30008' },
      { code: 'twilio_30008', suppresses: null },
    ],
  ])('%j', async (fields, expected) => {
    const reading = await read(fields);
    expect(reading).toMatchObject({
      kind: 'receipts',
      receipts: [{ deliveryId, providerMessageId: 'SM1', ...expected }],
    });
  });

  it('one that was signed with another key, or for another delivery, is forged', async () => {
    const fields = { MessageStatus: 'delivered' };
    expect(await read(fields, { token: 'another' })).toEqual({ kind: 'forged' });
    await side.close();
    const other = `${receiptsUrl}?delivery=${createId()}`;
    expect(await read(fields, { url: other })).toEqual({ kind: 'forged' });
  });

  it('a state that is not known says nothing', async () =>
    expect(await read({ MessageStatus: 'dreaming' })).toEqual({ kind: 'receipts', receipts: [] }));
});
