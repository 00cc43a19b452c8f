import type { Config } from './config/config.ts';
import { noTracing, type Tracing } from './trace/tracing.ts';

/** Opens tracing when a collector is configured; OpenTelemetry is loaded then and not before. */
export async function openTracing(config: Config): Promise<Tracing> {
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return noTracing;
  const { openOpenTelemetry } = await import('./trace/open-telemetry.ts');
  return openOpenTelemetry({
    endpoint,
    headers: config.OTEL_EXPORTER_OTLP_HEADERS,
    role: config.BOARDWIRE_ROLE,
  });
}
