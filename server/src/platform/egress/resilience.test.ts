import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress } from './egress.ts';
import type { Egress, EgressOptions } from './egress.ts';
import type { EgressRequest } from './request.ts';
import { startHttp } from './test-server.fixture.ts';

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

describe('SPEC E5: retry, breaker, bulkhead', () => {
  it('SPEC E5: retries reads and repeatable writes, never what would happen twice', async () => {
    const server = await serve((_request, response) => response.writeHead(503).end());
    const cases: [Partial<EgressRequest>, number][] = [
      [{}, 3],
      [{ method: 'PUT', effect: 'repeatable' }, 3],
      [{ method: 'POST' }, 1],
      [{ method: 'POST', effect: 'repeatable', profile: 'webhook' }, 1],
    ];
    for (const [extra, expected] of cases) {
      const before = server.requests.length;
      const result = await call(build(), server.url, extra);
      expect(result).toMatchObject({ ok: true, status: 503 });
      expect(server.requests.length - before).toBe(expected);
    }
  });

  it('SPEC E5: a retry that succeeds is the result; an uncertain attempt outweighs later failures', async () => {
    let count = 0;
    const server = await serve((request, response) => {
      count += 1;
      return count === 1 ? request.socket.destroy() : response.end('ok');
    });
    const repeatable = { method: 'POST', effect: 'repeatable' } as const;
    expect(await call(build(), server.url, repeatable)).toMatchObject({ ok: true, status: 200 });
    count = 0;
    const refusing = await serve((request) => {
      void refusing.close();
      request.socket.destroy();
    });
    const result = await call(build(), refusing.url, repeatable);
    expect(result).toMatchObject({ ok: false, reason: 'uncertain' });
  });

  it('SPEC E5: opens at 50 % errors, sends nothing while open, tries one call after the pause', async () => {
    let status = 200;
    const server = await serve((_request, response) => response.writeHead(status).end());
    const egress = build({ limits: { halfOpenAfterMs: 300 } });
    const post = (circuit = 'endpoint-1') => call(egress, server.url, { method: 'POST', circuit });
    for (let n = 0; n < 4; n += 1) await post();
    status = 500;
    for (let n = 0; n < 3; n += 1) expect(await post()).toMatchObject({ ok: true, status: 500 });
    expect(await post()).toMatchObject({ ok: true, status: 500 });
    const sent = server.requests.length;
    expect(await post()).toMatchObject({ ok: false, reason: 'breaker_open' });
    expect(server.requests.length).toBe(sent);
    expect(await post('endpoint-2')).toMatchObject({ ok: true });
    status = 200;
    await expect.poll(() => post(), { timeout: 5_000 }).toMatchObject({ ok: true, status: 200 });
    expect(await post()).toMatchObject({ ok: true, status: 200 });
  });

  it('SPEC E5: reads share a kept-alive connection, a write that must happen once opens its own', async () => {
    const server = await serve((_request, response) => response.end());
    const egress = build();
    for (let n = 0; n < 6; n += 1) await call(egress, server.url);
    const byReads = server.connections();
    expect(byReads).toBeLessThan(6);
    for (let n = 0; n < 6; n += 1) await call(egress, server.url, { method: 'POST' });
    expect(server.connections() - byReads).toBe(6);
  });

  it('SPEC E5: client errors and refused targets do not open the breaker', async () => {
    const server = await serve((_request, response) => response.writeHead(404).end());
    const egress = build();
    for (let n = 0; n < 20; n += 1)
      expect(await call(egress, server.url, { method: 'POST' })).toMatchObject({ status: 404 });
  });

  it('SPEC E5: a bulkhead bounds what one target holds', async () => {
    const held: ServerResponse[] = [];
    const server = await serve((_request, response) => held.push(response));
    const egress = build({ limits: { maxConcurrent: 2, maxWaiting: 1 } });
    const calls = Array.from({ length: 4 }, () => call(egress, server.url, { method: 'POST' }));
    expect(await calls[3]).toMatchObject({ ok: false, reason: 'busy' });
    await expect.poll(() => held.length).toBe(2);
    held.splice(0).forEach((response) => response.end());
    await expect.poll(() => held.length).toBe(1);
    held.splice(0).forEach((response) => response.end());
    for (const pending of calls.slice(0, 3)) expect(await pending).toMatchObject({ ok: true });
  });

  it('SPEC E5: tells the observer target, outcome and duration of each attempt', async () => {
    const seen: string[] = [];
    const server = await serve((request, response) =>
      response.writeHead(request.url === '/up' ? 200 : 503).end(),
    );
    const onCall = (target: string, outcome: string, durationMs: number) => {
      expect(durationMs).toBeGreaterThanOrEqual(0);
      seen.push(`${target} ${outcome}`);
    };
    const egress = build({ observer: { onCall }, limits: { retryDelayMs: 1 } });
    await call(egress, `${server.url}/up`, { target: 'ai' });
    await call(egress, `${server.url}/down`, { target: 'ai' });
    await call(egress, 'http://127.0.0.1/', { target: 'webhook', trust: 'organization' });
    expect(seen).toEqual(['ai ok', 'ai http_5xx', 'ai http_5xx', 'ai http_5xx', 'webhook blocked']);
  });
});
