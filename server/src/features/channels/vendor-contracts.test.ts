import { existsSync, readFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type AnySchema } from 'ajv';
import { afterEach, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { closeFarSides, openTestEgress, startFarSide } from './far-side.fixture.ts';
import { createFcmProvider } from './fcm-provider.ts';
import { createTwilioProvider } from './twilio-provider.ts';
import { signWebhook } from './webhook-signature.ts';

/** Contracts as their makers published them, kept beside the repository, not in it. */
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = join(root, process.env['BOARDWIRE_TEST_DATA'] ?? '../shared/data', 'contracts');
const isThere = existsSync(folder);
if (!isThere)
  process.stderr.write(
    `skipped: no vendors' contracts in ${folder}; BOARDWIRE_TEST_DATA may name their folder\n`,
  );

const readContract = <Shape>(path: string) =>
  JSON.parse(readFileSync(join(folder, path), 'utf8')) as Shape;
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

describe.skipIf(!isThere)('SPEC D2: requests as the vendors’ contracts have them', () => {
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
