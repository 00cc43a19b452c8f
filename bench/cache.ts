import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createId } from '../server/src/kernel/ids.ts';
import { createCache, type Cache } from '../server/src/platform/cache/cache.ts';
import { defineCacheClass } from '../server/src/platform/cache/cache-class.ts';
import { connectDatabase, type Database } from '../server/src/platform/database/database.ts';
import { startEmbeddedPostgres } from '../server/src/platform/database/embedded/embedded-postgres.ts';
import { migrate } from '../server/src/platform/database/migrate.ts';
import { createLog } from '../server/src/platform/log.ts';
import { createMetrics } from '../server/src/platform/metrics.ts';
import { openRedis } from '../server/src/platform/redis/open-redis.ts';
import type { RedisPool } from '../server/src/platform/redis/redis-pool.ts';
import { parseRedisUrl } from '../server/src/platform/redis/redis-url.ts';
import { provideBenchEngine } from './lib/engine.ts';
import { round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';

const ROUNDS = 20_000;
const TRIPS = 500;
const HIT_TARGET_US = 25;
const CALLERS = 100;
/** Room for all that is read. */
const MEMORY_BYTES = 134_217_728;
/** A list of 50 boards is about as long. */
const VALUE = Array.from({ length: 50 }, (_, index) => ({ id: `${index}`, name: 'x'.repeat(200) }));

const lists = defineCacheClass<'member', { page: number }, typeof VALUE>({
  name: 'bench.lists',
  owner: 'bench',
  summary: 'A list',
  version: 1,
  scope: 'member',
  ttlMs: 600_000,
  staleMs: 0,
  layers: 'memory and redis',
  holdsAccess: true,
  tags: ['lists'],
  tagsOf: ({ organizationId }) => [`lists:${organizationId}`],
  voidedBy: [],
});

/** A process with the cache. */
interface Node {
  cache: Cache;
  redis: RedisPool;
  database: Database;
  /** Asks for the value of a number; `load` is the database. */
  read(page: number, load: () => Promise<typeof VALUE>): Promise<unknown>;
}

/** P11: what a remembered value costs, beside a bare Map and a bare GET. */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-bench-'));
  const log = createLog('silent');
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
  const engine = await provideBenchEngine('redis');
  const closers: (() => Promise<void>)[] = [];
  try {
    const appRole = decodeURIComponent(new URL(postgres.appUrl).username);
    const migrations = fileURLToPath(new URL('../server/migrations/', import.meta.url));
    await migrate({ adminUrl: postgres.adminUrl, appRole, folder: migrations, log });
    const scope = { organizationId: createId(), userId: createId() };
    const instanceId = createId();
    const open = async () => {
      const redis = openRedis(parseRedisUrl(engine.settings['REDIS_URL'] ?? ''), {
        log,
        instanceId,
      });
      const node = await openNode(postgres.appUrl, redis, scope);
      closers.push(node.close);
      return node;
    };
    const [one, other] = [await open(), await open()];
    const figures = [
      await measureHit(one, scope),
      await measureShared(one, other),
      await measureMiss(one),
      await measureCrowd([one, other], scope),
    ];
    return { id: 'P11', title: 'The cache: 50 rows, 12 kB', figures };
  } finally {
    for (const close of closers) await close();
    await engine.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openNode(
  url: string,
  redis: RedisPool,
  scope: { organizationId: string; userId: string },
): Promise<Node & { close(): Promise<void> }> {
  const log = createLog('silent');
  const database = connectDatabase({ url, poolSize: 4, log });
  await new Promise<void>((resolve) => (redis.isUp() ? resolve() : redis.onUp(resolve)));
  const cache = createCache({
    database,
    redis,
    log,
    metrics: createMetrics(),
    maxBytes: MEMORY_BYTES,
    epochs: { onChange: () => undefined },
    bus: { publish: () => undefined, subscribe: () => undefined },
  });
  await cache.start([lists]);
  return {
    cache,
    redis,
    database,
    read: (page, load) =>
      database.read(scope, (tx) => cache.over(tx)(lists, { scope, key: { page }, load })),
    async close() {
      await cache.stop();
      await redis.close();
      await database.close();
    },
  };
}

const load = async () => VALUE;

async function timesUs(count: number, work: (index: number) => Promise<unknown>) {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const startedAt = performance.now();
    await work(index);
    times.push((performance.now() - startedAt) * 1_000);
  }
  return spreadOf(times);
}

function figure(
  name: string,
  ours: { median: number; p95: number; p99: number },
  baseline: { median: number } | null,
  target: { text: string; isReached: boolean },
): Figure {
  return {
    name,
    unit: 'µs',
    ours: round(ours.median),
    baseline: baseline && round(baseline.median),
    ratio: baseline && round(ours.median / baseline.median),
    target: target.text,
    isReached: target.isReached,
    details: { 'p95 µs': round(ours.p95), 'p99 µs': round(ours.p99) },
  };
}

const noTarget = { text: 'none', isReached: true };

async function measureHit(
  { cache, database }: Node,
  scope: { organizationId: string; userId: string },
) {
  const map = new Map([['a key', VALUE]]);
  const bare = await timesUs(ROUNDS, async () => map.get('a key'));
  return database.read(scope, async (tx) => {
    const cached = cache.over(tx);
    const read = () => cached(lists, { scope, key: { page: -1 }, load });
    await timesUs(ROUNDS, read);
    const ours = await timesUs(ROUNDS, read);
    const isReached = ours.median <= HIT_TARGET_US;
    return figure('hit in memory (bare Map)', ours, bare, {
      text: `≤ ${HIT_TARGET_US} µs`,
      isReached,
    });
  });
}

async function measureShared(one: Node, other: Node) {
  for (let page = 0; page < TRIPS; page += 1) await one.read(page, load);
  const { commands } = one.redis;
  const text = JSON.stringify(VALUE);
  await commands.set('bench', text);
  const bare = await timesUs(TRIPS, async () => {
    JSON.parse((await commands.get('bench')) ?? '');
  });
  const ours = await timesUs(TRIPS, (page) => other.read(page, load));
  const { figures } = other.cache.describe().classes[0] ?? {};
  const isReached = figures?.redis.hits === TRIPS;
  return figure('first read of what another node has (bare GET and JSON.parse)', ours, bare, {
    text: 'no load',
    isReached,
  });
}

async function measureMiss({ read, database }: Node) {
  const statement = () => database.read('all', (tx) => tx.query('select 1'));
  const bare = await timesUs(TRIPS, statement);
  const ours = await timesUs(TRIPS, (page) => read(TRIPS + page, load));
  return figure('miss in both, beside what it loads (bare select 1)', ours, bare, noTarget);
}

async function measureCrowd(nodes: Node[], scope: { organizationId: string; userId: string }) {
  let loads = 0;
  const slow = async () => {
    loads += 1;
    return VALUE;
  };
  const rounds = 20;
  const ours = await timesUs(rounds, (round) =>
    Promise.all(
      nodes.map(({ cache, database }) =>
        database.read(scope, (tx) =>
          Promise.all(
            Array.from({ length: CALLERS / nodes.length }, () =>
              cache.over(tx)(lists, { scope, key: { page: -100 - round }, load: slow }),
            ),
          ),
        ),
      ),
    ),
  );
  return figure(`${CALLERS} callers at once on a cold key, on two nodes`, ours, null, {
    text: `one load each (${loads} of ${rounds})`,
    isReached: loads === rounds,
  });
}
