import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace as api,
  TraceFlags,
  type Context,
} from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { Span, SpanDescription, Tracing } from './tracing.ts';
import { version } from '../version.ts';
import { currentSpan, runWithSpan } from './current-span.ts';
import { openOtlpExport, type CollectorAddress } from './otlp-export.ts';
import { createSpanBatches } from './span-batches.ts';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

/** A span of ours with the context that OpenTelemetry knows it by. */
interface StartedSpan extends Span {
  context: Context;
}

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
} as const;

/** Opens tracing on OpenTelemetry's SDK. Nothing global is registered: contexts travel with our own current span. */
export function openOpenTelemetry(options: CollectorAddress & { role: string }): Tracing {
  const otlp = openOtlpExport(options);
  const batches = createSpanBatches(otlp.send);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'boardwire',
      'service.version': version,
      'boardwire.role': options.role,
    }),
    spanProcessors: [batches],
  });
  const start = createStart(provider);
  const runIn = async <T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> => {
    try {
      return await runWithSpan(span, () => work(span));
    } catch (error) {
      span.fail(typeOf(error));
      throw error;
    } finally {
      span.end();
    }
  };
  return {
    isOn: true,
    begin: (description, parent) => start(description, readParent(parent)),
    within: (span, work) => (span === null ? work() : runWithSpan(span, work)),
    child(description, work) {
      const parent = currentSpan();
      return parent === null ? work(null) : runIn(start(description, contextOf(parent)), work);
    },
    follow: (parent, description, work) => runIn(start(description, readParent(parent)), work),
    dropped: batches.dropped,
    async close() {
      await batches.shutdown();
      await otlp.close();
    },
  };
}

function createStart(provider: TracerProvider) {
  const tracer = provider.getTracer('boardwire', version);
  return ({ name, kind, attributes = {} }: SpanDescription, parent: Context): StartedSpan => {
    const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, parent);
    const { traceId, spanId, traceFlags } = span.spanContext();
    const isSampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
    return {
      traceId,
      traceparent: formatTraceparent({ traceId, spanId, isSampled }),
      context: api.setSpan(ROOT_CONTEXT, span),
      set: (more) => void span.setAttributes(more),
      fail(type) {
        span.setAttribute('error.type', type);
        span.setStatus({ code: SpanStatusCode.ERROR });
      },
      end: () => span.end(),
    };
  };
}

function contextOf(span: Span): Context {
  return (span as StartedSpan).context;
}

function readParent(traceparent: string | undefined): Context {
  const parent = parseTraceparent(traceparent);
  if (parent === null) return ROOT_CONTEXT;
  const { traceId, spanId, isSampled } = parent;
  const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return api.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** An error's code or name; its message may hold what a trace must not. */
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
