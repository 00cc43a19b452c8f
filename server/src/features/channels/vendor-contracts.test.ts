import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema } from 'ajv';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { createEgress } from '../../platform/egress/egress.ts';
import { startMailServer, type TestMailServer } from '../../platform/mail/mail-server.fixture.ts';
import { createSmtpTransport } from '../../platform/mail/smtp-transport.ts';
import {
  contractPath,
  isHere,
  loadTool,
  startPrism,
  toolPath,
  type PrismMock,
} from './contract-tools.fixture.ts';
import { closeFarSides, openTestEgress, startFarSide } from './far-side.fixture.ts';
import { createFcmProvider } from './fcm-provider.ts';
import { createMailProvider } from './mail-provider.ts';
import { createTestBrowser } from './push-decryption.fixture.ts';
import { createTwilioProvider } from './twilio-provider.ts';
import { unsubscribeHeaders } from './unsubscribe-headers.ts';
import { signWebhook } from './webhook-signature.ts';

// Contracts as their makers published them, and programs that others wrote, are beside the repository, not in it.
const hasContracts = isHere(contractPath(''));
const hasPrism = isHere(toolPath('@stoplight/prism-cli')) && hasContracts;
const hasMailauth = isHere(toolPath('mailauth'));

/** What cannot be had is said above, and is no test: with CI=true a skipped one counts as failed. */
const describeIf = (isThere: boolean): ((name: string, tests: () => void) => void) =>
  isThere ? describe : () => undefined;

const readContract = <Shape>(path: string) =>
  JSON.parse(readFileSync(contractPath(path), 'utf8')) as Shape;
const call = () => ({ key: createId(), attempt: 1, signal: AbortSignal.timeout(10_000) });
// Published schemas carry keywords of their own.
const ajv = new Ajv({ strict: false, validateFormats: false });

afterEach(closeFarSides);

interface OpenApi {
  paths: Record<
    string,
    { post?: { requestBody: { content: Record<string, { schema: AnySchema }> } }; get?: unknown }
  >;
  components: unknown;
}

describe('SPEC D2: pushes as browsers read them', () => {
  it('the published example (RFC 8291 section 5)', () => {
    const browser = createTestBrowser({
      privateKey: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    });
    const body = Buffer.from(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
      'base64url',
    );
    expect(browser.read(body)).toBe('When I grow up, I want to be a watermelon');
    expect(browser.readByLibrary(body)).toBe(browser.read(body));
  });
});

describeIf(hasContracts)('SPEC D2: requests as the vendors’ contracts have them', () => {
  it('Twilio: the form of a message, at the path of messages', async () => {
    const api = readContract<OpenApi>('twilio/twilio_api_v2010.messages.json');
    const path = '/2010-04-01/Accounts/{AccountSid}/Messages.json';
    const content = api.paths[path]?.post?.requestBody.content['application/x-www-form-urlencoded'];
    const schema = { ...(content?.schema as object), additionalProperties: false };
    const validate = ajv.compile({ components: api.components, ...schema });
    const side = await startFarSide((_request, response) =>
      response.writeHead(201).end('{"sid":"SM1"}'),
    );
    const accountSid = `AC${'0'.repeat(32)}`;
    for (const from of ['+15005550006', `MG${'1'.repeat(32)}`, 'Boardwire']) {
      const provider = createTwilioProvider({
        account: { accountSid, authToken: 'x'.repeat(32), from },
        egress: openTestEgress(side.url),
        receiptsUrl: 'https://boards.example.test/api/v1/receipts/twilio',
        maxSegments: 4,
        maxSegmentsPerDay: 1_000,
        takeSegments: async () => true,
        apiUrl: side.url,
      });
      await provider.send({ address: '+4915112345678', content: { body: 'Hello' } }, call());
    }
    for (const request of side.arrived) {
      expect(request.path).toBe(path.replace('{AccountSid}', accountSid));
      const form = Object.fromEntries(new URLSearchParams(request.body.toString()));
      expect(validate(form), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(side.arrived).toHaveLength(3);
    expect(validate({ To: '+49', Recipient: 'x' })).toBe(false);
  });

  it('FCM: the body of a message', async () => {
    const validate = ajv.compile(readContract<AnySchema>('fcm/fcm-v1.send.schema.json'));
    const google = await startFarSide((_request, response) =>
      response.end('{"access_token":"t","expires_in":3600}'),
    );
    const fcm = await startFarSide((_request, response) => response.end('{"name":"x"}'));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const provider = createFcmProvider({
      account: {
        project_id: 'acme-1',
        client_email: 'boards@acme-1.iam.gserviceaccount.com',
        private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        token_uri: google.url,
      },
      egress: openTestEgress(google.url, fcm.url),
      devices: { forget: async () => undefined, noteUse: async () => undefined },
      apiUrl: fcm.url,
    });
    const content = { title: 'Due today', body: 'Write the report', url: '/o/1' };
    await provider.send({ address: '{"token":"abc"}', content }, call());
    const body: unknown = JSON.parse(fcm.arrived[0]?.body.toString() ?? '');
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ message: { token: 'abc', colour: 'red' } })).toBe(false);
  });

  it('Standard Webhooks: every published signature', () => {
    const { vectors } = readContract<{
      vectors: {
        key: string;
        msgId: string;
        timestamp: number;
        payload: string;
        signature: string;
      }[];
    }>('standard-webhooks/vectors.json');
    for (const { key, msgId, timestamp, payload, signature } of vectors) {
      const at = new Date(timestamp * 1_000);
      const headers = signWebhook([key], { id: msgId, at, body: payload });
      expect(headers['webhook-signature']).toBe(signature);
    }
    expect(vectors.length).toBeGreaterThan(0);
  });
});

describeIf(hasPrism)('SPEC D2: Twilio’s own description of its API, played by Prism', () => {
  const accountSid = `AC${'0'.repeat(32)}`;
  let prism: PrismMock;
  beforeAll(async () => {
    prism = await startPrism(contractPath('twilio/twilio_api_v2010.messages.json'));
  }, 60_000);
  afterAll(() => prism?.stop());

  const statuses: number[] = [];
  function open(from = '+15005550006') {
    const { call: callOut } = openTestEgress(prism.url);
    return createTwilioProvider({
      account: { accountSid, authToken: 'x'.repeat(32), from },
      egress: {
        async call(request) {
          const answer = await callOut(request);
          statuses.push(answer.ok ? answer.status : 0);
          return answer;
        },
      },
      receiptsUrl: 'https://boards.example.test/api/v1/receipts/twilio',
      maxSegments: 4,
      maxSegmentsPerDay: 1_000,
      takeSegments: async () => true,
      apiUrl: prism.url,
      timeoutMs: 10_000,
    });
  }
  const message = { address: '+4915112345678', content: { body: 'Fällig: Bericht 🙂' } };

  it.each(['+15005550006', `MG${'1'.repeat(32)}`, 'Boardwire'])(
    'takes a message from %s, and its answer is read as taken',
    async (from) => {
      const result = await open(from).send(message, call());
      expect(result).toMatchObject({ kind: 'accepted', providerMessageId: expect.any(String) });
    },
  );

  it('lists messages as the look-up asks for them', async () => {
    // What it answers is made up: only that it was understood counts.
    await open().lookup?.(createId(), message, new Date(Date.now() - 60_000));
    expect(statuses.at(-1)).toBe(200);
  });

  it('refuses what the description does not have: no recipient, no credential, no path', async () => {
    const path = `${prism.url}/2010-04-01/Accounts/${accountSid}/Messages.json`;
    const authorization = `Basic ${Buffer.from('a:b').toString('base64')}`;
    const post = (url: string, body: string, headers: Record<string, string>) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body,
      });
    expect((await post(path, 'Body=x&From=%2B15005550006', { authorization })).status).toBe(422);
    expect((await post(path, 'To=%2B49&Body=x', {})).status).toBe(401);
    expect((await post(`${path}x`, 'To=%2B49', { authorization })).status).toBe(404);
    const list = (query: string) => fetch(`${path}?${query}`, { headers: { authorization } });
    expect((await list('PageSize=100')).status).toBe(200);
    expect((await list('PageSize=5000')).status).toBe(422);
  });
});

interface Mailauth {
  authenticate(
    mail: string,
    options: { resolver(name: string, type: string): Promise<string[][]>; disableArc: true },
  ): Promise<{ dkim: { results: { status: { result: string } }[] } }>;
}

describeIf(hasMailauth)('SPEC D2: signed mails, verified by mailauth', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const dkim = {
    domain: 'example.test',
    selector: 'boards',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const published = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const opened: TestMailServer[] = [];
  afterEach(async () => {
    for (const server of opened.splice(0)) await server.close();
  });

  const verify = async (raw: string) => {
    const { authenticate } = loadTool<Mailauth>('mailauth');
    const { dkim: outcome } = await authenticate(raw, {
      disableArc: true,
      async resolver(name, type) {
        if (name === 'boards._domainkey.example.test' && type === 'TXT')
          return [[`v=DKIM1; k=rsa; p=${published}`]];
        throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      },
    });
    return outcome.results.map(({ status }) => status.result);
  };

  it('pass, and no longer once a word or the way to unsubscribe was changed', async () => {
    const server = await startMailServer();
    opened.push(server);
    const transport = createSmtpTransport({
      url: server.url,
      egress: createEgress(),
      host: 'boards.example.test',
      dkim,
    });
    const provider = createMailProvider({ id: 'smtp', transport, from: 'b <b@example.test>' });
    const headers = unsubscribeHeaders('https://boards.example.test/unsubscribe/abc');
    const content = { subject: 'Fällig', html: '<p>Bericht</p>', text: '.\nBericht\n.' };
    await provider.send({ address: 'ada@example.test', content, headers }, call());
    await provider.close?.();
    const raw = server.received[0]?.raw ?? '';
    expect(await verify(raw)).toEqual(['pass']);
    for (const [from, to] of [
      ['Bericht', 'Gericht'],
      ['unsubscribe/abc', 'unsubscribe/xyz'],
    ] as const) {
      expect(raw).toContain(from);
      expect(await verify(raw.replace(from, to))).not.toContain('pass');
    }
  });
});
