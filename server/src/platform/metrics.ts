import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
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
  /** Adds a figure that only grows; what it answers raises it by one. */
  addCounter(counter: FigureDefinition): (labels: Labels) => void;
  /** Adds a figure that only grows and that its owner counts; it is read at each scrape. */
  addTotal(total: GaugeDefinition): void;
  /** Adds a distribution of durations; what it answers notes one, in seconds. */
  addHistogram(
    histogram: FigureDefinition & { buckets: readonly number[] },
  ): (labels: Labels, durationS: number) => void;
  /** The text exposition format, version 0.0.4. */
  expose(): Promise<{ contentType: string; text: string }>;
}

/** Values of labels by their names. */
export type Labels = Readonly<Record<string, string>>;

/** A figure that is noted as things happen. */
export interface FigureDefinition {
  name: string;
  help: string;
  /** What tells samples apart; never anything that there are thousands of. */
  labelNames: readonly string[];
}

/** A figure that is read at each scrape; a read that fails leaves it out of this one. */
export interface GaugeDefinition {
  name: string;
  help: string;
  /** What tells samples apart, such as `consumer`; without them there is one sample, and it has no label. */
  labelNames?: readonly string[];
  read(): Promise<readonly { value: number; labels?: Labels }[]>;
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
    addCounter({ name, help, labelNames }) {
      const counter = new Counter({ name, help, labelNames, registers: [registry] });
      return (labels) => counter.inc(labels);
    },
    addTotal: (total) => void registerTotal(registry, total),
    addHistogram({ name, help, labelNames, buckets }) {
      const added = new Histogram({
        name,
        help,
        labelNames,
        buckets: [...buckets],
        registers: [registry],
      });
      return (labels, durationS) => added.observe(labels, durationS);
    },
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function registerGauge(
  registry: Registry,
  { name, help, labelNames = [], read }: GaugeDefinition,
): Gauge {
  return new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      for (const { value, labels = {} } of await readAnew(this, labelNames, read))
        this.set(labels, value);
    },
  });
}

function registerTotal(
  registry: Registry,
  { name, help, labelNames = [], read }: GaugeDefinition,
): Counter {
  return new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      for (const { value, labels = {} } of await readAnew(this, labelNames, read))
        this.inc(labels, value);
    },
  });
}

/** Empties a metric, and reads what it is to have. */
function readAnew(
  metric: Gauge | Counter,
  labelNames: readonly string[],
  read: GaugeDefinition['read'],
): ReturnType<GaugeDefinition['read']> {
  metric.reset();
  // A reset puts a zero where there is no label, and a zero is a lie when nothing could be read.
  if (labelNames.length === 0) metric.remove();
  return read().catch(() => []);
}
