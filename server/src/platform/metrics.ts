import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { createLiveMetrics, type LiveMetrics } from './live/live-metrics.ts';

/** What the program measures about itself, in Prometheus' terms. */
export interface Metrics {
  /** A request arrived; `observeRequest` tells of its end. */
  startRequest(): void;
  observeRequest(route: string, method: string, status: number, durationS: number): void;
  observeJob(job: string, outcome: string, durationS: number): void;
  live: LiveMetrics;
  /** Adds a gauge that is read at each scrape. */
  addGauge(gauge: GaugeDefinition): void;
  /** The text exposition format, version 0.0.4. */
  expose(): Promise<{ contentType: string; text: string }>;
}

/** A figure that is read at each scrape; a read that fails leaves it out of this one. */
export interface GaugeDefinition {
  name: string;
  help: string;
  /** What tells samples apart, such as `consumer`; without it there is one sample, and it has no label. */
  labelName?: string;
  read(): Promise<{ value: number; label?: string }[]>;
}

/** From half a millisecond to ten seconds, in seconds. */
const DURATION_BUCKETS_S = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Creates the registry of this process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const histogram = (name: string, help: string, labelNames: string[]) =>
    new Histogram({ name, help, labelNames, buckets: DURATION_BUCKETS_S, registers: [registry] });
  const requests = histogram('boardwire_http_request_duration_seconds', 'Answered HTTP requests', [
    'route',
    'method',
    'status',
  ]);
  const inFlight = new Gauge({
    name: 'boardwire_http_requests_in_flight',
    help: 'HTTP requests that wait for their answer',
    registers: [registry],
  });
  const jobs = histogram('boardwire_job_duration_seconds', 'Finished jobs', ['job', 'outcome']);
  return {
    startRequest: () => inFlight.inc(),
    observeRequest(route, method, status, durationS) {
      inFlight.dec();
      requests.labels(route, method, String(status)).observe(durationS);
    },
    observeJob: (job, outcome, durationS) => jobs.labels(job, outcome).observe(durationS),
    live: createLiveMetrics(registry),
    addGauge: (gauge) => void registerGauge(registry, gauge),
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function registerGauge(
  registry: Registry,
  { name, help, labelName, read }: GaugeDefinition,
): Gauge {
  return new Gauge({
    name,
    help,
    labelNames: labelName === undefined ? [] : [labelName],
    registers: [registry],
    async collect() {
      this.reset();
      // A reset puts a zero where there is no label, and a zero is a lie when nothing could be read.
      if (labelName === undefined) this.remove();
      const samples = await read().catch(() => []);
      for (const { value, label } of samples) {
        if (label === undefined) this.set(value);
        else this.labels(label).set(value);
      }
    },
  });
}
