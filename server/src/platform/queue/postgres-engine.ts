import type { Socket } from 'node:net';
import {
  assertSchemaCompatibility,
  DEFAULT_SCHEMA,
  PostgresConnection,
  PostgresQueueBackend,
  Queue,
  Worker,
} from 'bullmq';
import type { BackendFactory, PgPool } from 'bullmq';
import { Pool } from 'pg';
import type { PoolClient } from 'pg';
import type { OpenEngine } from './engine.ts';

/** One connection listens for all workers of the process; the others run short statements, which may wait in line. */
const POOL_SIZE = 5;

/** A statement or connection that takes longer means that Postgres is gone: callers hear it within seconds. */
const CONNECT_TIMEOUT_MS = 3_000;
const QUERY_TIMEOUT_MS = 3_000;
const IDLE_TIMEOUT_MS = 30_000;

/** BullMQ waits before it tries again after exactly this error; after others it spins or stops waiting for jobs. */
const RETRIED_CODE = 'ECONNREFUSED';

/** Node's and Postgres' codes for "not reachable now": class 08, shutdown, start-up, too many connections, cancelled. */
const OUTAGE_CODE =
  /^(E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)|ENOENT|08...|57P0.|57014|53300)$/;

/** How the driver reports a statement that outlived its `query_timeout`. */
const READ_TIMEOUT_MESSAGE = 'Query read timeout';

/** The same outages, where the driver reports them without a code. */
const OUTAGE_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable/i;

/**
 * Opens BullMQ's Postgres backend on one pool for the whole process. By itself it would open a pool and a listening
 * connection for each worker and producer, more than the embedded server admits.
 */
export function openPostgresEngine(connectionString: string): OpenEngine {
  const pool = new Pool({
    connectionString: withSchema(connectionString),
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    // The workers share the listening connection, and may subscribe at the same time.
    pipeline: true,
    application_name: 'boardwire queue',
  });
  // The library takes connections without listening for their loss, which would end the process; it hears of it by what fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const guarded = guardPool(pool);
  const connection = new SharedConnection(guarded);
  connection.setMaxListeners(0);
  const backendFor =
    (ownsListener: boolean): BackendFactory =>
    (name, options) =>
      new PostgresQueueBackend(connection, name, { ...options, connection: guarded }, ownsListener);
  return {
    buildQueue: (name, options) =>
      new Queue(name, { ...options, connection: {} }, backendFor(false)),
    buildWorker: (name, processor, options) =>
      new Worker(name, processor, { ...options, connection: {} }, backendFor(true)),
    // It is as reachable as the rows beside it, and loses none of what it was told.
    isUp: async () => true,
    onReturn: () => undefined,
    countConnections: () => null,
    async close() {
      await connection.end();
      await pool.end();
    },
  };
}

/** Puts the queue's schema in front for every connection, keeping options that the operator's URL carries. */
function withSchema(connectionString: string): string {
  const url = new URL(connectionString);
  const own = `-c search_path=${DEFAULT_SCHEMA} -c synchronous_commit=on`;
  url.searchParams.set('options', [url.searchParams.get('options'), own].filter(Boolean).join(' '));
  return url.href;
}

/** A connection that outlives the workers and queues that share it. A class, because BullMQ takes no other form. */
class SharedConnection extends PostgresConnection {
  #isReady = false;

  /** The library remembers a failed first try for ever; a database that comes up later must do. */
  override async waitUntilReady(): Promise<void> {
    if (this.#isReady) return;
    await assertSchemaCompatibility(this.pool);
    this.#isReady = true;
  }

  /** Caps a worker's sleep at 10 s: after an outage it would else sleep up to an hour past its delayed jobs. */
  override get hasListenClientKeepAlive(): boolean {
    return false;
  }

  /** Each worker closes "its" connection; the last one is closed by `end`. */
  override close(): Promise<void> {
    return Promise.resolve();
  }

  override disconnect(): Promise<void> {
    return Promise.resolve();
  }

  end(): Promise<void> {
    return super.close();
  }
}

/**
 * The pool as BullMQ sees it: every outage looks like the one error that it retries with a pause, and a statement without
 * an answer condemns the connections beside it, which would else cost a time-out each.
 */
function guardPool(pool: Pool): PgPool & { options: { keepAlive: boolean } } {
  let listener: PoolClient | undefined;
  const handle = (error: unknown): never => {
    if (error instanceof Error && error.message === READ_TIMEOUT_MESSAGE) {
      void dropIdle(pool);
      dropListener(listener);
    }
    throw asOutage(error);
  };
  return {
    options: { keepAlive: true },
    query: (text: string, parameters?: readonly unknown[]) =>
      pool.query(text, parameters ? [...parameters] : []).catch(handle),
    async connect() {
      listener = await pool.connect().catch(handle);
      return listener as Awaited<ReturnType<PgPool['connect']>>;
    },
    end: () => Promise.resolve(),
    on(event: 'error' | 'connect', listen: (value: never) => void) {
      pool.on(event as 'error', listen as (error: Error) => void);
      return this;
    },
    removeAllListeners() {
      return this;
    },
  };
}

async function dropIdle(pool: Pool): Promise<void> {
  for (let left = pool.idleCount; left > 0; left -= 1) {
    const client = await pool.connect().catch(() => undefined);
    client?.release(true);
  }
}

/** Breaks the listening connection in a way that it notices: it is then made anew. */
function dropListener(listener: PoolClient | undefined): void {
  const { connection } = (listener ?? {}) as { connection?: { stream: Socket } };
  connection?.stream.destroy();
}

function asOutage(error: unknown): unknown {
  if (!(error instanceof Error) || !isOutage(error)) return error;
  const outage = new Error(`database unreachable: ${error.message}`, { cause: error });
  return Object.assign(outage, { code: RETRIED_CODE });
}

function isOutage(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return OUTAGE_CODE.test(code) || OUTAGE_MESSAGE.test(error.message);
}
