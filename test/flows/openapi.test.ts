import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrganization, registerPerson } from '../harness/people.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer } from '../harness/server.ts';
import type { Answer, TestServer } from '../harness/server.ts';

interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, { example?: Record<string, unknown> }> };
  responses: Record<string, unknown>;
}

interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
}

interface Place {
  method: string;
  path: string;
  operation: Operation;
}

let server: TestServer;
let document: Document;
let places: Map<string, Place>;
let owner: Person;
let organizationId: string;
let validate: (place: Place, answer: Answer) => unknown;

beforeAll(async () => {
  server = await startTestServer();
  document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as Document;
  places = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        return [operation.operationId, { method: method.toUpperCase(), path, operation }] as const;
      }),
    ),
  );
  owner = await registerPerson(server);
  organizationId = await createOrganization(server, owner);
  validate = createValidator();
});
afterAll(() => server?.stop());

/** Checks an answer against what the document says of its status; answers the problems. */
function createValidator() {
  const ajv = new Ajv2020({ strict: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  return ({ method, path, operation }: Place, { status, body }: Answer) => {
    if (!(status in operation.responses))
      return `${operation.operationId}: ${status} is not documented`;
    const escaped = path.replaceAll('~', '~0').replaceAll('/', '~1');
    const where = `/paths/${encodeURIComponent(escaped)}/${method.toLowerCase()}/responses/${status}`;
    const isError = status !== 200;
    const pointer = isError
      ? '/components/schemas/ErrorAnswer'
      : `${where}/content/application~1json/schema`;
    const check = ajv.compile({ $ref: `document#${pointer}` });
    return check(body) ? null : { operation: operation.operationId, errors: check.errors };
  };
}

function find(name: string): Place {
  const place = places.get(name);
  if (place === undefined) throw new Error(`${name} is not described`);
  return place;
}

describe('SPEC E6: the server does what its OpenAPI document says', () => {
  it('serves the document with its own address', () => {
    expect(document.openapi).toBe('3.1.1');
    expect(document.servers).toEqual([{ url: `${server.url}/api/v1` }]);
  });

  it('answers every operation, called by nobody without input, with a documented status and body', async () => {
    expect(places.size).toBeGreaterThan(50);
    for (const place of places.values()) {
      const path = place.path.replaceAll(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000');
      const answer = await server.call(
        place.method,
        path,
        place.method === 'GET' ? {} : { body: {} },
      );
      expect(validate(place, answer)).toBeNull();
    }
  });

  it.each([
    'accounts.get',
    'sessions.list',
    'organizations.list',
    'organizations.get',
    'members.list',
    'roles.list',
    'invitations.list',
    'apiKeys.list',
    'audit.list',
    'audit.listOwn',
    'audit.verify',
    'instance.status',
    'instance.getSettings',
    'mailbox.list',
  ])('answers %s as documented', async (name) => {
    const place = find(name);
    const path = place.path.replace('{organizationId}', organizationId);
    const answer = await server.call(place.method, path, { token: owner.token });
    expect(answer.status).toBe(200);
    expect(validate(place, answer)).toBeNull();
  });

  it.each([
    'authentication.register',
    'authentication.logIn',
    'organizations.create',
    'apiKeys.create',
  ])('takes the example of %s', async (name) => {
    const place = find(name);
    const body = place.operation.requestBody?.content['application/json']?.example;
    expect(body).toBeDefined();
    const path = place.path.replace('{organizationId}', organizationId);
    const answer = await server.call(place.method, path, { token: owner.token, body });
    expect(answer).toMatchObject({ status: 200 });
    expect(validate(place, answer)).toBeNull();
  });

  it('has a validator that sees a wrong answer', async () => {
    const place = find('accounts.get');
    const answer = await server.call('GET', '/account', { token: owner.token });
    answer.body.data.createdAt = 'yesterday';
    expect(validate(place, answer)).not.toBeNull();
    expect(validate(place, { ...answer, status: 418 })).toContain('418');
  });
});

describe('security S12, S18: the reference page of the real server', () => {
  it('has a policy of its own, and its files arrive compressed', async () => {
    const page = await fetch(`${server.url}/api/docs`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self';/,
    );
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const script = await fetch(`${server.url}/api/docs/swagger-ui-bundle.js`);
    expect(script.headers.get('content-encoding')).toBe('gzip');
    expect(await script.text()).toContain('SwaggerUIBundle');
  });

  it('shows the document to people with an account alone once the instance is exposed', async () => {
    const exposed = await startTestServer({
      ALLOW_HTTP: 'true',
      PUBLIC_URL: 'http://boards.example.test',
    });
    try {
      const read = (headers: Record<string, string>) =>
        fetch(`${exposed.url}/api/openapi.json`, { headers });
      expect((await read({})).status).toBe(401);
      expect((await read({ authorization: 'Bearer nonsense' })).status).toBe(401);
      expect((await fetch(`${exposed.url}/api/docs`)).status).toBe(200);
    } finally {
      await exposed.stop();
    }
  });
});
