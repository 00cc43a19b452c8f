import type { Config } from '../platform/config/config.ts';
import type { Log } from '../platform/log.ts';
import { openNodeBus } from '../platform/live/open-node-bus.ts';
import { createCache, type Cache } from '../platform/cache/cache.ts';
import { createOutbox, type Outbox } from '../platform/outbox.ts';
import { startApi } from './api.ts';
import { createBoardWriter } from './board-writer.ts';
import type { Enqueue } from './enqueue.ts';
import type { Watch } from './delivery-features.ts';
import { composeFeatures } from './features.ts';
import { closeFoundation, openFoundation, type Foundation } from './foundation.ts';
import { serveHealthAlone, type HttpSide } from './http-side.ts';
import type { ReadyPostgres } from './postgres.ts';
import { startWorker, type Worker } from './worker.ts';

/** A started program. */
export interface Program {
  /** The code that the first account must give, when the instance waits for one. */
  setupCode: string | null;
  foundation: Foundation;
  /** What it remembers. */
  cache: Cache;
  /** Shuts down in order (reliability R21); requests and jobs at hand get `graceMs` to finish. */
  stop(graceMs?: number): Promise<void>;
}

/** What to start. */
export interface ProgramOptions {
  config: Config;
  log: Log;
  postgres: ReadyPostgres;
  role: Config['BOARDWIRE_ROLE'];
}

/** Requests and jobs at hand get this long (reliability R21). */
const GRACE_MS = 6_000;

/** Starts the roles on a ready Postgres. */
export async function startProgram({
  config,
  log,
  postgres,
  role,
}: ProgramOptions): Promise<Program> {
  const foundation = await openFoundation(config, log, postgres);
  await warnWhenPoliciesAreBypassed(foundation);
  let worker: Worker | null = null;
  const enqueue: Enqueue = async (job, payload, dedupeId) => {
    if (worker === null) throw new Error(`${job.name}: the queue is not open yet`);
    await worker.queue.enqueue(job, payload, { dedupeId });
  };
  const bus = openNodeBus(foundation, foundation.metrics.live);
  const writer = createBoardWriter(foundation, bus);
  const { mutateBoard, onHub } = writer;
  const cache = createCache({ ...foundation, bus, maxBytes: CACHE_BYTES });
  const composed = composeFeatures({ ...foundation, cache }, enqueue, mutateBoard);
  const outbox = createOutbox({
    ...foundation,
    consumers: composed.features.flatMap(({ reactions }) => reactions ?? []),
  });
  const watch = composed.createWatch(() => outbox.lag());
  try {
    // Before the worker, whose jobs write boards.
    const access = writer.open(composed, outbox, cache);
    const classes = composed.features.flatMap(({ caches }) => caches ?? []);
    if (role === 'worker') cache.announce(classes);
    else await cache.start(classes);
    // The worker does so too; without one, its reactions begin before the first request here (outbox O7).
    if (role === 'api') await outbox.register();
    else worker = await startWorker(foundation, composed, outbox);
    const sides = { composed, outbox, worker, access, cache, mutateBoard, onHub, watch };
    const parts = { role, foundation, bus, ...sides };
    const http = await (role === 'worker' ? serveHealthAlone(parts) : startApi(parts));
    if (role !== 'worker') watch.start();
    const setupCode = role === 'worker' ? null : await composed.ensureSetupCode();
    return {
      setupCode,
      foundation,
      cache,
      stop: createStop({ http, worker, outbox, cache, watch, foundation }),
    };
  } catch (error) {
    await createStop({ http: null, worker, outbox, cache, watch, foundation })(0);
    throw error;
  }
}

/** Memory for what is remembered: some ten thousand lists. */
const CACHE_BYTES = 33_554_432;

/** Says so when the database's login makes row-level security, the second wall, void (security S14). */
async function warnWhenPoliciesAreBypassed({ database, log }: Foundation): Promise<void> {
  const [login] = await database.read('all', (tx) =>
    tx.query<{ bypasses: boolean }>(
      'select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user',
    ),
  );
  if (login?.bypasses !== true) return;
  log.warn(
    'DATABASE_URL: this login is a superuser or bypasses row-level security, so the second wall between organizations does not stand; use a plain login, and DATABASE_ADMIN_URL for migrations',
  );
}

function createStop(parts: {
  http: HttpSide | null;
  worker: Worker | null;
  outbox: Outbox;
  cache: Cache;
  watch: Watch;
  foundation: Foundation;
}) {
  let stopping: Promise<void> | null = null;
  const stop = async (graceMs: number) => {
    // Both stop taking in at once; then each finishes what it has.
    await Promise.all([parts.http?.stop(graceMs), parts.worker?.stop(graceMs), parts.watch.stop()]);
    await Promise.all([parts.outbox.stop(), parts.cache.stop()]);
    await closeFoundation(parts.foundation);
  };
  return (graceMs = GRACE_MS) => (stopping ??= stop(graceMs));
}
