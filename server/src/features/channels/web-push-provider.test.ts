import { createPublicKey, verify } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { generateVapidKeys } from '../../platform/push/web-push.ts';
import { closeFarSides, openTestEgress, startFarSide, type FarSide } from './far-side.fixture.ts';
import { describeProvider, type ProviderBed, type Trouble } from './provider.contract.ts';
import { createTestBrowser, type TestBrowser } from './push-decryption.fixture.ts';
import { createWebPushProvider } from './web-push-provider.ts';

const vapid = await generateVapidKeys();
const content = {
  title: 'Ada assigned you an item',
  body: 'Write the report',
  url: '/o/1/items/2',
};

interface Bed {
  side: FarSide;
  browser: TestBrowser;
  provider: ReturnType<typeof createWebPushProvider>;
  address: string;
  forgotten: string[];
  used: string[];
}

async function openPush(): Promise<Bed> {
  const side = await startFarSide((_request, response) =>
    response.writeHead(201, { location: 'https://push.example.test/m/1' }).end(),
  );
  const browser = createTestBrowser();
  const [forgotten, used]: [string[], string[]] = [[], []];
  const provider = createWebPushProvider({
    egress: openTestEgress(side.url),
    vapid,
    subject: 'https://boards.example.test',
    devices: {
      forget: async (_kind, address) => void forgotten.push(address),
      noteUse: async (_kind, address) => void used.push(address),
    },
    timeoutMs: 500,
  });
  const address = JSON.stringify({ endpoint: `${side.url}/send/abc`, keys: browser.keys });
  return { side, browser, provider, address, forgotten, used };
}

function readAll({ side, browser }: Bed): Record<string, string>[] {
  return side.arrived.map(({ body }) => JSON.parse(browser.read(body)) as Record<string, string>);
}

async function openBed(): Promise<ProviderBed> {
  const bed = await openPush();
  const { side, provider, address } = bed;
  return {
    provider,
    message: { address, content },
    arrived: () => readAll(bed).map(({ deliveryId = '' }) => deliveryId),
    async trouble(kind: Trouble) {
      if (kind === 'away') await side.close();
      else if (kind === 'serverError') side.fault = { status: 503 };
      else if (kind === 'tooMany') side.fault = { status: 429, headers: { 'retry-after': '60' } };
      else if (kind === 'refusal') side.fault = { status: 400, body: 'no' };
      else side.fault = kind;
    },
    close: () => side.close(),
  };
}

describeProvider('web push', openBed, {
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

describe('delivery, Web Push', () => {
  it('the browser alone reads it, and shows a copy in the place of the one before', async () => {
    const bed = await openPush();
    const key = createId();
    await bed.provider.send({ address: bed.address, content }, call(key));
    expect(readAll(bed)).toEqual([{ deliveryId: key, tag: key, ...content }]);
    const [request] = bed.side.arrived;
    expect(request?.headers).toMatchObject({
      topic: key.replaceAll('-', ''),
      'content-encoding': 'aes128gcm',
      ttl: '604800',
    });
    expect(() => createTestBrowser().read(request?.body ?? Buffer.alloc(0))).toThrow();
    expect(bed.used).toEqual([bed.address]);
  });

  it('is signed with the key that the browser subscribed with (RFC 8292)', async () => {
    const bed = await openPush();
    await bed.provider.send({ address: bed.address, content }, call());
    const header = bed.side.arrived[0]?.headers.authorization ?? '';
    const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(header) ?? [];
    expect(key).toBe(vapid.publicKey);
    const [head, claims, signature] = token.split('.') as [string, string, string];
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      aud: bed.side.url,
      sub: 'https://boards.example.test',
    });
    const point = Buffer.from(key, 'base64url');
    const publicKey = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    });
    const isValid = verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    expect(isValid).toBe(true);
  });

  it.each([404, 410])('%i: the device is forgotten, and nothing more is sent', async (status) => {
    const bed = await openPush();
    bed.side.fault = { status };
    const result = await bed.provider.send({ address: bed.address, content }, call());
    expect(result).toMatchObject({ kind: 'refused', cause: 'badAddress', code: 'gone' });
    expect(bed.forgotten).toEqual([bed.address]);
  });

  it.each([500, 503, 429, 401])('%i: the device stays', async (status) => {
    const bed = await openPush();
    bed.side.fault = { status };
    await bed.provider.send({ address: bed.address, content }, call());
    expect(bed.forgotten).toEqual([]);
  });

  it.each(['x', 'ü', '👋', '"'])('a text of many %s is cut to 4,096 bytes', async (character) => {
    const bed = await openPush();
    const long = { ...content, body: character.repeat(5_000) };
    await bed.provider.send({ address: bed.address, content: long }, call());
    const [request] = bed.side.arrived;
    expect(request?.body.length).toBeLessThanOrEqual(4_096);
    expect(request?.body.length).toBeGreaterThan(3_000);
    const [{ body = '', title } = {}] = readAll(bed);
    expect(title).toBe(content.title);
    expect(body.isWellFormed()).toBe(true);
    expect(body.endsWith('…')).toBe(true);
  });

  it('the library of the encoding reads what browsers read, for this browser alone', async () => {
    const bed = await openPush();
    await bed.provider.send({ address: bed.address, content }, call());
    const body = bed.side.arrived[0]?.body ?? Buffer.alloc(0);
    expect(JSON.parse(bed.browser.readByLibrary(body))).toMatchObject(content);
    expect(bed.browser.readByLibrary(body)).toBe(bed.browser.read(body));
    expect(() => createTestBrowser().readByLibrary(body)).toThrow();
  });

  it('413: a shorter one follows at once', async () => {
    const bed = await openPush();
    bed.side.fault = { status: 413 };
    const long = { ...content, body: 'x'.repeat(5_000) };
    await bed.provider.send({ address: bed.address, content: long }, call());
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = bed.side.arrived.map(
      ({ body }) => body,
    );
    expect(first.length).toBeGreaterThan(3_000);
    expect(second.length).toBeLessThan(1_200);
  });

  it.each([
    '',
    'null',
    '{"endpoint":"https://a.test"}',
    '{"endpoint":"javascript:1","keys":{"p256dh":"","auth":""}}',
    '{"endpoint":"https://a.test/","keys":{"p256dh":"AAAA","auth":"AAAA"}}',
  ])('security S47: what is no subscription gets nothing: %s', async (address) => {
    const bed = await openPush();
    const result = await bed.provider.send({ address, content }, call());
    expect(result).toMatchObject({ kind: 'refused', cause: 'badAddress' });
  });

  it('security S29: a subscription that points inside is not called', async () => {
    const bed = await openPush();
    const inside = await startFarSide((_request, response) => response.end());
    const address = JSON.stringify({ endpoint: `${inside.url}/x`, keys: bed.browser.keys });
    const result = await bed.provider.send({ address, content }, call());
    expect(result).toMatchObject({ kind: 'refused', cause: 'permanent' });
    expect(inside.arrived).toEqual([]);
  });
});
