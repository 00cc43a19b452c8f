import { createId } from '../../kernel/ids.ts';
import type { AccessEpochs } from '../access-epochs.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { NodeBus } from '../live/node-bus.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { RedisPool } from '../redis/redis-pool.ts';
import { createCacheFigures, type ClassFigures } from './cache-figures.ts';
import type { AnyCacheClass, CacheClass, CommittedEvent, Scopes } from './cache-class.ts';
import { classesOf, createClassTags, wholeClassesOf, type ClassTags } from './class-tags.ts';
import { createFetcher, type Fetcher, type FetcherParts } from './fetcher.ts';
import { createMemories, type Memories, type MemoryReport } from './memories.ts';
import { createMemoryLayer } from './memory-layer.ts';
import { createRedisLayer, type Place } from './redis-layer.ts';
import { createVoidFeed, type VoidFeed } from './void-feed.ts';
import { createVoids } from './voids.ts';

/** A value that is asked for. */
export interface CacheRequest<Kind extends keyof Scopes, Key, Value> {
  scope: Scopes[Kind];
  /** Everything beside the scope that the value depends on and no event tells of; plain data. */
  key: Key;
  /** Reads it by the transaction alone, which may be another one, later. The answer is plain data. */
  load(tx: Transaction): Promise<Value>;
}

/** Asks for a value: from memory, from Redis, or by `load`. What comes is frozen. */
export type ReadCached = <Kind extends keyof Scopes, Key, Value>(
  cacheClass: CacheClass<Kind, Key, Value>,
  request: CacheRequest<Kind, Key, Value>,
) => Promise<Value>;

/** The port: values that would be asked for again, as good as the rows. */
export interface Cache {
  /** Reads by the cache, on the connection of a read that is under way. Never within a transaction that writes. */
  over(tx: Transaction): ReadCached;
  /** Voids what these committed events end, here at once; other nodes are told to look. */
  onCommitted(events: readonly CommittedEvent[]): void;
  /** What there is, with what this process counted. */
  describe(): CacheReport;
  /** Takes the classes of all features, and begins to remember. */
  start(classes: readonly AnyCacheClass[]): Promise<void>;
  /** For a process that reads nothing by it: others are told of what commits of this one end, no more. */
  announce(classes: readonly AnyCacheClass[]): void;
  /** Reads the log now: what others committed before is void here when it resolves. */
  poll(): Promise<void>;
  stop(): Promise<void>;
}

/** The cache of a process as whoever operates the instance sees it. */
export interface CacheReport {
  /** Since when it counts. */
  since: Date;
  maxBytes: number;
  redis: 'none' | 'up' | 'away';
  /** Whether it has read of late what ends values; while it has not, it loads each time. */
  isFollowing: boolean;
  classes: { cacheClass: AnyCacheClass; figures: ClassFigures }[];
  /** What parts of the process remember by rules of their own. */
  memories: MemoryReport[];
}

/** What a cache stands on. */
export interface CacheParts {
  database: Database;
  epochs: Pick<AccessEpochs, 'onChange'>;
  /** Tells other nodes that there is something to read; a hint that is lost costs a second. */
  bus: Pick<NodeBus, 'publish' | 'subscribe'>;
  redis: RedisPool | null;
  log: Log;
  metrics: Pick<Metrics, 'addTotal' | 'addGauge' | 'addHistogram'>;
  /** Told of beside the classes. */
  memories?: Memories;
  maxBytes: number;
  /** An answer of Redis that takes longer is not waited for. */
  askTimeoutMs?: number;
}

/** Channel that carries a hint to read the log. */
const CHANNEL = 'boardwire_cache';

/** Loads each time: within transactions that write, and where nothing is remembered. */
export function readThrough(tx: Transaction): ReadCached {
  return (_cacheClass, { load }) => load(tx);
}

/** Creates the cache of this process; it loads each time until `start`. */
export function createCache(parts: CacheParts): Cache {
  const { epochs, bus, memories = createMemories() } = parts;
  const since = new Date();
  // Hints of two processes are never the same: the bus knows by its words what comes back.
  const processId = createId();
  const layers = createLayers(parts, memories);
  const { voids, memory } = layers;
  let tags: ClassTags | null = null;
  let open: OpenCache | null = null;
  let hints = 0;
  return {
    over: (tx) => (cacheClass, request) => {
      const { scope, key, load } = request;
      // A view of the log that is too old says nothing of what is void.
      if (open === null || !open.feed.isFresh()) return load(tx);
      if (!open.known.has(cacheClass))
        throw new Error(`${cacheClass.name}: no feature declares it`);
      return open.fetcher.get({ cacheClass, scope, key, load }, tx) as ReturnType<typeof load>;
    },
    onCommitted(events) {
      const ended = events.flatMap((event) => tags?.ofEvent(event) ?? []);
      if (ended.length === 0) return;
      if (open !== null) {
        voids.noteCommitted(ended, true);
        for (const name of wholeClassesOf(ended)) memory.drop(name);
        open.feed.wake();
      }
      hints += 1;
      bus.publish(CHANNEL, `${processId} ${hints}`);
    },
    describe: () => ({ since, ...describe(parts, layers, open), memories: memories.list() }),
    announce: (classes) => void (tags = createClassTags(classes)),
    async start(classes) {
      const ofClasses = createClassTags(classes);
      const opened = openClasses(parts, layers, { classes, tags: ofClasses });
      tags = ofClasses;
      open = opened;
      epochs.onChange((subject) => {
        const ended = ofClasses.ofEpoch(subject);
        if (ended.length === 0) return;
        voids.noteCommitted(ended, false);
        layers.figures.voided(classesOf(ended));
      });
      const look = () => opened.feed.wake();
      bus.subscribe(CHANNEL, { onNote: look, onGap: look });
      await opened.feed.start();
    },
    poll: async () => open?.feed.poll(),
    stop: async () => open?.feed.stop(),
  };
}

type Layers = Pick<FetcherParts, 'memory' | 'shared' | 'voids' | 'figures'>;

function createLayers(
  { metrics, redis, maxBytes, askTimeoutMs }: CacheParts,
  memories: Memories,
): Layers {
  const figures = createCacheFigures(metrics, () => memory, memories);
  const memory = createMemoryLayer(maxBytes, figures.evicted);
  const countError = ({ cacheClass }: Place) => figures.redisRead(cacheClass, 'error');
  const shared = redis && createRedisLayer(redis, countError, askTimeoutMs);
  return { voids: createVoids(), figures, memory, shared };
}

interface OpenCache {
  known: ReadonlySet<AnyCacheClass>;
  feed: VoidFeed;
  fetcher: Fetcher;
}

function openClasses(
  { database, log }: CacheParts,
  layers: Layers,
  { classes, tags }: { classes: readonly AnyCacheClass[]; tags: ClassTags },
): OpenCache {
  const { voids, memory, figures } = layers;
  const onEnded = (ended: readonly string[]) => {
    figures.voided(classesOf(ended));
    for (const name of wholeClassesOf(ended)) memory.drop(name);
  };
  const feed = createVoidFeed({ database, tags, voids, log, onForgotten: memory.clear, onEnded });
  const fetcher = createFetcher({ ...layers, database, tags, feed });
  return { known: new Set(classes), feed, fetcher };
}

function describe(
  { redis, maxBytes }: CacheParts,
  { figures }: Layers,
  open: OpenCache | null,
): Omit<CacheReport, 'since' | 'memories'> {
  const away = redis?.isUp() === true ? 'up' : 'away';
  return {
    maxBytes,
    redis: redis === null ? 'none' : away,
    isFollowing: open?.feed.isFresh() ?? false,
    classes: [...(open?.known ?? [])].map((cacheClass) => ({
      cacheClass,
      figures: figures.of(cacheClass.name),
    })),
  };
}
