import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress } from './egress.ts';
import type { Egress, EgressOptions } from './egress.ts';
import type { EgressRequest } from './request.ts';
import { allow, createTableResolver, startHttp, startTcp } from './test-server.fixture.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function build(options: EgressOptions = {}): Egress {
  const egress = createEgress({ limits: { retryDelayMs: 5 }, ...options });
  cleanups.push(() => egress.close());
  return egress;
}

async function serve(...args: Parameters<typeof startHttp>) {
  const server = await startHttp(...args);
  cleanups.push(() => server.close());
  return { ...server, url: `http://127.0.0.1:${server.port}` };
}

function call(egress: Egress, url: string, extra: Partial<EgressRequest> = {}) {
  return egress.call({ target: 'test', trust: 'operator', url, ...extra });
}

describe('SPEC E5: calls', () => {
  it('SPEC E5: sends method, headers and body, and returns status, headers and body', async () => {
    const bodies: string[] = [];
    const server = await serve((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on('end', () => response.writeHead(201, { 'x-seen': 'yes' }).end('made'));
    });
    const result = await call(build(), `${server.url}/a?b=1`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Key': 'k' },
      body: '{"a":1}',
    });
    expect(result).toMatchObject({ ok: true, status: 201, truncated: false });
    expect(result.ok && Buffer.from(result.body).toString()).toBe('made');
    expect(result.ok && result.headers['x-seen']).toBe('yes');
    expect(bodies.join('')).toBe('{"a":1}');
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/a?b=1' });
    expect(server.requests[0]?.headers).toMatchObject({ 'x-key': 'k', 'user-agent': 'Boardwire' });
  });

  it('security S30: keeps Host, drops cookies both ways, ignores proxies of the environment', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'set-cookie': 'a=b' }).end(),
    );
    process.env['HTTP_PROXY'] = process.env['http_proxy'] = 'http://127.0.0.1:9';
    const list = allow(`sink.example:${server.port}`);
    const resolver = createTableResolver({ 'sink.example': ['127.0.0.1'] });
    const egress = build({ allow: () => list, resolver });
    const url = `http://sink.example:${server.port}/`;
    const results = [
      await call(egress, url, { trust: 'organization' }),
      await call(egress, url, { trust: 'organization' }),
    ];
    delete process.env['HTTP_PROXY'];
    delete process.env['http_proxy'];
    for (const result of results) {
      expect(result).toMatchObject({ ok: true, status: 200 });
      expect(result.ok && result.headers['set-cookie']).toBeUndefined();
    }
    expect(server.requests.map(({ headers }) => headers.host)).toEqual([
      `sink.example:${server.port}`,
      `sink.example:${server.port}`,
    ]);
    expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
  });

  it('security S30: TLS names the host, not the address that was checked', async () => {
    let hello = Buffer.alloc(0);
    const server = await startTcp((socket) => {
      socket.once('data', (chunk) => {
        hello = chunk;
        socket.destroy();
      });
    });
    cleanups.push(() => server.close());
    const list = allow(`secure.example:${server.port}`);
    const resolver = createTableResolver({ 'secure.example': ['127.0.0.1'] });
    const url = `https://secure.example:${server.port}/`;
    const egress = build({ allow: () => list, resolver });
    const result = await call(egress, url, { trust: 'organization', profile: 'webhook' });
    expect(result).toMatchObject({ ok: false, reason: 'network' });
    expect(hello.includes('secure.example')).toBe(true);
  });

  it('security S30: refuses headers that break lines, steer the connection or carry cookies', async () => {
    const server = await serve((_request, response) => response.end());
    const egress = build();
    const refused: Record<string, string>[] = [
      { 'x-a': 'b\r\nx-c: d' },
      { 'x-a': 'b\nx' },
      { 'x-a': 'b\u0000' },
      { 'x-a\r\nx-b': 'c' },
      { 'x a': 'b' },
      { 'x-a': 'snow\u2603' },
      { Cookie: 'a=b' },
      { Host: 'evil.example' },
      { 'Transfer-Encoding': 'chunked' },
      { 'Content-Length': '3' },
      { 'Proxy-Authorization': 'x' },
      { '': 'x' },
    ];
    for (const headers of refused)
      expect(await call(egress, server.url, { headers })).toMatchObject({ reason: 'invalid' });
    expect(server.requests.length).toBe(0);
  });
});

describe('security S30: time-outs and sizes', () => {
  const silent = () => {};

  it('security S30: a write without an answer is uncertain, a read timed out', async () => {
    const server = await serve(silent);
    const egress = build({ limits: { retryDelayMs: 1 } });
    const once = await call(egress, server.url, { method: 'POST', timeoutMs: 200 });
    expect(once).toMatchObject({ ok: false, reason: 'uncertain' });
    const read = await call(egress, server.url, { timeoutMs: 100 });
    expect(read).toMatchObject({ ok: false, reason: 'timeout' });
  });

  it('security S30: a write whose connection breaks after it left is uncertain, before it is not', async () => {
    const server = await serve((request) => request.socket.destroy());
    const lost = await call(build(), server.url, { method: 'POST', body: 'x' });
    expect(lost).toMatchObject({ ok: false, reason: 'uncertain' });
    await server.close();
    const refused = await call(build(), server.url, { method: 'POST', body: 'x' });
    expect(refused).toMatchObject({ ok: false, reason: 'network' });
  });

  it('security S30: a write that timed out before its connection opened never leaves', async () => {
    // A name server that never answers holds the call before any socket exists.
    const resolver = { resolve: () => new Promise<string[]>(() => {}) };
    const result = await call(build({ resolver }), 'http://stuck.example/', {
      method: 'POST',
      timeoutMs: 100,
    });
    expect(result).toMatchObject({ ok: false, reason: 'timeout' });
  });

  it('security S30: one deadline covers a body that trickles', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const cut = await call(build(), server.url, { timeoutMs: 300, effect: 'none' });
    expect(cut).toMatchObject({ ok: false, reason: 'timeout' });
    const kept = await call(build(), server.url, {
      method: 'POST',
      profile: 'webhook',
      timeoutMs: 300,
    });
    expect(kept).toMatchObject({ ok: true, status: 200, truncated: true });
  });

  it('security S30: webhooks keep 64 kB of an endless answer, other calls refuse what exceeds their limit', async () => {
    const server = await serve((_request, response) => {
      const pump = () => {
        while (response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', pump);
      pump();
    });
    const webhook = await call(build(), server.url, { method: 'POST', profile: 'webhook' });
    expect(webhook).toMatchObject({ ok: true, truncated: true });
    expect(webhook.ok && webhook.body.length).toBe(64_000);
    const other = await call(build(), server.url, { maxBytes: 1_000 });
    expect(other).toMatchObject({ ok: false, reason: 'too_large' });
  });

  it('security S30: the caller can abort', async () => {
    const server = await serve(silent);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const result = await call(build(), server.url, { signal: controller.signal });
    expect(result).toMatchObject({ ok: false, reason: 'aborted' });
    const early = await call(build(), server.url, { signal: AbortSignal.abort() });
    expect(early).toMatchObject({ ok: false, reason: 'aborted' });
  });
});

describe('security S30: redirects', () => {
  const redirect = (response: ServerResponse, location: string) =>
    response.writeHead(302, { location }).end();

  it('security S30: follows three hops, not four, and tells none of them credentials', async () => {
    const server = await serve((request, response) => {
      const n = Number(request.url?.slice(1));
      return n === 0 ? response.end('there') : redirect(response, `/${n - 1}`);
    });
    const headers = { authorization: 'Bearer s', 'x-api-key': 's', accept: 'text/html' };
    const three = await call(build(), `${server.url}/3`, { headers });
    expect(three).toMatchObject({ ok: true, status: 200, url: `${server.url}/0` });
    const [first, ...hops] = server.requests;
    expect(first?.headers).toMatchObject({ authorization: 'Bearer s', 'x-api-key': 's' });
    for (const hop of hops) {
      expect(hop.headers.authorization).toBeUndefined();
      expect(hop.headers['x-api-key']).toBeUndefined();
      expect(hop.headers.accept).toBe('text/html');
    }
    const four = await call(build(), `${server.url}/4`);
    expect(four).toMatchObject({ ok: false, reason: 'too_many_redirects' });
  });

  it('security S30: webhooks and writes are not redirected', async () => {
    const server = await serve((_request, response) => redirect(response, '/elsewhere'));
    const webhook = await call(build(), server.url, { profile: 'webhook' });
    expect(webhook).toMatchObject({ ok: true, status: 302 });
    const write = await call(build(), server.url, { method: 'POST' });
    expect(write).toMatchObject({ ok: true, status: 302 });
    expect(server.requests.length).toBe(2);
  });

  it('security S29: what a trusted host points to elsewhere is not trusted', async () => {
    const inner = await serve((_request, response) => response.end('secret'));
    const server = await serve((_request, response) => redirect(response, `${inner.url}/`));
    const result = await call(build(), server.url);
    expect(result).toMatchObject({ ok: false, reason: 'blocked', rule: 'loopback' });
    expect(inner.connections()).toBe(0);
  });
});
