import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../../../test/harness/collector.ts';
import { createEgress } from '../egress/egress.ts';
import { startHttp } from '../egress/test-server.fixture.ts';
import { currentSpan, runWithoutSpan } from './current-span.ts';
import { openOpenTelemetry } from './open-telemetry.ts';
import type { Tracing } from './tracing.ts';

let collector: TestCollector;
let tracing: Tracing;
beforeEach(async () => {
  collector = await startCollector();
  tracing = openOpenTelemetry({ endpoint: `${collector.endpoint}/`, headers: '', role: 'worker' });
});
afterEach(async () => {
  await tracing.close();
  await collector.close();
});

const inner = { name: 'inner', kind: 'internal' } as const;
const outer = { name: 'outer', kind: 'consumer' } as const;

/** Spans by name, once all are sent. */
async function collect() {
  await tracing.close();
  return Object.fromEntries(collector.spans.map((span) => [span.name, span]));
}

describe('SPEC F4: spans', () => {
  it('nest along what awaits them, also side by side', async () => {
    const leaf = (name: string) => tracing.child({ ...inner, name }, async () => currentSpan());
    await Promise.all(
      ['a', 'b'].map((name) =>
        tracing.follow(undefined, { ...outer, name }, async () => {
          await leaf(`${name} first`);
          await Promise.all([leaf(`${name} second`), leaf(`${name} third`)]);
        }),
      ),
    );
    const spans = await collect();
    expect(spans['a']?.traceId).not.toBe(spans['b']?.traceId);
    for (const name of ['a first', 'a second', 'a third'])
      expect(spans[name]).toMatchObject({
        traceId: spans['a']?.traceId,
        parentSpanId: spans['a']?.spanId,
      });
    expect(spans['b third']?.parentSpanId).toBe(spans['b']?.spanId);
  });

  it('a child outside of every span is none', async () => {
    expect(await tracing.child(inner, async (span) => span)).toBe(null);
    const detached = await tracing.follow(undefined, outer, () =>
      runWithoutSpan(async () => currentSpan()),
    );
    expect(detached).toBe(null);
    expect(Object.keys(await collect())).toEqual(['outer']);
  });

  it('security S16: a failure tells its code or name, never its message', async () => {
    const fail = (error: unknown) =>
      expect(
        tracing.follow(undefined, { ...outer, name: String((error as Error).name) }, () =>
          Promise.reject(error as Error),
        ),
      ).rejects.toBe(error);
    await fail(Object.assign(new Error('key (hunter2) exists'), { code: '23505', name: 'Coded' }));
    await fail(new TypeError('hunter2'));
    const spans = await collect();
    expect(spans['Coded']).toMatchObject({ isFailed: true, attributes: { 'error.type': '23505' } });
    expect(spans['TypeError']).toMatchObject({
      isFailed: true,
      attributes: { 'error.type': 'TypeError' },
    });
    expect(JSON.stringify(spans)).not.toContain('hunter2');
  });

  it('of a trace that its caller does not record are not sent, and say so onwards', async () => {
    const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
    const passedOn = await tracing.follow(parent, outer, async () => currentSpan()?.traceparent);
    expect(passedOn).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00$/);
    expect(await collect()).toEqual({});
  });
});

describe('SPEC F4: outgoing calls', () => {
  it('are spans of their cause, and the far side is told nothing', async () => {
    const target = await startHttp((_request, response) => response.end('hi'));
    const egress = createEgress({ tracing });
    const call = (name: string, port: number) =>
      egress.call({
        target: name,
        trust: 'operator',
        url: `http://127.0.0.1:${port}/?token=hunter2`,
      });
    await call('alone', target.port);
    await tracing.follow(undefined, outer, async () => {
      await call('answered', target.port);
      await call('dead', 1);
    });
    const spans = await collect();
    expect(Object.keys(spans).toSorted()).toEqual(['call answered', 'call dead', 'outer']);
    expect(spans['call answered']).toMatchObject({
      parentSpanId: spans['outer']?.spanId,
      kind: 3,
      isFailed: false,
      attributes: { 'http.request.method': 'GET', 'http.response.status_code': 200 },
    });
    expect(spans['call dead']).toMatchObject({
      isFailed: true,
      attributes: { 'error.type': 'network' },
    });
    expect(JSON.stringify(spans)).not.toContain('hunter2');
    expect(target.requests.some((request) => 'traceparent' in request.headers)).toBe(false);
    await egress.close();
    await target.close();
  });
});
