import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createEgress } from '../egress/egress.ts';

/** A collector that speaks OTLP over HTTP. */
export interface CollectorAddress {
  /** Base address; spans go to `v1/traces` below it. */
  endpoint: string;
  /** `name=value` pairs, comma-separated, values percent-encoded, as in W3C Baggage. */
  headers: string | undefined;
}

/** The export to a collector. */
export interface OtlpExport {
  /** Answers whether the collector took the spans; never throws. */
  send(spans: readonly ReadableSpan[]): Promise<boolean>;
  close(): Promise<void>;
}

/** A collector that takes longer is treated as away. */
const SEND_TIMEOUT_MS = 5_000;

/** Opens the export; it has connections and breakers of its own, and its calls are not traced. */
export function openOtlpExport({ endpoint, headers }: CollectorAddress): OtlpExport {
  const egress = createEgress();
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const sent = { 'content-type': 'application/json', ...parseHeaders(headers ?? '') };
  return {
    async send(spans) {
      const body = JsonTraceSerializer.serializeRequest([...spans]);
      if (body === undefined) return false;
      const result = await egress.call({
        target: 'otlp',
        trust: 'operator',
        url,
        method: 'POST',
        headers: sent,
        body,
        // Spans carry ids, so a collector drops repeats; one attempt all the same, so that an outage costs nothing.
        effect: 'repeatable',
        profile: 'webhook',
        timeoutMs: SEND_TIMEOUT_MS,
      });
      return result.ok && result.status < 300;
    },
    close: () => egress.close(),
  };
}

function parseHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const [name, ...value] = pair.split('=');
    return name?.trim() && value.length > 0
      ? [[name.trim(), decode(value.join('=').trim())] as const]
      : [];
  });
  return Object.fromEntries(pairs);
}

/** A lone % stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
