import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as a collector got it. */
export interface CollectedSpan {
  name: string;
  traceId: string;
  spanId: string;
  /** Empty for the first of a trace. */
  parentSpanId: string;
  /** 1 internal, 2 server, 3 client, 5 consumer. */
  kind: number;
  isFailed: boolean;
  attributes: Record<string, string | number | boolean>;
  /** What the sending process says of itself. */
  resource: Record<string, string | number | boolean>;
}

/** An OpenTelemetry collector that speaks OTLP over HTTP with JSON, and remembers. */
export interface TestCollector {
  endpoint: string;
  spans: CollectedSpan[];
  /** Headers of the requests so far. */
  headers: IncomingMessage['headers'][];
  close(): Promise<void>;
}

/** Starts a collector on a random port that answers with `status`. */
export async function startCollector(status = 200): Promise<TestCollector> {
  const spans: CollectedSpan[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      headers.push(request.headers);
      if (request.url === '/v1/traces') spans.push(...readSpans(JSON.parse(text) as OtlpTraces));
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Value = { stringValue?: string; intValue?: number; doubleValue?: number; boolValue?: boolean };
type Attribute = { key: string; value: Value };

/** As much of `opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest` as is looked at. */
interface OtlpTraces {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        name: string;
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        kind: number;
        status: { code: number };
        attributes: Attribute[];
      }[];
    }[];
  }[];
}

const STATUS_ERROR = 2;

function readSpans({ resourceSpans }: OtlpTraces): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap((scope) => scope.spans)
      .map(({ parentSpanId = '', status, attributes, ...span }) => ({
        ...span,
        parentSpanId,
        isFailed: status.code === STATUS_ERROR,
        attributes: readAttributes(attributes),
        resource: readAttributes(resource.attributes),
      })),
  );
}

function readAttributes(attributes: Attribute[]): CollectedSpan['attributes'] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue ?? '',
    ]),
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
