import { request } from 'node:http';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../contract/src/catalogue.ts';
import { errorTable } from '../../contract/src/errors.ts';
import type { OperationSpec } from '../../contract/src/define.ts';
import { registerPerson } from '../harness/people.ts';
import { startTestServer, type Answer, type TestServer } from '../harness/server.ts';
import { createDatabaseHash } from './database-hash.ts';
import { generateRequest, type GeneratedRequest } from './inputs.ts';
import { buildWorld, type World } from './principals.ts';

let server: TestServer;
let world: World;
let instanceToken: string;
let hashDatabase: () => Promise<string>;
let untouched: string;

beforeAll(async () => {
  server = await startTestServer();
  instanceToken = (await registerPerson(server)).token;
  world = await buildWorld(server, 'Careful');
  hashDatabase = await createDatabaseHash(server.database);
  untouched = await hashDatabase();
});
afterAll(() => server.stop());

const tokenFor = (spec: OperationSpec) =>
  spec.access.kind === 'instance' ? instanceToken : world.owner.token;
const hasQuery = ({ method, upload }: OperationSpec) =>
  method === 'GET' || method === 'DELETE' || upload !== undefined;
const withBody = operations.filter((spec) => !hasQuery(spec));
const withQuery = operations.filter(hasQuery);

async function send(
  spec: OperationSpec,
  request: GeneratedRequest,
  body: unknown = request.body,
): Promise<Answer> {
  return server.call(request.method, request.path, {
    token: tokenFor(spec),
    ...(request.headers === undefined ? {} : { headers: request.headers }),
    ...(body === undefined ? {} : { body }),
  });
}

/** Refused in the envelope, with the field's path when one is at fault, and nothing changed. */
async function expectRefusal(answer: Answer, what: string, field?: string): Promise<void> {
  expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBe(400);
  expect(answer.body.error?.code, what).toBe('VALIDATION_ERROR');
  expect(answer.body.error?.requestId, what).toBe(answer.headers.get('x-request-id'));
  if (field !== undefined) {
    const paths = answer.body.error?.details?.fields?.map(({ path }) => path) ?? [];
    const isNamed = paths.some((path) => path === field || path.startsWith(`${field}.`));
    expect(isNamed, `${what}: ${paths.join(', ')}`).toBe(true);
  }
  expect(await hashDatabase(), `${what} changed the database`).toBe(untouched);
}

function requiredFields({ input }: OperationSpec): ReadonlySet<string> {
  const { required = [] } = z.toJSONSchema(input, { io: 'input' });
  return new Set(required);
}

describe('bad input, every operation', () => {
  it.each(withBody.map((spec) => [spec.name, spec] as const))('%s', async (name, spec) => {
    const request = generateRequest(spec, world.objects);
    const body = request.body as Record<string, unknown>;
    const required = requiredFields(spec);
    await expectRefusal(
      await send(spec, request, { ...body, unheardOf: 1 }),
      `${name} with an unknown field`,
      'unheardOf',
    );
    for (const bad of ['[]', '"text"', 'null', '{"a":', '{"a":1}x', '']) {
      await expectRefusal(
        await send(spec, request, bad === '' ? ' ' : bad),
        `${name} with the body ${bad}`,
      );
    }
    await expectRefusal(
      await send(spec, request, `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`),
      `${name} nested 65 deep`,
    );
    await expectRefusal(
      await send(spec, request, '{"__proto__":{"admin":true}}'),
      `${name} with __proto__`,
    );
    await expectRefusal(
      await send(spec, request, { ...body, pad: 'x'.repeat(1_100_000) }),
      `${name} with 1.1 MB`,
    );
    for (const [field, value] of Object.entries(body)) {
      await expectRefusal(
        await send(spec, request, { ...body, [field]: { wrong: true } }),
        `${name} with ${field} of a wrong type`,
        field,
      );
      if (typeof value !== 'string') continue;
      await expectRefusal(
        await send(spec, request, { ...body, [field]: 'a\u0000b' }),
        `${name} with U+0000 in ${field}`,
        field,
      );
      await expectRefusal(
        await send(spec, request, { ...body, [field]: 'a\ud800b' }),
        `${name} with half a surrogate in ${field}`,
        field,
      );
      await expectRefusal(
        await send(spec, request, { ...body, [field]: 'x'.repeat(100_000) }),
        `${name} with 100,000 characters in ${field}`,
        field,
      );
      if (!required.has(field)) continue;
      const { [field]: _left, ...without } = body;
      await expectRefusal(await send(spec, request, without), `${name} without ${field}`, field);
    }
  });

  it.each(withQuery.map((spec) => [spec.name, spec] as const))('%s', async (name, spec) => {
    const { path, ...request } = generateRequest(spec, world.objects);
    const add = (query: string) => ({
      ...request,
      path: `${path}${path.includes('?') ? '&' : '?'}${query}`,
    });
    await expectRefusal(
      await send(spec, add('unheardOf=1')),
      `${name} with an unknown parameter`,
      'unheardOf',
    );
    await expectRefusal(
      await send(spec, add('unheardOf=1&unheardOf=2')),
      `${name} with a parameter twice`,
    );
    await expectRefusal(
      await send(spec, add('__proto__=1&constructor=2')),
      `${name} with __proto__`,
    );
    if (spec.paginated !== true) return;
    for (const bad of ['0', '101', '-1', '1.5', 'many', '']) {
      await expectRefusal(
        await send(spec, add(`limit=${bad}`)),
        `${name} with limit=${bad}`,
        'limit',
      );
    }
    for (const bad of ['x', 'eyJ9', "'; drop table users; --", '%00']) {
      await expectRefusal(
        await send(spec, add(`cursor=${encodeURIComponent(bad)}`)),
        `${name} with cursor=${bad}`,
        'cursor',
      );
    }
    const repeated = await send(spec, add('limit=10&limit=20'));
    await expectRefusal(repeated, `${name} with limit twice`, 'limit');
    expect(repeated.body.error?.message, name).toContain('more than once');
  });

  it.each(
    operations.filter(({ path }) => path.includes(':')).map((spec) => [spec.name, spec] as const),
  )('%s with ids that are none', async (name, spec) => {
    for (const bad of [
      '1',
      'null',
      '../../etc',
      '%00',
      'a'.repeat(150),
      '00000000-0000-0000-0000-00000000000g',
    ]) {
      const path = spec.path.replaceAll(/:[A-Za-z]+/g, encodeURIComponent(bad));
      const body = hasQuery(spec) ? undefined : {};
      const { method, headers } = generateRequest(spec, world.objects);
      const request = { method, path, ...(headers === undefined ? {} : { headers }) };
      const answer = await send(spec, request, spec.upload === undefined ? body : 'a file');
      expect([400, 404], `${name} with the id ${bad}: ${answer.status}`).toContain(answer.status);
    }
    expect(await hashDatabase()).toBe(untouched);
  });
});

describe('bad requests, whatever the operation', () => {
  it('SPEC F1: unknown paths and methods answer NOT_FOUND in the envelope', async () => {
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['PUT', '/account'],
      ['GET', '/organizations/%E0%A4%A/members'],
    ] as const) {
      const answer = await server.call(method, path, { token: world.owner.token });
      expect([400, 404]).toContain(answer.status);
      expect(Object.keys(errorTable)).toContain(answer.body.error?.code);
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
  ])('refuses %s with the content type to use', async (type) => {
    const answer = await server.call('POST', '/auth/login', {
      body: 'email=a',
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error?.message).toContain('application/json');
  });

  it('security S2, S59: a foreign Host is refused', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      request(
        `${server.url}/api/v1/instance/status`,
        { headers: { host: 'evil.example' } },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(400);
  });

  it('F1: a request id of the caller is kept when well-formed and replaced otherwise', async () => {
    const ask = async (id: string) =>
      (
        await server.call('GET', '/instance/status', { headers: { 'x-request-id': id } })
      ).headers.get('x-request-id');
    expect(await ask('my-request-0001')).toBe('my-request-0001');
    for (const bad of ['short', 'has space in it', 'x'.repeat(65), '<script>alert(1)</script>'])
      expect(await ask(bad)).not.toBe(bad);
  });
});
