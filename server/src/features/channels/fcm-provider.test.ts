import { createVerify, generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { createFcmProvider } from './fcm-provider.ts';
import { closeFarSides, openTestEgress, startFarSide, type FarSide } from './far-side.fixture.ts';
import { describeProvider, type ProviderBed, type Trouble } from './provider.contract.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const content = { title: 'Due today', body: 'Write the report', url: '/o/1/items/2' };
const address = JSON.stringify({ token: 'app-token-1' });
const sendPath = '/v1/projects/acme-1/messages:send';

interface Bed {
  google: FarSide;
  fcm: FarSide;
  provider: ReturnType<typeof createFcmProvider>;
  forgotten: string[];
}

async function openFcm(): Promise<Bed> {
  let tokens = 0;
  const google = await startFarSide(({ body }, response) => {
    const form = new URLSearchParams(body.toString());
    if (!isSigned(form.get('assertion') ?? '')) return response.writeHead(401).end('{}');
    tokens += 1;
    response.end(JSON.stringify({ access_token: `token-${tokens}`, expires_in: 3_600 }));
  });
  const fcm = await startFarSide((request, response) => {
    const isKnown = request.path === sendPath && request.headers.authorization !== undefined;
    if (!isKnown) return response.writeHead(404).end('{}');
    response.end(JSON.stringify({ name: `projects/acme-1/messages/${fcm.arrived.length}` }));
  });
  const forgotten: string[] = [];
  const provider = createFcmProvider({
    account: {
      project_id: 'acme-1',
      client_email: 'boards@acme-1.iam.gserviceaccount.com',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      token_uri: `${google.url}/token`,
    },
    egress: openTestEgress(google.url, fcm.url),
    devices: {
      forget: async (_kind, gone) => void forgotten.push(gone),
      noteUse: async () => undefined,
    },
    apiUrl: fcm.url,
    timeoutMs: 500,
  });
  return { google, fcm, provider, forgotten };
}

function isSigned(assertion: string): boolean {
  const [head = '', claims = '', signature = ''] = assertion.split('.');
  const { scope } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { scope: string };
  const verifier = createVerify('RSA-SHA256').update(`${head}.${claims}`);
  return scope.endsWith('firebase.messaging') && verifier.verify(publicKey, signature, 'base64url');
}

interface SentMessage {
  message: { token: string; data: Record<string, string>; android: { collapseKey: string } };
}

function readAll({ fcm }: Bed): SentMessage[] {
  return fcm.arrived.map(({ body }) => JSON.parse(body.toString()) as SentMessage);
}

async function openBed(): Promise<ProviderBed> {
  const bed = await openFcm();
  const { fcm, provider } = bed;
  return {
    provider,
    message: { address, content },
    arrived: () => readAll(bed).map(({ message }) => message.data['deliveryId'] ?? ''),
    async trouble(kind: Trouble) {
      if (kind === 'away') await fcm.close();
      else if (kind === 'serverError') fcm.fault = { status: 503 };
      else if (kind === 'tooMany') fcm.fault = { status: 429 };
      else if (kind === 'refusal') fcm.fault = { status: 400, body: '{}' };
      else fcm.fault = kind;
    },
    close: closeFarSides,
  };
}

describeProvider('fcm', openBed, {
  away: 'refused transient',
  hang: 'uncertain',
  cut: 'uncertain',
  garbage: 'uncertain',
  serverError: 'refused transient',
  tooMany: 'refused throttled',
  refusal: 'refused permanent',
});

afterEach(closeFarSides);

const call = (key = createId()) => ({ key, attempt: 1, signal: AbortSignal.timeout(10_000) });
const fault = (status: number, errorCode: string) => ({
  status,
  body: JSON.stringify({ error: { code: status, details: [{ errorCode }] } }),
});

describe('delivery, FCM', () => {
  it('one token serves many messages, also those that come at once', async () => {
    const bed = await openFcm();
    await Promise.all(
      Array.from({ length: 5 }, () => bed.provider.send({ address, content }, call())),
    );
    await bed.provider.send({ address, content }, call());
    expect(bed.google.arrived).toHaveLength(1);
    expect(new Set(bed.fcm.arrived.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer token-1']),
    );
  });

  it('a token that is not taken any more is asked for anew', async () => {
    const bed = await openFcm();
    bed.fcm.fault = { status: 401, body: '{}' };
    const first = await bed.provider.send({ address, content }, call());
    expect(first).toMatchObject({ kind: 'refused', cause: 'auth' });
    bed.fcm.fault = 'none';
    expect((await bed.provider.send({ address, content }, call())).kind).toBe('accepted');
    expect(bed.fcm.arrived.at(-1)?.headers.authorization).toBe('Bearer token-2');
  });

  it('a copy takes the place of the one before', async () => {
    const bed = await openFcm();
    const key = createId();
    await bed.provider.send({ address, content }, call(key));
    expect(readAll(bed)[0]?.message).toMatchObject({
      token: 'app-token-1',
      notification: { title: content.title, body: content.body },
      data: { deliveryId: key, tag: key, url: content.url },
      android: { collapseKey: key, notification: { tag: key } },
      apns: { headers: { 'apns-collapse-id': key } },
      webpush: { headers: { Topic: key.replaceAll('-', '') } },
    });
  });

  it.each([
    [404, 'UNREGISTERED'],
    [403, 'SENDER_ID_MISMATCH'],
  ])('%i %s: the device is forgotten', async (status, code) => {
    const bed = await openFcm();
    bed.fcm.fault = fault(status, code);
    expect(await bed.provider.send({ address, content }, call())).toMatchObject({
      cause: 'badAddress',
      code: 'gone',
    });
    expect(bed.forgotten).toEqual([address]);
  });

  it.each([
    [429, undefined, 60_000],
    [503, '5', 60_000],
    [503, '600', 600_000],
  ])('%i with Retry-After %s waits %i ms', async (status, retryAfter, expected) => {
    const bed = await openFcm();
    bed.fcm.fault = {
      status,
      ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
    };
    expect(await bed.provider.send({ address, content }, call())).toMatchObject({
      retryAfterMs: expected,
    });
    expect(bed.forgotten).toEqual([]);
  });

  it('without a token nothing is sent, and that is no doubt', async () => {
    const bed = await openFcm();
    bed.google.fault = 'cut';
    const result = await bed.provider.send({ address, content }, call());
    expect(result).toMatchObject({ kind: 'refused', cause: 'transient', code: 'no_token' });
    bed.google.fault = { status: 400, body: '{"error":"invalid_grant"}' };
    expect(await bed.provider.send({ address, content }, call())).toMatchObject({ cause: 'auth' });
    expect(await bed.provider.check()).toMatchObject({ state: 'unhealthy' });
    expect(bed.fcm.arrived).toEqual([]);
  });

  it('an answer that is no message leaves the doubt', async () => {
    const bed = await openFcm();
    bed.fcm.fault = 'nonsense';
    expect((await bed.provider.send({ address, content }, call())).kind).toBe('uncertain');
  });
});
