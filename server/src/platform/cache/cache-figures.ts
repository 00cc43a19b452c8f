import type { Metrics } from '../metrics.ts';
import type { AnyCacheClass } from './cache-class.ts';
import type { MemoryLayer } from './memory-layer.ts';

/** What this process counted of a class since its start. */
export interface ClassFigures {
  memory: { hits: number; staleHits: number; misses: number };
  redis: { hits: number; misses: number; errors: number };
  loads: number;
  failedLoads: number;
  loadSeconds: number;
  evictions: number;
  entries: number;
  bytes: number;
}

/** Counts what the cache does, for metrics and for the console. */
export interface CacheFigures {
  memoryRead(cacheClass: AnyCacheClass, result: 'hit' | 'stale' | 'miss'): void;
  redisRead(cacheClass: AnyCacheClass, result: 'hit' | 'miss' | 'error'): void;
  load(cacheClass: AnyCacheClass, isGood: boolean, seconds: number): void;
  evicted(cacheClass: AnyCacheClass): void;
  of(name: string): ClassFigures;
}

const LOAD_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

type Counted = Omit<ClassFigures, 'entries' | 'bytes'>;

/** Creates the figures and their metrics. */
export function createCacheFigures(
  metrics: Pick<Metrics, 'addCounter' | 'addGauge' | 'addHistogram'>,
  memory: () => Pick<MemoryLayer, 'sizes'>,
): CacheFigures {
  const byName = new Map<string, Counted>();
  const of = (name: string): Counted => {
    const known = byName.get(name) ?? emptyFigures();
    byName.set(name, known);
    return known;
  };
  const { read, evict, observe } = addMetrics(metrics, memory);
  return {
    memoryRead({ name }, result) {
      const { memory: counted } = of(name);
      if (result === 'hit') counted.hits += 1;
      else if (result === 'stale') counted.staleHits += 1;
      else counted.misses += 1;
      read({ class: name, layer: 'memory', result });
    },
    redisRead({ name }, result) {
      const { redis: counted } = of(name);
      if (result === 'hit') counted.hits += 1;
      else if (result === 'miss') counted.misses += 1;
      else counted.errors += 1;
      read({ class: name, layer: 'redis', result });
    },
    load({ name }, isGood, seconds) {
      const counted = of(name);
      counted.loads += 1;
      if (!isGood) counted.failedLoads += 1;
      counted.loadSeconds += seconds;
      observe({ class: name, outcome: isGood ? 'loaded' : 'failed' }, seconds);
    },
    evicted({ name }) {
      of(name).evictions += 1;
      evict({ class: name });
    },
    of: (name) => ({ ...of(name), ...(memory().sizes().get(name) ?? { entries: 0, bytes: 0 }) }),
  };
}

function emptyFigures(): Counted {
  return {
    memory: { hits: 0, staleHits: 0, misses: 0 },
    redis: { hits: 0, misses: 0, errors: 0 },
    loads: 0,
    failedLoads: 0,
    loadSeconds: 0,
    evictions: 0,
  };
}

function addMetrics(
  metrics: Pick<Metrics, 'addCounter' | 'addGauge' | 'addHistogram'>,
  memory: () => Pick<MemoryLayer, 'sizes'>,
) {
  for (const what of ['entries', 'bytes'] as const)
    metrics.addGauge({
      name: `boardwire_cache_${what}`,
      help: `Remembered values in this process, ${what} by class`,
      labelNames: ['class'],
      read: async () =>
        [...memory().sizes()].map(([name, size]) => ({
          labels: { class: name },
          value: size[what],
        })),
    });
  return {
    read: metrics.addCounter({
      name: 'boardwire_cache_reads_total',
      help: 'Values asked for, by class, layer and result',
      labelNames: ['class', 'layer', 'result'],
    }),
    evict: metrics.addCounter({
      name: 'boardwire_cache_evictions_total',
      help: 'Values that made room for others, by class',
      labelNames: ['class'],
    }),
    observe: metrics.addHistogram({
      name: 'boardwire_cache_load_seconds',
      help: 'Loads of values that no layer had',
      labelNames: ['class', 'outcome'],
      buckets: LOAD_BUCKETS_S,
    }),
  };
}
