import { operations } from '@boardwire/contract/catalogue';
import { routes } from '@boardwire/contract/generated/routes';
import { describe, expect, it } from 'vitest';
import { prepareRequest } from './request.ts';

const api = 'http://localhost/api/v1';

describe('SPEC E7: an input becomes a REST request', () => {
  it('puts path fields into the path and the others into the query of GET', () => {
    const input = { organizationId: 'a/b?c', search: 'ä&b', limit: 5, cursor: undefined };
    expect(prepareRequest(api, routes['members.list'], input)).toEqual({
      ok: true,
      request: {
        method: 'GET',
        url: `${api}/organizations/a%2Fb%3Fc/members?search=%C3%A4%26b&limit=5`,
        body: undefined,
      },
    });
  });

  it('puts the others into the query of DELETE, without a body', () => {
    const input = { organizationId: '1', confirmName: 'Acme Inc' };
    expect(prepareRequest(api, routes['organizations.delete'], input)).toMatchObject({
      request: { url: `${api}/organizations/1?confirmName=Acme+Inc`, body: undefined },
    });
  });

  it('puts the others into the body of POST and PATCH, null included', () => {
    const input = { organizationId: '1', name: 'CI', expiresAt: null };
    const prepared = prepareRequest(api, routes['apiKeys.create'], input);
    expect(prepared).toMatchObject({
      request: { url: `${api}/organizations/1/api-keys`, body: '{"name":"CI","expiresAt":null}' },
    });
  });

  it.each(['', '.', '..', '\ud800', undefined, null, {}])(
    'refuses %j as an identifier, which would lead to another path',
    (organizationId) => {
      expect(prepareRequest(api, routes['organizations.get'], { organizationId })).toEqual({
        ok: false,
        fields: [{ path: 'organizationId', message: 'Give an identifier' }],
      });
    },
  );

  it('knows the route of every operation', () => {
    const declared = Object.fromEntries(
      operations.map(({ name, method, path }) => [name, `${method} ${path}`]),
    );
    const known = Object.fromEntries(
      Object.entries(routes).map(([name, { method, path }]) => [name, `${method} ${path}`]),
    );
    expect(known).toEqual(declared);
  });

  it('has no operation whose query would need lists or objects (security S13)', () => {
    const inQuery = operations.filter(({ method }) => method === 'GET' || method === 'DELETE');
    const nested = inQuery.flatMap(({ name, input }) =>
      Object.entries(input.toJSONSchema({ io: 'input', unrepresentable: 'any' }).properties ?? {})
        .filter(
          ([, schema]) =>
            typeof schema === 'object' && ['array', 'object'].includes(String(schema.type)),
        )
        .map(([field]) => `${name}.${field}`),
    );
    expect(nested).toEqual([]);
  });
});
