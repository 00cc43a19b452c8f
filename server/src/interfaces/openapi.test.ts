import { operations } from '@boardwire/contract/catalogue';
import { errorTable } from '@boardwire/contract/errors';
import { describe, expect, it } from 'vitest';
import { buildOpenApi } from './openapi.ts';
import { examples } from './openapi/examples.ts';

interface Described {
  operationId: string;
  description: string;
  parameters: { $ref?: string; name?: string; in?: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, unknown>;
  security: Record<string, unknown>[];
  'x-permission'?: string;
}

const document = buildOpenApi({ serverUrl: '', version: '1.2.3' });
const paths = document['paths'] as Record<string, Record<string, Described>>;
const described = new Map(
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      return [operation.operationId, { method: method.toUpperCase(), path, ...operation }] as const;
    }),
  ),
);

function find(name: string) {
  const operation = described.get(name);
  if (operation === undefined) throw new Error(`${name} is not described`);
  return operation;
}

describe('SPEC E6: the OpenAPI document', () => {
  it('describes every operation at its place, and no other', () => {
    const placed = (list: Iterable<{ name: string; method: string; path: string }>) =>
      Array.from(list, ({ name, method, path }) => `${name} ${method} ${path}`).toSorted();
    const found = Array.from(described, ([name, { method, path }]) => {
      return { name, method, path: path.replaceAll(/\{(\w+)\}/g, ':$1') };
    });
    expect(placed(found)).toEqual(placed(operations));
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"#\/([^"]+)"/g)].map((match) => match[1] ?? ''));
    expect(references.size).toBeGreaterThan(20);
    for (const reference of references) {
      const target = reference.split('/').reduce<unknown>((at, key) => {
        return (at as Record<string, unknown> | undefined)?.[key];
      }, document);
      expect(target, reference).toBeDefined();
    }
  });

  it('places each field of an input once: path, query or body', () => {
    for (const { name, input } of operations) {
      const { parameters, requestBody } = find(name);
      const inBody = requestBody?.content['application/json']?.schema['properties'] ?? {};
      const inUrl = parameters.flatMap((parameter) => (parameter.name ? [parameter.name] : []));
      const fields = [...inUrl, ...Object.keys(inBody)];
      expect(fields.toSorted(), name).toEqual(Object.keys(input.shape).toSorted());
    }
  });

  it('requires what the input requires', () => {
    const { parameters } = find('members.list');
    const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
    expect(required).toEqual(['organizationId']);
    const body = find('apiKeys.create').requestBody?.content['application/json']?.schema;
    expect(body).toMatchObject({ required: ['name', 'scopes'], additionalProperties: false });
  });

  it('offers an Idempotency-Key on every write and on no read', () => {
    for (const [name, { method, parameters }] of described) {
      const takesKey = parameters.some(({ $ref }) => $ref?.endsWith('/IdempotencyKey'));
      expect(takesKey, name).toBe(method !== 'GET');
    }
  });

  it('live L7: names the tag of a snapshot and of lists, and the answer to whoever has it', () => {
    const tagged = [...described.values()].filter(({ responses }) => '304' in responses);
    const declared = operations.filter(({ hasTag }) => hasTag !== undefined);
    expect(tagged.map(({ operationId }) => operationId).toSorted()).toEqual(
      declared.map(({ name }) => name).toSorted(),
    );
    expect(declared.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['boards.snapshot', 'boards.list', 'inbox.list', 'members.list']),
    );
    for (const { parameters, responses } of tagged) {
      expect(JSON.stringify(parameters)).toContain('IfNoneMatch');
      for (const status of ['200', '304'])
        expect(responses[status]).toMatchObject({ headers: { ETag: expect.anything() } });
    }
  });

  it('names the permission and who may call', () => {
    const renew = find('invitations.renew');
    expect(renew['x-permission']).toBe('members:invite');
    expect(renew.description).toContain('Needs the permission `members:invite`');
    expect(renew.security).toEqual([{ accessToken: [] }, { apiKey: [] }]);
    expect(find('apiKeys.create').security).toEqual([{ accessToken: [] }]);
    expect(find('sessions.list').security).toEqual([{ accessToken: [] }]);
    expect(find('organizations.list').security).toEqual([{ accessToken: [] }, { apiKey: [] }]);
    expect(find('instance.status').security).toEqual([]);
  });

  it('lists the declared errors and those that anything can answer with', () => {
    for (const { name, accepted, errors = [] } of operations) {
      const statuses = Object.keys(find(name).responses);
      const success = accepted === undefined ? '200' : '202';
      const always = [success, '400', '429', '500', '503'];
      const declared = errors.map((code) => String(errorTable[code].status));
      expect(statuses, name).toEqual(expect.arrayContaining([...always, ...declared]));
    }
    expect(Object.keys(find('members.list').responses)).toEqual(
      expect.arrayContaining(['401', '403', '404']),
    );
  });

  it('sends lists in pages as data and pagination (SPEC F1)', () => {
    expect(find('members.list').responses['200']).toMatchObject({
      content: {
        'application/json': {
          schema: {
            required: ['success', 'data', 'pagination'],
            properties: { data: { type: 'array', items: { $ref: '#/components/schemas/Member' } } },
          },
        },
      },
    });
  });

  it('says which field chooses among the answers to a log-in', () => {
    expect(JSON.stringify(find('authentication.logIn').responses['200'])).toContain(
      '"discriminator":{"propertyName":"status","mapping":{"signedIn":"#/components/schemas/Session"',
    );
  });

  it('does not forbid fields that a later version may add to an answer', () => {
    const { components } = document as { components: { schemas: Record<string, object> } };
    expect(JSON.stringify(components.schemas)).not.toContain('"additionalProperties":false');
  });

  it('shows examples that the declarations accept', () => {
    expect(Object.keys(examples).length).toBeGreaterThan(8);
    for (const [name, { input, output }] of Object.entries(examples)) {
      const operation = operations.find((candidate) => candidate.name === name);
      expect(operation?.input.safeParse(input).error, name).toBeUndefined();
      expect(operation?.output.safeParse(output).error, name).toBeUndefined();
    }
  });
});
