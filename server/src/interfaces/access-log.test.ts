import { request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sleep } from '../kernel/time.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics, type Metrics } from '../platform/metrics.ts';
import { registerAccessLog } from './access-log.ts';

type Line = { msg: string; status: number; path: string; requestId: string; durationMs: number };

let app: ReturnType<typeof fastify>;
let metrics: Metrics;
let lines: Line[];
let answer: () => void;
let port: number;
beforeEach(async () => {
  lines = [];
  metrics = createMetrics();
  app = fastify();
  app.decorateRequest('span', null);
  const log = createLog('info', { write: (text) => void lines.push(JSON.parse(text) as Line) });
  registerAccessLog(app, { log, metrics });
  app.get('/slow/:id', () => new Promise((resolve) => (answer = () => resolve('done'))));
  app.get('/quick', async () => 'done');
  app.get('/assets/shared-Dx9.js', async () => 'done');
  await app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = app.server.address() as AddressInfo);
});
afterEach(() => app.close());

const inFlight = async () =>
  Number(/^boardwire_http_requests_in_flight (\d+)$/m.exec((await metrics.expose()).text)?.[1]);

describe('SPEC F4: requests in the log and the metrics', () => {
  it('security S16: an answered one, by its path without the query', async () => {
    await fetch(`http://127.0.0.1:${port}/quick?token=hunter2`);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(lines[0]).toMatchObject({ msg: 'request', status: 200, path: '/quick' });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(await inFlight()).toBe(0);
    expect((await metrics.expose()).text).toContain('route="/quick",method="GET",status="200"');
  });

  it('says how long an answer took', async () => {
    const asked = fetch(`http://127.0.0.1:${port}/slow/1`);
    await vi.waitFor(async () => expect(await inFlight()).toBe(1));
    await sleep(30);
    answer();
    await asked;
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(lines[0]?.durationMs).toBeGreaterThan(25);
    const { text } = await metrics.expose();
    const sum = /duration_seconds_sum\{route="\/slow\/:id"[^}]*\} ([\d.]+)/.exec(text)?.[1];
    expect(Number(sum)).toBeGreaterThan(0.025);
  });

  it('built files share one label, whatever their names', async () => {
    await fetch(`http://127.0.0.1:${port}/assets/shared-Dx9.js`);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect((await metrics.expose()).text).toContain('route="/assets/*",method="GET"');
  });

  it('one whose caller hung up: as 499, and no longer in flight', async () => {
    const sent = sendRequest({ port, host: '127.0.0.1', path: '/slow/7' });
    sent.on('error', () => undefined);
    sent.end();
    await vi.waitFor(async () => expect(await inFlight()).toBe(1));
    sent.destroy();
    await vi.waitFor(async () => expect(await inFlight()).toBe(0));
    answer();
    expect(lines).toMatchObject([{ status: 499, path: '/slow/7' }]);
    expect((await metrics.expose()).text).toContain('route="/slow/:id",method="GET",status="499"');
  });
});
