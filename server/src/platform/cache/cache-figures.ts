import type { Labels, Metrics } from '../metrics.ts';
import type { AnyCacheClass } from './cache-class.ts';
import type { Memories, MemoryReport } from './memories.ts';
import type { MemoryLayer } from './memory-layer.ts';

/** What this process counted of a class since its start. */
export interface ClassFigures {
  memory: { hits: number; staleHits: number; misses: number };
  redis: { hits: number; misses: number; errors: number };
  loads: number;
  failedLoads: number;
  loadSeconds: number;
  /** Changes that ended values, one for each event. */
  voids: number;
  evictions: number;
  entries: number;
  bytes: number;
}

/** Counts what the cache does, for metrics and for the console. */
export interface CacheFigures {
  memoryRead(cacheClass: AnyCacheClass, result: 'hit' | 'stale' | 'miss'): void;
  redisRead(cacheClass: AnyCacheClass, result: 'hit' | 'miss' | 'error'): void;
  load(cacheClass: AnyCacheClass, isGood: boolean, seconds: number): void;
  /** By names of classes, since a change may end values of several. */
  voided(names: Iterable<string>): void;
  evicted(cacheClass: AnyCacheClass): void;
  of(name: string): ClassFigures;
}

const LOAD_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

type Counted = Omit<ClassFigures, 'entries' | 'bytes'>;
type CacheMetrics = Pick<Metrics, 'addTotal' | 'addGauge' | 'addHistogram'>;

/** Creates the figures and their metrics, which tell of `memories` as well. */
export function createCacheFigures(
  metrics: CacheMetrics,
  memory: () => Pick<MemoryLayer, 'sizes'>,
  memories: Memories,
): CacheFigures {
  const byName = new Map<string, Counted>();
  const of = (name: string): Counted => {
    const known = byName.get(name) ?? emptyFigures();
    byName.set(name, known);
    return known;
  };
  addSizes(metrics, () => [...memory().sizes(), ...memories.list().map(sizeOf)]);
  addTotals(metrics, () => [...byName, ...memories.list().map(countedOf)]);
  const observe = metrics.addHistogram({
    name: 'boardwire_cache_load_seconds',
    help: 'Loads of values that no layer had',
    labelNames: ['class', 'outcome'],
    buckets: LOAD_BUCKETS_S,
  });
  return {
    memoryRead({ name }, result) {
      const { memory: counted } = of(name);
      if (result === 'hit') counted.hits += 1;
      else if (result === 'stale') counted.staleHits += 1;
      else counted.misses += 1;
    },
    redisRead({ name }, result) {
      const { redis: counted } = of(name);
      if (result === 'hit') counted.hits += 1;
      else if (result === 'miss') counted.misses += 1;
      else counted.errors += 1;
    },
    load({ name }, isGood, seconds) {
      const counted = of(name);
      counted.loads += 1;
      if (!isGood) counted.failedLoads += 1;
      counted.loadSeconds += seconds;
      observe({ class: name, outcome: isGood ? 'loaded' : 'failed' }, seconds);
    },
    voided(names) {
      for (const name of names) of(name).voids += 1;
    },
    evicted({ name }) {
      of(name).evictions += 1;
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
    voids: 0,
    evictions: 0,
  };
}

type Size = { entries: number; bytes: number | null };

function sizeOf({ name, entries, bytes }: MemoryReport): [string, Size] {
  return [name, { entries, bytes }];
}

function countedOf({ name, hits, misses, evictions }: MemoryReport): [string, Counted] {
  return [name, { ...emptyFigures(), memory: { hits, misses, staleHits: 0 }, evictions }];
}

function addSizes(metrics: CacheMetrics, list: () => (readonly [string, Size])[]): void {
  for (const what of ['entries', 'bytes'] as const)
    metrics.addGauge({
      name: `boardwire_cache_${what}`,
      help: `Remembered values in this process, ${what} by class`,
      labelNames: ['class'],
      read: async () =>
        list().flatMap(([name, { [what]: value }]) =>
          value === null ? [] : [{ labels: { class: name }, value }],
        ),
    });
}

type Reading = readonly [labels: Labels, value: number];

/** The figures are the one count: a scrape reads them. */
function addTotals(
  metrics: CacheMetrics,
  listAll: () => (readonly [name: string, counted: Counted])[],
): void {
  const add = (
    { labelNames = [], ...what }: { name: string; help: string; labelNames?: string[] },
    list: (counted: Counted) => readonly Reading[],
  ) =>
    metrics.addTotal({
      ...what,
      labelNames: ['class', ...labelNames],
      read: async () =>
        listAll().flatMap(([name, counted]) =>
          list(counted)
            .filter(([, value]) => value > 0)
            .map(([labels, value]) => ({ labels: { class: name, ...labels }, value })),
        ),
    });
  add(
    {
      name: 'boardwire_cache_reads_total',
      help: 'Values asked for, by class, layer and result',
      labelNames: ['layer', 'result'],
    },
    ({ memory, redis }) => [
      [{ layer: 'memory', result: 'hit' }, memory.hits],
      [{ layer: 'memory', result: 'stale' }, memory.staleHits],
      [{ layer: 'memory', result: 'miss' }, memory.misses],
      [{ layer: 'redis', result: 'hit' }, redis.hits],
      [{ layer: 'redis', result: 'miss' }, redis.misses],
      [{ layer: 'redis', result: 'error' }, redis.errors],
    ],
  );
  add(
    { name: 'boardwire_cache_voids_total', help: 'Changes that ended values, by class' },
    ({ voids }) => [[{}, voids]],
  );
  add(
    {
      name: 'boardwire_cache_evictions_total',
      help: 'Values that made room for others, by class',
    },
    ({ evictions }) => [[{}, evictions]],
  );
}
