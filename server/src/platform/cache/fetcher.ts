import type { Database, Transaction } from '../database/database.ts';
import type { ConnectionState } from '../database/lazy-read.ts';
import { runWithoutSpan } from '../trace/current-span.ts';
import type { CacheFigures } from './cache-figures.ts';
import type { AnyCacheClass } from './cache-class.ts';
import type { ClassTags } from './class-tags.ts';
import { parseSnapshot, type DbSnapshot } from './db-snapshot.ts';
import { freezeDeep, type Entry, type MemoryLayer } from './memory-layer.ts';
import type { Lease, Place, SharedLayer, SharedValue } from './redis-layer.ts';
import type { VoidFeed } from './void-feed.ts';
import type { Voids } from './voids.ts';

/** A value that is asked for. */
export interface Wanted {
  cacheClass: AnyCacheClass;
  scope: object;
  key: unknown;
  load(tx: Transaction): Promise<unknown>;
}

/** Finds values in the layers, and loads what none has: one load at a time for each. */
export interface Fetcher {
  get(wanted: Wanted, tx: Transaction): Promise<unknown>;
}

/** What a fetcher stands on. */
export interface FetcherParts {
  database: Pick<Database, 'read'>;
  memory: MemoryLayer;
  shared: SharedLayer | null;
  voids: Voids;
  tags: ClassTags;
  feed: Pick<VoidFeed, 'era'>;
  figures: CacheFigures;
}

/** From this part of its life on, and before the next, a value that is asked for often is loaded anew. */
const REFRESH_FROM = 0.8;
const REFRESH_SPREAD = 0.15;
/** Asked for so often since it was loaded, it will be again. */
const HOT_HITS = 3;
/** Loads behind answers that nobody waits for; more than these would take connections from those who do. */
const MAX_REFRESHES = 2;
/** Whoever joined a load that was void when it ended tries so often before loading alone. */
const MAX_JOINS = 3;

/** Creates the fetcher. */
export function createFetcher(parts: FetcherParts): Fetcher {
  const { voids, figures } = parts;
  const flights = createFlights(parts);
  const joinOrFly = async (place: Place, wanted: Wanted, tx: Transaction): Promise<Entry> => {
    for (let join = 0; join < MAX_JOINS; join += 1) {
      const flight = flights.underWay(place);
      if (flight === undefined)
        return flights.begin(place, wanted, { run: (work) => work(tx), state: tx.connection });
      // Who holds a connection waits for nobody who may have to wait for one (fault F24).
      if (tx.connection() !== 'none' && flight.state() !== 'held') break;
      // What failed may have failed by its connection alone: another one tries, and the others join that.
      const entry = await flight.entry.catch(() => null);
      // It may have begun before a change that whoever joined it knows of already.
      if (entry !== null && !voids.isVoid(entry.tags, entry)) return entry;
    }
    return loadEntry(parts, wanted, (work) => work(tx));
  };
  return {
    async get(wanted, tx) {
      const place = placeOf(parts, wanted);
      const nowMs = performance.now();
      const entry = findEntry(parts, place, nowMs);
      if (entry === null) {
        figures.memoryRead(wanted.cacheClass, 'miss');
        return (await joinOrFly(place, wanted, tx)).value;
      }
      const isFresh = nowMs < entry.freshUntilMs;
      figures.memoryRead(wanted.cacheClass, isFresh ? 'hit' : 'stale');
      entry.hits += 1;
      if (!isFresh || (nowMs >= entry.refreshAtMs && entry.hits >= HOT_HITS))
        flights.refresh(place, wanted);
      return entry.value;
    },
  };
}

/** A load that is under way, and whether it has its connection. */
interface Flight {
  entry: Promise<Entry>;
  state(): ConnectionState;
}

/** Loads that are under way, one for each place. */
function createFlights(parts: FetcherParts) {
  const flights = new Map<string, Flight>();
  let refreshing = 0;
  const begin = (place: Place, wanted: Wanted, read: Read): Promise<Entry> => {
    const entry = fetch(parts, place, wanted, read.run).finally(() => {
      if (flights.get(place.key) === flight) flights.delete(place.key);
    });
    const flight: Flight = { entry, state: read.state };
    flights.set(place.key, flight);
    return entry;
  };
  return {
    underWay: ({ key }: Place) => flights.get(key),
    begin,
    /** Behind an answer that was given already. */
    refresh(place: Place, wanted: Wanted) {
      if (flights.has(place.key) || refreshing >= MAX_REFRESHES) return;
      refreshing += 1;
      const read = readOnItsOwn(parts, wanted);
      // Whoever needs the value finds out what is wrong by loading it.
      runWithoutSpan(() => begin(place, wanted, read))
        .catch(() => undefined)
        .finally(() => (refreshing -= 1));
    },
  };
}

/** Loads on a connection that nobody waits with. */
function readOnItsOwn({ database }: FetcherParts, { scope }: Wanted): Read {
  let state: ConnectionState = 'none';
  return {
    state: () => state,
    run: (work) =>
      database.read(databaseScope(scope), (tx) => {
        state = 'held';
        return work(tx);
      }),
  };
}

/** What memory has and may still be answered. */
function findEntry(
  { memory, voids }: FetcherParts,
  { key, cacheClass }: Place,
  nowMs: number,
): Entry | null {
  const entry = memory.get(key);
  if (entry === undefined) return null;
  if (nowMs < entry.freshUntilMs + cacheClass.staleMs && !voids.isVoid(entry.tags, entry))
    return entry;
  memory.delete(key);
  return null;
}

/** A way to the database: the connection of who asks, or one of its own. */
interface Read {
  run: ReadOnce;
  state(): ConnectionState;
}

type ReadOnce = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;

async function fetch(
  parts: FetcherParts,
  place: Place,
  wanted: Wanted,
  read: ReadOnce,
): Promise<Entry> {
  const { memory, voids, figures } = parts;
  const layer = wanted.cacheClass.layers === 'memory' ? null : parts.shared;
  if (layer === null) return keep(await loadEntry(parts, wanted, read));
  const { found, lease } = await askLayer(parts, layer, place);
  figures.redisRead(place.cacheClass, found === null ? 'miss' : 'hit');
  if (found !== null) return keep(found);
  try {
    const entry = keep(await loadEntry(parts, wanted, read));
    void layer.put(place, entry, lease);
    return entry;
  } catch (error) {
    if (lease !== null) void layer.release(place, lease);
    throw error;
  }

  function keep(entry: Entry): Entry {
    if (!voids.isVoid(entry.tags, entry)) memory.set(place.key, entry);
    return entry;
  }
}

/** What another node has loaded or loads now; else the lease to load it, where no other has it. */
async function askLayer(
  parts: FetcherParts,
  layer: SharedLayer,
  place: Place,
): Promise<{ found: Entry | null; lease: Lease | null }> {
  const { value, isEmpty } = await layer.get(place);
  const found = acceptShared(parts, place, value);
  if (found !== null) return { found, lease: null };
  const lease = await layer.lease(place);
  if (lease === null)
    return { found: acceptShared(parts, place, await layer.awaitOther(place)), lease };
  // Another node may have loaded it and given its lease back between the two questions.
  const brought = isEmpty ? acceptShared(parts, place, (await layer.get(place)).value) : null;
  if (brought === null) return { found: null, lease };
  void layer.release(place, lease);
  return { found: brought, lease: null };
}

/** A value of another node, unless it is void or over. */
function acceptShared(
  { voids }: FetcherParts,
  { cacheClass }: Place,
  value: SharedValue | null,
): Entry | null {
  if (value === null || value.ageMs >= cacheClass.ttlMs) return null;
  if (voids.isVoid(value.tags, { snapshot: value.snapshot, mark: null })) return null;
  return toEntry(cacheClass, { ...value, mark: null });
}

async function loadEntry(
  { voids, tags, figures }: FetcherParts,
  { cacheClass, scope, key, load }: Wanted,
  read: ReadOnce,
): Promise<Entry> {
  const startedAtMs = performance.now();
  const seconds = () => (performance.now() - startedAtMs) / 1_000;
  const mark = voids.mark();
  try {
    // Sent together, in this order: what the first does not see, the others may.
    const [snapshot, value] = await read((tx) => Promise.all([readSnapshot(tx), load(tx)]));
    figures.load(cacheClass, true, seconds());
    return toEntry(cacheClass, {
      text: JSON.stringify(value),
      tags: tags.ofValue(cacheClass, scope, key, value),
      snapshot,
      mark,
      ageMs: 0,
    });
  } catch (error) {
    figures.load(cacheClass, false, seconds());
    throw error;
  }
}

function toEntry(
  cacheClass: AnyCacheClass,
  { ageMs, ...loaded }: SharedValue & { mark: number | null },
): Entry {
  const nowMs = performance.now();
  const leftMs = cacheClass.ttlMs - ageMs;
  return {
    ...loaded,
    cacheClass,
    value: freezeDeep(JSON.parse(loaded.text) as unknown),
    freshUntilMs: nowMs + leftMs,
    refreshAtMs: nowMs + leftMs * (REFRESH_FROM + REFRESH_SPREAD * Math.random()),
    hits: 0,
  };
}

async function readSnapshot(tx: Transaction): Promise<DbSnapshot> {
  const [row] = await tx.query<{ snapshot: string }>(
    'select pg_current_snapshot()::text as snapshot',
  );
  return parseSnapshot(row?.snapshot ?? '');
}

/** Whose it is comes first and is never left out, so that no key of one can be that of another. */
function placeOf({ feed }: FetcherParts, { cacheClass, scope, key }: Wanted): Place {
  const { organizationId = null, userId = null } = scope as Record<string, string | undefined>;
  return {
    cacheClass,
    key: JSON.stringify([cacheClass.name, organizationId, userId, key]),
    era: feed.era(),
  };
}

/** Row-level security holds for loads behind answers, too (security S14). */
function databaseScope(scope: object): 'all' | { organizationId: string } {
  const { organizationId } = scope as { organizationId?: string };
  return organizationId === undefined ? 'all' : { organizationId };
}
