import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startMailServer } from '../../server/src/platform/mail/mail-server.fixture.ts';
import {
  buildProgram,
  killLeftPrograms,
  startProgramProcess,
  type ProgramProcess,
} from '../chaos/program-process.ts';
import { startCollector, type CollectedSpan, type TestCollector } from '../harness/collector.ts';
import { createTestDatabase, type TestDatabase } from '../harness/postgres.ts';
import { findFreePort, sharedStores } from '../harness/server.ts';

const WAIT = { timeout: 20_000, interval: 50 };

let main: string;
let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  main = await buildProgram();
  folder = mkdtempSync(join(tmpdir(), 'boardwire-trace-'));
  database = await createTestDatabase();
}, 180_000);
afterAll(async () => {
  killLeftPrograms();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the program, with `environment` on top. */
async function start(environment: Record<string, string>) {
  const port = await findFreePort();
  const program = await startProgramProcess(main, {
    BOARDWIRE_DATA: join(folder, 'data'),
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    PORT: String(port),
    RATE_LIMIT_MAIL_PER_MINUTE: '1000000',
    RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
    OTEL_EXPORTER_OTLP_ENDPOINT: '',
    SMTP_URL: '',
    ...sharedStores(),
    ...environment,
  });
  return { program, url: `http://127.0.0.1:${port}` };
}

function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

async function stop(program: ProgramProcess): Promise<number | string> {
  program.signal('SIGTERM');
  return program.exited;
}

let counter = 0;
/** A new account; a mail to verify its address follows. */
function register(url: string, headers: Record<string, string> = {}) {
  counter += 1;
  const email = `trace-${counter}@example.test`;
  const body = { email, name: 'Trace', password: 'violet ladder quiet harbour' };
  return post(url, '/auth/register', body, headers);
}

describe('SPEC F4: tracing, with a collector', () => {
  let collector: TestCollector;
  let mailServer: Awaited<ReturnType<typeof startMailServer>>;
  let program: ProgramProcess;
  let url: string;
  beforeAll(async () => {
    collector = await startCollector();
    mailServer = await startMailServer();
    ({ program, url } = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=a%20key',
      SMTP_URL: mailServer.url,
      LOG_LEVEL: 'info',
    }));
  }, 60_000);
  afterAll(async () => {
    expect(await stop(program)).toBe(0);
    await collector.close();
    await mailServer.close();
  });

  const traceOf = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId);
  const find = (spans: CollectedSpan[], name: string) => {
    const found = spans.find((span) => span.name === name);
    if (found === undefined)
      throw new Error(`no span ${name}, only ${spans.map((span) => span.name).join(', ')}`);
    return found;
  };
  const makeParent = () => {
    counter += 1;
    const traceId = `4bf92f3577b34da6a3ce929d0e0e${String(counter).padStart(4, '0')}`;
    return { traceId, spanId: '00f067aa0ba902b7', header: `00-${traceId}-00f067aa0ba902b7-01` };
  };

  it('a request continues the caller’s trace: HTTP → operation → database', async () => {
    const parent = makeParent();
    const answer = await register(url, {
      traceparent: parent.header,
      'x-request-id': 'request-of-a-trace',
    });
    expect(answer.status).toBe(200);
    await vi.waitFor(() => {
      const spans = traceOf(parent.traceId);
      const http = find(spans, 'POST /api/v1/auth/register');
      const operation = find(spans, 'authentication.register');
      const write = find(spans, 'database write');
      expect(http).toMatchObject({ parentSpanId: parent.spanId, kind: 2, isFailed: false });
      expect(http.attributes).toMatchObject({
        'http.request.method': 'POST',
        'http.route': '/api/v1/auth/register',
        'http.response.status_code': 200,
        'boardwire.request_id': 'request-of-a-trace',
      });
      expect(operation).toMatchObject({ parentSpanId: http.spanId, kind: 1 });
      expect(write).toMatchObject({ parentSpanId: operation.spanId, kind: 3 });
      expect(http.resource).toMatchObject({ 'service.name': 'boardwire', 'boardwire.role': 'all' });
    }, WAIT);
    expect(collector.headers[0]).toMatchObject({ 'x-api-key': 'a key' });
  });

  it('its events and its log lines carry the trace', async () => {
    const parent = makeParent();
    await register(url, { traceparent: parent.header, 'x-request-id': 'request-with-events' });
    const rows = await database.query<{ trace: string; parent: string }>(
      `select trace_id as trace, traceparent as parent from events where request_id = 'request-with-events'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row.trace).toBe(parent.traceId);
      expect(row.parent).toMatch(new RegExp(`^00-${parent.traceId}-[0-9a-f]{16}-01$`));
    }
    await vi.waitFor(() => {
      const lines = program.output().split('\n');
      const line = lines.find((text) => text.includes('"request-with-events"')) ?? '{}';
      expect(JSON.parse(line)).toMatchObject({ traceId: parent.traceId, msg: 'request' });
    }, WAIT);
  });

  it('a mail and the call to the mail server belong to the trace of their cause', async () => {
    const parent = makeParent();
    await register(url, { traceparent: parent.header });
    const spans = await vi.waitFor(() => {
      const all = traceOf(parent.traceId);
      // A span is told of when it ends: the attempt ends after the call.
      find(all, 'send email');
      return all;
    }, WAIT);
    const attempt = find(spans, 'send email');
    const emitting = spans.find(({ spanId }) => spanId === attempt.parentSpanId);
    const operation = find(spans, 'authentication.register');
    expect(emitting).toMatchObject({ name: 'database write', parentSpanId: operation.spanId });
    // Reading the event log is nobody's part.
    const writes = spans.filter(({ parentSpanId }) => parentSpanId === operation.spanId);
    expect(writes.map(({ name }) => name)).toEqual(['database read', 'database write']);
    expect(attempt.kind).toBe(5);
    expect(find(spans, 'call smtp')).toMatchObject({ parentSpanId: attempt.spanId, kind: 3 });
  });

  it('a refused request names the refusal, an unknown path no route', async () => {
    const [refused, unknown] = [makeParent(), makeParent()];
    await post(url, '/organizations/not-an-id', {}, { traceparent: unknown.header });
    await post(url, '/auth/login', { email: 'x' }, { traceparent: refused.header });
    await vi.waitFor(() => {
      expect(find(traceOf(refused.traceId), 'authentication.logIn').attributes).toEqual({
        'boardwire.refusal': 'VALIDATION_ERROR',
      });
      expect(find(traceOf(unknown.traceId), 'POST').attributes).toMatchObject({
        'http.response.status_code': 404,
      });
    }, WAIT);
  });

  it('starts a trace of its own without a parent, and for a malformed one', async () => {
    await fetch(`${url}/api/v1/instance/status`, { headers: { traceparent: '00-1-2-3' } });
    await vi.waitFor(() => {
      const span = find(collector.spans, 'GET /api/v1/instance/status');
      expect(span.parentSpanId).toBe('');
      expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
    }, WAIT);
  });

  it('health checks, pages, polls and the export itself are not traced', async () => {
    await Promise.all([fetch(`${url}/health`), fetch(`${url}/metrics`), fetch(url)]);
    await fetch(`${url}/api/v1/instance/status`, { headers: { 'x-request-id': 'the-last-one' } });
    await vi.waitFor(() => {
      const ids = collector.spans.map(({ attributes }) => attributes['boardwire.request_id']);
      expect(ids).toContain('the-last-one');
    }, WAIT);
    const roots = collector.spans.filter(({ parentSpanId }) => parentSpanId === '');
    expect(roots.filter(({ kind }) => kind !== 2)).toEqual([]);
    expect(roots.filter(({ name }) => !/^GET \/api\/v1\/|^POST/.test(name))).toEqual([]);
  });
});

describe('SPEC F4, degraded modes: the collector is away', () => {
  it.each(['nobody listens', 'it answers 503'])(
    '%s: spans are dropped and counted',
    async (how) => {
      const collector = await startCollector(503);
      if (how === 'nobody listens') await collector.close();
      const { program, url } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
      for (let count = 0; count < 3; count += 1) expect((await register(url)).status).toBe(200);
      await vi.waitFor(async () => {
        const text = await (await fetch(`${url}/metrics`)).text();
        const dropped = Number(/^boardwire_trace_spans_dropped (\d+)$/m.exec(text)?.[1]);
        expect(dropped).toBeGreaterThanOrEqual(9);
      }, WAIT);
      expect(await stop(program)).toBe(0);
      if (how !== 'nobody listens') await collector.close();
    },
  );
});

describe('SPEC F4: tracing, without a collector', () => {
  /** Prints what of OpenTelemetry the program has loaded; all its packages are CommonJS. */
  const LOADED = /^loaded (.*)$/m;
  const listLoaded = async (environment: Record<string, string>): Promise<string[]> => {
    const preload = join(folder, 'list-loaded.mjs');
    writeFileSync(
      preload,
      `import module from 'node:module';
       process.on('exit', () => {
         const names = Object.keys(module._cache).map((path) => /@opentelemetry.[a-z-]+/.exec(path)?.[0]);
         process.stdout.write('loaded ' + [...new Set(names.filter(Boolean))].sort().join(' ') + '\\n');
       });`,
    );
    const NODE_OPTIONS = `--import=${pathToFileURL(preload).href}`;
    const { program, url } = await start({ ...environment, NODE_OPTIONS });
    expect((await register(url)).status).toBe(200);
    expect(await stop(program)).toBe(0);
    await vi.waitFor(() => expect(program.output()).toMatch(LOADED), WAIT);
    return LOADED.exec(program.output())?.[1]?.split(' ') ?? [];
  };

  it('loads nothing of OpenTelemetry but the interface that prom-client asks for', async () => {
    expect(await listLoaded({})).toEqual(['@opentelemetry/api']);
    const collector = await startCollector();
    const withCollector = await listLoaded({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
    expect(withCollector).toContain('@opentelemetry/sdk-trace');
    await collector.close();
  });

  it('events carry no trace', async () => {
    const { program, url } = await start({});
    await register(url, { 'x-request-id': 'request-untraced' });
    expect(
      await database.query(
        `select distinct trace_id as trace, traceparent from events where request_id = 'request-untraced'`,
      ),
    ).toEqual([{ trace: null, traceparent: null }]);
    await stop(program);
  });
});
