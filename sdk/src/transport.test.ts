import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import type { ClientOptions } from './options.ts';
import { answer, refuse, startScriptedServer } from './scripted-server.fixture.ts';
import type { ScriptedServer } from './scripted-server.fixture.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

type Script = Parameters<typeof startScriptedServer>[0];

async function connect(script: Script, options: ClientOptions = {}) {
  server = await startScriptedServer(script);
  const client = createClient({ baseUrl: server.url, apiKey: 'bw_sk_1', ...options });
  return { client, received: server.received };
}

const organizationId = '018f0000-0000-7000-8000-000000000001';

describe('SPEC E7: a call and its answer', () => {
  it('answers data with the request id and what is left of the rate limit', async () => {
    const headers = {
      'x-request-id': 'abc',
      'x-ratelimit-limit': '600',
      'x-ratelimit-remaining': '599',
      'x-ratelimit-reset': '42',
    };
    const { client, received } = await connect((_, response) =>
      answer(response, { id: 'x' }, { headers }),
    );
    expect(await client.organizations.get({ organizationId })).toEqual({
      ok: true,
      data: { id: 'x' },
      requestId: 'abc',
      rateLimit: { limit: 600, remaining: 599, resetMs: 42_000 },
    });
    expect(received[0]).toMatchObject({
      method: 'GET',
      path: `/api/v1/organizations/${organizationId}`,
      bearer: 'bw_sk_1',
      body: undefined,
    });
    expect(received[0]?.headers['x-request-id']).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab]/,
    );
    expect(received[0]?.headers['idempotency-key']).toBeUndefined();
  });

  it('answers an error of the table as a result, not as an exception', async () => {
    const details = { fields: [{ path: 'name', message: 'Enter a name' }] };
    const { client } = await connect((_, response) =>
      refuse(response, 'VALIDATION_ERROR', { details }),
    );
    expect(await client.organizations.create({ name: '' })).toEqual({
      ok: false,
      error: {
        code: 'VALIDATION_ERROR',
        message: 'refused: VALIDATION_ERROR',
        details,
        requestId: 'from-server',
        status: 400,
      },
    });
  });

  it('reads a list page by page and stops at an error', async () => {
    const { client, received } = await connect((request, response) => {
      const nextCursor = { '': 'two', two: 'three' }[request.query['cursor'] ?? ''];
      if (!nextCursor) return refuse(response, 'FORBIDDEN');
      return answer(response, [{ id: nextCursor }], { pagination: { nextCursor, limit: 1 } });
    });
    const pages = [];
    for await (const page of client.pages('members.list', { organizationId, limit: 1 }))
      pages.push(page);
    expect(pages).toMatchObject([
      { ok: true, data: { items: [{ id: 'two' }], nextCursor: 'two' } },
      { ok: true, data: { items: [{ id: 'three' }], nextCursor: 'three' } },
      { ok: false, error: { code: 'FORBIDDEN' } },
    ]);
    expect(received.map(({ query }) => query)).toEqual([
      { limit: '1' },
      { limit: '1', cursor: 'two' },
      { limit: '1', cursor: 'three' },
    ]);
  });

  it('ends a list at a null cursor', async () => {
    const { client, received } = await connect((_, response) =>
      answer(response, [], { pagination: { nextCursor: null, limit: 50 } }),
    );
    for await (const page of client.pages('audit.listOwn')) expect(page.ok).toBe(true);
    expect(received).toHaveLength(1);
  });

  it('reads a file with its name and type', async () => {
    const { client } = await connect((_, response) => {
      const disposition = `attachment; filename="audit.csv"; filename*=UTF-8''audit%20f%C3%BCr.csv`;
      response.writeHead(200, { 'content-type': 'text/csv', 'content-disposition': disposition });
      response.end('a,b\r\n');
    });
    expect(await client.audit.export({ organizationId })).toMatchObject({
      data: { fileName: 'audit für.csv', contentType: 'text/csv', text: 'a,b\r\n' },
    });
  });

  it.each([
    [502, '<html>bad gateway</html>', 'SERVICE_UNAVAILABLE'],
    [200, '<html>router log-in</html>', 'BAD_RESPONSE'],
    [404, 'not here', 'BAD_RESPONSE'],
    [200, '{"success":false}', 'BAD_RESPONSE'],
    [418, '{"success":false,"error":{"code":"TEAPOT","message":"short"}}', 'BAD_RESPONSE'],
  ])('tells an answer of somebody else: %i %s is %s', async (status, text, code) => {
    const { client } = await connect((_, response) => response.writeHead(status).end(text), {
      retries: 0,
    });
    expect(await client.accounts.get()).toMatchObject({ ok: false, error: { code, status } });
  });

  it('does not follow a redirection, which would turn POST into GET, and names its target', async () => {
    const { client, received } = await connect((_, response) =>
      response.writeHead(301, { location: 'https://boards.example.com/' }).end(),
    );
    const result = await client.organizations.create({ name: 'Acme' });
    expect(result).toMatchObject({ ok: false, error: { code: 'BAD_RESPONSE', status: 301 } });
    expect(result.ok ? '' : result.error.message).toContain('https://boards.example.com/');
    expect(received).toHaveLength(1);
  });

  it('throws for what only a programmer can get wrong', async () => {
    expect(() => createClient()).toThrow('baseUrl is needed');
    expect(() => createClient({ baseUrl: 'ftp://x' })).toThrow('http');
    const client = createClient({ baseUrl: 'http://localhost', apiKey: 'line\nbreak' });
    await expect(client.accounts.get()).rejects.toThrow(TypeError);
    await expect(client.call('nothing.atAll' as 'accounts.get')).rejects.toThrow('nothing.atAll');
  });
});

describe('SPEC E7: a call without an answer', () => {
  it('answers TIMEOUT when the server hangs', async () => {
    const { client, received } = await connect(() => undefined, { timeoutMs: 100 });
    const result = await client.accounts.get();
    expect(result).toMatchObject({ ok: false, error: { code: 'TIMEOUT', status: 0 } });
    expect(received[0]?.headers['x-request-id']).toBe(result.ok ? '' : result.error.requestId);
  });

  it('answers TIMEOUT when the server hangs within its answer', async () => {
    const { client } = await connect((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"success":true,');
    });
    const result = await client.accounts.get({}, { timeoutMs: 200 });
    expect(result).toMatchObject({ error: { code: 'TIMEOUT' } });
  });

  it('answers ABORTED to a caller who gives up, before or while waiting', async () => {
    const controller = new AbortController();
    const { client, received } = await connect(() => controller.abort());
    const { signal } = controller;
    expect(await client.accounts.get({}, { signal })).toMatchObject({ error: { code: 'ABORTED' } });
    expect(await client.accounts.get({}, { signal })).toMatchObject({ error: { code: 'ABORTED' } });
    expect(received).toHaveLength(1);
  });

  it('answers NETWORK_ERROR when nothing listens', async () => {
    const { client } = await connect((_, response) => answer(response, {}), { retries: 1 });
    await server?.close();
    expect(await client.accounts.get()).toMatchObject({
      error: { code: 'NETWORK_ERROR', status: 0 },
    });
  });
});

describe('SPEC E7: repetition of what is harmless to repeat', () => {
  it('repeats after a dropped connection and a 503', async () => {
    const { client, received } = await connect((_, response, count) => {
      if (count === 1) response.destroy();
      else if (count === 2)
        refuse(response, 'SERVICE_UNAVAILABLE', { headers: { 'retry-after': '0' } });
      else answer(response, { id: 'ok' });
    });
    expect(await client.accounts.get()).toMatchObject({ ok: true, data: { id: 'ok' } });
    expect(new Set(received.map(({ headers }) => headers['x-request-id'])).size).toBe(1);
  });

  it('waits as long as Retry-After says', async () => {
    const times: number[] = [];
    const { client } = await connect((_, response, count) => {
      times.push(performance.now());
      if (count === 1) refuse(response, 'TOO_MANY_REQUESTS', { headers: { 'retry-after': '1' } });
      else answer(response, {});
    });
    expect(await client.accounts.get()).toMatchObject({ ok: true });
    // Timers may fire a few milliseconds early.
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(950);
  });

  it('answers at once when the wait would be longer than the time left', async () => {
    const { client, received } = await connect((_, response) =>
      refuse(response, 'TOO_MANY_REQUESTS', { headers: { 'retry-after': '900' } }),
    );
    expect(await client.accounts.get()).toMatchObject({
      error: { code: 'TOO_MANY_REQUESTS', retryAfterMs: 900_000 },
    });
    expect(received).toHaveLength(1);
  });

  it('keeps the Idempotency-Key of a write across its tries, and takes a new one for the next call', async () => {
    const { client, received } = await connect((_, response, count) => {
      if (count === 1) response.destroy();
      else if (count === 2)
        refuse(response, 'CONFLICT', { details: { reason: 'idempotency_key_in_use' } });
      else answer(response, { id: 'ok' });
    });
    expect(await client.organizations.create({ name: 'Acme' })).toMatchObject({ ok: true });
    await client.organizations.create({ name: 'Acme' });
    const keys = received.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
    expect(keys).toEqual([keys[0], keys[0], keys[0], expect.not.stringMatching(String(keys[0]))]);
  });

  it('sends the key that the caller chose', async () => {
    const { client, received } = await connect((_, response) => answer(response, {}));
    await client.organizations.create({ name: 'Acme' }, { idempotencyKey: 'order-7' });
    expect(received[0]?.headers['idempotency-key']).toBe('order-7');
  });

  it('repeats a log-in under its key, an exchange of the cookie without one', async () => {
    const { client, received } = await connect((_, response) => response.destroy(), { retries: 1 });
    await client.authentication.logIn({ email: 'ada@example.com', password: 'x' });
    await client.authentication.refresh();
    const keys = received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.any(String), keys[0], undefined, undefined]);
  });

  it.each(['FORBIDDEN', 'CONFLICT', 'INTERNAL_ERROR'] as const)(
    'does not repeat %s',
    async (code) => {
      const { client, received } = await connect((_, response) => refuse(response, code));
      expect(await client.accounts.get()).toMatchObject({ error: { code } });
      expect(received).toHaveLength(1);
    },
  );

  it('gives up after as many repetitions as set', async () => {
    const { client, received } = await connect((_, response) => response.destroy(), { retries: 1 });
    expect(await client.accounts.get()).toMatchObject({ error: { code: 'NETWORK_ERROR' } });
    expect(received).toHaveLength(2);
  });
});
