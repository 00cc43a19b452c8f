import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerPerson, type Person } from '../../../test/harness/people.ts';
import { startTestServer, type TestServer } from '../../../test/harness/server.ts';
import { createAccessTokens, type AccessTokens } from './tokens.ts';

let server: TestServer;
let ada: Person;
let privateKey: KeyObject;
let publicKey: KeyObject;
let tokens: AccessTokens;
beforeAll(async () => {
  server = await startTestServer();
  ada = await registerPerson(server);
  ({ privateKey, publicKey } = server.program.foundation.keys.signing);
  tokens = server.program.foundation.tokens;
});
afterAll(() => server.stop());

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const nowS = () => Math.floor(Date.now() / 1_000);

const goodHeader = { alg: 'EdDSA', typ: 'at+jwt' };
const goodClaims = () => ({
  iss: server.program.foundation.config.PUBLIC_URL,
  aud: 'boardwire-api',
  sub: ada.userId,
  sid: ada.sessionId,
  iat: nowS(),
  exp: nowS() + 900,
});

/** A token that is right but for what is given. */
function craft(claims: object = {}, header: object = {}, key: KeyObject = privateKey): string {
  const head = encode({ ...goodHeader, ...header });
  const signed = `${head}.${encode({ ...goodClaims(), ...claims })}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}

function craftHmac(secret: Buffer | string): string {
  const signed = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${encode(goodClaims())}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const spki = () => publicKey.export({ type: 'spki', format: 'der' });
const stranger = generateKeyPairSync('ed25519');
const parts = () => craft().split('.') as [string, string, string];

/** 25 and more kinds of token that somebody could make up. */
const crafted: Record<string, () => string> = {
  'no algorithm, no signature': () =>
    `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(goodClaims())}.`,
  'no algorithm, spelled otherwise': () =>
    `${encode({ alg: 'nOnE', typ: 'at+jwt' })}.${encode(goodClaims())}.`,
  'no algorithm, with a good signature': () => craft({}, { alg: 'none' }),
  'HMAC keyed with the public key (DER)': () => craftHmac(spki()),
  'HMAC keyed with the public key (PEM)': () =>
    craftHmac(publicKey.export({ type: 'spki', format: 'pem' })),
  'HMAC keyed with the raw public key': () => craftHmac(spki().subarray(-32)),
  'HMAC keyed with nothing': () => craftHmac(''),
  'algorithm left out': () => craft({}, { alg: undefined }),
  'another algorithm named': () => craft({}, { alg: 'ES256' }),
  'signed by another key': () => craft({}, {}, stranger.privateKey),
  'another key brought along': () =>
    craft({}, { jwk: stranger.publicKey.export({ format: 'jwk' }) }, stranger.privateKey),
  'another key pointed to': () =>
    craft({}, { jku: 'https://attacker.test/keys.json', kid: 'mine' }, stranger.privateKey),
  'key id with a path': () => craft({}, { kid: '../../../../dev/null' }, stranger.privateKey),
  'a critical extension': () => craft({}, { crit: ['b64'], b64: false }),
  'type left out': () => craft({}, { typ: undefined }),
  'type of an identity token': () => craft({}, { typ: 'JWT' }),
  'type of a service token': () => craft({}, { typ: 'service+jwt' }),
  'another issuer': () => craft({ iss: 'https://attacker.test' }),
  'issuer left out': () => craft({ iss: undefined }),
  'another audience': () => craft({ aud: 'boardwire-grpc' }),
  'audience left out': () => craft({ aud: undefined }),
  expired: () => craft({ iat: nowS() - 1_000, exp: nowS() - 1 }),
  'expiry left out': () => craft({ exp: undefined }),
  'expiry as text': () => craft({ exp: String(nowS() + 900) }),
  'not valid yet': () => craft({ nbf: nowS() + 600 }),
  'subject left out': () => craft({ sub: undefined }),
  'subject as a number': () => craft({ sub: 1 }),
  'session left out': () => craft({ sid: undefined }),
  'session as a list': () => craft({ sid: [ada.sessionId] }),
  'claims changed after signing': () => {
    const [header, , signature] = parts();
    return `${header}.${encode({ ...goodClaims(), sub: randomUUID() })}.${signature}`;
  },
  'header changed after signing': () => {
    const [, claims, signature] = parts();
    return `${encode({ ...goodHeader, kid: 'x' })}.${claims}.${signature}`;
  },
  'signature cut off': () => parts().slice(0, 2).join('.'),
  'signature of zeros': () =>
    `${parts().slice(0, 2).join('.')}.${Buffer.alloc(64).toString('base64url')}`,
  'signature one bit off': () => {
    const [header, claims, signature] = parts();
    const bytes = Buffer.from(signature, 'base64url');
    bytes[10] = (bytes[10] ?? 0) ^ 1;
    return `${header}.${claims}.${bytes.toString('base64url')}`;
  },
  'signature twice': () => `${craft()}.${parts()[2]}`,
  'an encrypted token': () => `${encode({ alg: 'dir', enc: 'A256GCM' })}....`,
  'claims that are no object': () => {
    const signed = `${encode(goodHeader)}.${encode('sub')}`;
    return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
  },
  'claims that are no JSON': () => {
    const signed = `${encode(goodHeader)}.${Buffer.from('{').toString('base64url')}`;
    return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
  },
  'dots alone': () => '..',
  'a refresh token': () => ada.refreshToken,
  'an ended session': () => endedToken,
};
let endedToken = '';

describe('security S56: crafted access tokens', () => {
  beforeAll(async () => {
    const answer = await server.call('POST', '/auth/login', {
      body: { email: ada.email, password: ada.password },
    });
    endedToken = answer.body.data.accessToken;
    await server.call('POST', '/auth/logout', { body: {}, token: endedToken });
  });

  it('there are 25 kinds, and the token they are made from is good', async () => {
    expect(Object.keys(crafted).length).toBeGreaterThanOrEqual(25);
    expect((await server.call('GET', '/account', { token: craft() })).status).toBe(200);
    expect(await tokens.verify(craft())).toMatchObject({
      userId: ada.userId,
      sessionId: ada.sessionId,
    });
  });

  it.each(Object.keys(crafted))('%s: 401 on every operation', async (kind) => {
    const token = crafted[kind]?.() ?? '';
    for (const path of [
      '/account',
      '/account/sessions',
      '/organizations',
      `/organizations/${randomUUID()}`,
    ]) {
      const answer = await server.call('GET', path, { token });
      expect([path, answer.status, answer.body.error?.code]).toEqual([path, 401, 'UNAUTHORIZED']);
    }
  });

  it('none passes the verifier, whatever the server does around it', async () => {
    for (const [kind, make] of Object.entries(crafted)) {
      if (kind === 'an ended session') continue;
      expect([kind, await tokens.verify(make())]).toEqual([kind, null]);
    }
  });

  it('a token of another instance is none of ours', async () => {
    const elsewhere = createAccessTokens({ privateKey, publicKey }, 'https://other.example.test');
    const { token } = await elsewhere.sign(ada.userId, ada.sessionId);
    expect(await tokens.verify(token)).toBeNull();
  });

  it('a remembered token ends when it expires', async () => {
    const token = craft({ exp: nowS() + 2 });
    expect(await tokens.verify(token)).not.toBeNull();
    await expect.poll(() => tokens.verify(token), { timeout: 20_000 }).toBeNull();
  });
});
