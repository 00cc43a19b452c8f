import { classVoided } from '@boardwire/contract/cache';
import { defineEvent } from '@boardwire/contract/define';
import { vi } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import type { EpochSubject } from '../access-epochs.ts';
import { INSTANCE_CHAIN_ID } from '../audit.ts';
import { connectDatabase, type Database, type Transaction } from '../database/database.ts';
import { appendEvents, describeCommitted, type EventOrigin, type NewEvent } from '../event-log.ts';
import type { NoteListener } from '../live/node-bus.ts';
import { createLog } from '../log.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import type { RedisPool } from '../redis/redis-pool.ts';
import { createCache, type Cache, type CacheParts } from './cache.ts';
import { defineCacheClass, voids, type AnyCacheClass } from './cache-class.ts';
import type { ClassFigures } from './cache-figures.ts';

/** An event of the tests' own: the fact of an organization is another one. */
export const factChanged = defineEvent({
  type: 'test.factChanged',
  summary: 'A fact is another one.',
  version: 1,
  aggregate: 'organization',
  room: 'none',
  payload: z.object({ organizationId: z.uuid() }),
});

const base = {
  owner: 'tests',
  summary: 'The fact of an organization',
  version: 1,
  ttlMs: 60_000,
  staleMs: 10_000,
  layers: 'memory and redis',
  holdsAccess: false,
  tags: ['fact'],
  tagsOf: ({ organizationId }: { organizationId: string }) => [`fact:${organizationId}`] as const,
  voidedBy: [voids(factChanged, ({ data }) => [`fact:${data.organizationId}`])],
} as const;

/** Shared by nodes. */
export const facts = defineCacheClass<'organization', object, number | null>({
  ...base,
  name: 'test.facts',
  scope: 'organization',
});
/** Of one process alone. */
export const ownFacts = defineCacheClass<'organization', object, number | null>({
  ...base,
  name: 'test.ownFacts',
  scope: 'organization',
  layers: 'memory',
});
/** Has parts that somebody could change. */
export const lists = defineCacheClass<'organization', object, { list: number[] }>({
  ...base,
  name: 'test.lists',
  scope: 'organization',
});
/** Says what somebody may do. */
export const rightFacts = defineCacheClass<'member', object, number | null>({
  ...base,
  name: 'test.rightFacts',
  scope: 'member',
  holdsAccess: true,
});

/** A process with a cache. */
export interface CacheNode {
  cache: Cache;
  database: Database;
  metrics: Metrics;
  /** Asks for the fact, by a load that tells how often it ran and can be held up. */
  read(organizationId: string, options?: ReadOptions): Promise<number | null>;
  /** Changes the fact as an operation does; this node answers its writer. */
  change(organizationId: string, value: number): Promise<void>;
  /** What changes of access this node hears. */
  hearEpoch(subject: EpochSubject): void;
  /** Loads that ran here. */
  loads: number;
}

/** How to ask. */
export interface ReadOptions {
  cacheClass?: typeof facts;
  key?: object;
  /** Ask at once, on one connection. */
  callers?: number;
  load?: (tx: Transaction, loadFact: () => Promise<number | null>) => Promise<number | null>;
}

interface NodeOptions extends Pick<CacheParts, 'askTimeoutMs'> {
  maxBytes?: number;
  /** It only tells others of what it commits, as a worker does. */
  isAnnouncing?: boolean;
}

/** Nodes on one database, with a bus that can be cut. */
export interface CacheBed {
  test: TestDatabase;
  /** `notes` is what was sent over it, cut or not. */
  bus: { isCut: boolean; notes: string[] };
  /** A new organization with a fact. */
  addFact(value: number): Promise<string>;
  open(redis?: RedisPool | null, options?: NodeOptions): Promise<CacheNode>;
  /** Lets the monotonic clock of this process run ahead. */
  skip(ms: number): void;
  /** Stops that clock while `work` goes on: nothing that it does takes too long. */
  hold(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

const log = createLog('silent');
const ORIGIN: EventOrigin = {
  actor: { kind: 'system', name: 'test' },
  request: { requestId: createId(), ipAddress: '127.0.0.1', userAgent: 'test' },
  now: new Date(),
};

/** Opens a database with facts. */
export async function openCacheBed(): Promise<CacheBed> {
  const test = await createTestDatabase();
  const login = new URL(test.appUrl).username;
  await test.query('create table facts (organization_id uuid primary key, value integer)');
  await test.query(`grant all on facts to "${login}"`);
  const listeners: NoteListener[] = [];
  const bus: CacheBed['bus'] = { isCut: false, notes: [] };
  const closers: (() => Promise<void>)[] = [];
  const realNow = performance.now.bind(performance);
  let aheadMs = 0;
  let heldAtMs: number | null = null;
  const clock = vi
    .spyOn(performance, 'now')
    .mockImplementation(() => heldAtMs ?? realNow() + aheadMs);
  return {
    test,
    bus,
    skip: (ms) => void (aheadMs += ms),
    async hold(work) {
      heldAtMs = performance.now();
      await work().finally(() => (heldAtMs = null));
    },
    async addFact(value) {
      const organizationId = createId();
      await test.query('insert into facts values ($1, $2)', [organizationId, value]);
      return organizationId;
    },
    async open(
      redis = null,
      { maxBytes = 1_000_000, askTimeoutMs = 20_000, isAnnouncing = false } = {},
    ) {
      const database = connectDatabase({ url: test.appUrl, poolSize: 4, log });
      const metrics = createMetrics();
      const hearers: ((subject: EpochSubject) => void)[] = [];
      const cache = createCache({
        database,
        metrics,
        redis,
        log,
        maxBytes,
        askTimeoutMs,
        epochs: { onChange: (hear) => void hearers.push(hear) },
        bus: {
          publish(_channel, note) {
            bus.notes.push(note);
            if (!bus.isCut) queueMicrotask(() => listeners.forEach(({ onNote }) => onNote(note)));
          },
          subscribe: (_channel, listener) => void listeners.push(listener),
        },
      });
      const classes = [facts, ownFacts, lists, rightFacts];
      if (isAnnouncing) cache.announce(classes);
      else await cache.start(classes);
      closers.push(async () => {
        await cache.stop();
        await database.close();
      });
      return createNode(cache, database, metrics, (subject) =>
        hearers.forEach((hear) => hear(subject)),
      );
    },
    async close() {
      for (const close of closers) await close();
      clock.mockRestore();
      await test.drop();
    },
  };
}

function createNode(
  cache: Cache,
  database: Database,
  metrics: Metrics,
  hearEpoch: CacheNode['hearEpoch'],
): CacheNode {
  const node: CacheNode = {
    cache,
    database,
    metrics,
    hearEpoch,
    loads: 0,
    read: (organizationId, { cacheClass = facts, key = {}, load, callers = 1 } = {}) =>
      database.read('all', async (tx) => {
        const ask = () =>
          cache.over(tx)(cacheClass, {
            scope: { organizationId },
            key,
            load(own) {
              node.loads += 1;
              const loadFact = () => readFact(own, organizationId);
              return load === undefined ? loadFact() : load(own, loadFact);
            },
          });
        const [first, ...others] = await Promise.all(Array.from({ length: callers }, ask));
        if (others.some((other) => other !== first))
          throw new Error('callers got different values');
        return first ?? null;
      }),
    async change(organizationId, value) {
      const event = changeEvent(organizationId);
      await database.write('all', (tx) => writeFact(tx, value, event));
      cache.onCommitted([describeCommitted(event)]);
    },
  };
  return node;
}

/** What a node counted of a class. */
export function figuresOf({ cache }: CacheNode, cacheClass: AnyCacheClass): ClassFigures {
  const found = cache.describe().classes.find((each) => each.cacheClass === cacheClass);
  if (found === undefined) throw new Error(`${cacheClass.name}: not known here`);
  return found.figures;
}

/** Voids all facts that nodes share, as an operation does that this node answers. */
export async function voidFacts({ database, cache }: CacheNode): Promise<void> {
  const event: NewEvent = {
    spec: classVoided,
    aggregateId: INSTANCE_CHAIN_ID,
    organizationId: null,
    payload: { cacheClass: facts.name },
  };
  await database.write('all', (tx) => appendEvents(tx, [event], ORIGIN));
  cache.onCommitted([describeCommitted(event)]);
}

/** The event that tells of another fact. */
export function changeEvent(organizationId: string): NewEvent {
  const payload = { organizationId };
  return { spec: factChanged, aggregateId: organizationId, organizationId, payload };
}

/** Writes the fact and its event. */
export async function writeFact(tx: Transaction, value: number, event: NewEvent): Promise<void> {
  await tx.query('update facts set value = $2 where organization_id = $1', [
    event.organizationId,
    value,
  ]);
  await appendEvents(tx, [event], ORIGIN);
}

async function readFact(tx: Transaction, organizationId: string): Promise<number | null> {
  const [row] = await tx.query<{ value: number }>(
    'select value from facts where organization_id = $1',
    [organizationId],
  );
  return row?.value ?? null;
}

/** Something that others wait for. */
export function createGate(): {
  opened: Promise<void>;
  open(): void;
  reached: Promise<void>;
  reach(): void;
} {
  let open = () => {};
  let reach = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  return { opened, reached, open: () => open(), reach: () => reach() };
}
