import type { Writable } from 'node:stream';
import { Pool, type PoolClient } from 'pg';
import { asRefusal } from './as-refusal.ts';
import { readLazily, type Reading } from './lazy-read.ts';
import type { Log } from '../log.ts';
import { noTracing, type SpanDescription, type Tracing } from '../trace/tracing.ts';
import { typeParser } from './type-parser.ts';

/** What a transaction may see: one organization's rows, or every row (security S14). */
export type Scope = { organizationId: string } | 'all';

/** An open transaction, the only handle that operations and stores get. */
export interface Transaction extends Reading {
  /**
   * Lets the commit follow statements that have all been sent, without waiting for their answers. The transaction
   * resolves after both; when one of them fails, nothing is kept.
   */
  commitBehind(sent: Promise<unknown>): void;
}

/** The pool of one process. */
export interface Database {
  /** Runs `work` in a read-only transaction. */
  read<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** As `read`, on a connection that the first statement takes: work that finds elsewhere what it needs takes none. */
  readLazily<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction, durable once this resolves; rolls back when `work` throws. */
  write<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Connections: in use, idle, and requests waiting for one. */
  stats(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
}

/** How to reach Postgres. */
export interface DatabaseOptions {
  url: string;
  poolSize: number;
  log: Log;
  applicationName?: string;
  tracing?: Tracing;
}

/** A connection not had within this time means the pool is taken: better a quick 503 (fault F24). */
const ACQUIRE_TIMEOUT_MS = 2_000;
/** Longest statement and idle transaction of an operation (reliability R19). */
const STATEMENT_TIMEOUT_MS = 15_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
const IDLE_CONNECTION_TIMEOUT_MS = 60_000;
/** A server that does not even cancel the statement is gone, whatever TCP still believes. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;

const READ_SPAN: SpanDescription = {
  name: 'database read',
  kind: 'client',
  attributes: { 'db.system.name': 'postgresql' },
};
const WRITE_SPAN: SpanDescription = { ...READ_SPAN, name: 'database write' };

/** Connects to Postgres; connections open on first use. */
export function connectDatabase(options: DatabaseOptions): Database {
  const { tracing = noTracing } = options;
  // Reads have connections of their own that refuse writes, so that they need no transaction to be safe.
  const reads = createPool(options, true);
  const writes = createPool(options, false);
  const sum = (count: 'totalCount' | 'idleCount' | 'waitingCount') => reads[count] + writes[count];
  const readNow: Database['read'] = (scope, work) =>
    tracing.child(READ_SPAN, () => read(reads, scope, work));
  return {
    read: readNow,
    readLazily: (scope, work) =>
      readLazily(
        (open) => readNow(scope, open),
        (tx) => work({ ...tx, commitBehind: ignoreSent }),
      ),
    write: (scope, work) => tracing.child(WRITE_SPAN, () => write(writes, scope, work)),
    stats: () => ({
      total: sum('totalCount'),
      idle: sum('idleCount'),
      waiting: sum('waitingCount'),
    }),
    close: async () => void (await Promise.all([reads.end(), writes.end()])),
  };
}

/** A read commits nothing; what fails is heard by whoever sent it. */
function ignoreSent(sent: Promise<unknown>): void {
  sent.catch(() => undefined);
}

function createPool(
  { url, poolSize, log, applicationName = 'boardwire' }: DatabaseOptions,
  isReadOnly: boolean,
): Pool {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_CONNECTION_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    application_name: applicationName,
    pipeline: true,
    options: [
      '-c synchronous_commit=on',
      '-c timezone=UTC',
      `-c default_transaction_read_only=${isReadOnly ? 'on' : 'off'}`,
      `-c statement_timeout=${STATEMENT_TIMEOUT_MS}`,
      `-c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_TIMEOUT_MS}`,
    ].join(' '),
    types: { getTypeParser: typeParser },
  });
  const reportLoss = (error: Error) => {
    // A server that stops right after us also ends what we are closing; nobody misses that.
    if (!pool.ending) log.warn({ err: error }, 'database connection lost');
  };
  // Without a listener a dropped idle connection would end the process.
  pool.on('error', reportLoss);
  // Nor may one that is lost between being handed out and being listened to by its user, who hears of it by what fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** The scope that each reading connection has at the moment. */
const currentScopes = new WeakMap<PoolClient, string>();

/** Statement by statement: at READ COMMITTED a transaction would add round trips and no consistency. */
async function read<T>(
  pool: Pool,
  scope: Scope,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return onConnection(pool, async (client, noteBroken) => {
    writeAtOnce(client);
    const scoped = setScope(client, scopeValue(scope));
    try {
      const [result] = await Promise.all([runWork(client, work), scoped]);
      return result;
    } finally {
      // Work that fails at once is quicker than the answer; the next user must find the scope that was noted.
      await scoped.catch(noteBroken);
    }
  });
}

async function setScope(client: PoolClient, value: string): Promise<void> {
  if (currentScopes.get(client) === value) return;
  currentScopes.delete(client);
  // A failure fails the read too, and ends the connection.
  await client.query({ name: 'scope', text: SET_SCOPE, values: [value] });
  currentScopes.set(client, value);
}

const SET_SCOPE = `select set_config('boardwire.scope', $1, false)`;

async function write<T>(
  pool: Pool,
  scope: Scope,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  let isCommitting = false;
  return onConnection(
    pool,
    async (client, noteBroken) => {
      try {
        writeAtOnce(client);
        // Not awaited: the connection is pipelined, so opening costs no round trip of its own. When it fails, so does
        // every statement behind it.
        const opened = client.query(`begin; set local boardwire.scope = '${scopeValue(scope)}'`);
        opened.catch(noteBroken);
        const sent: Promise<unknown>[] = [opened];
        const result = await runWork(client, work, sent);
        isCommitting = true;
        const [committed] = await Promise.all([client.query('commit'), ...sent]);
        if (committed.command !== 'COMMIT')
          throw new Error('the transaction had failed and was rolled back');
        return result;
      } catch (error) {
        await client.query('rollback').catch(noteBroken);
        throw error;
      }
    },
    () => isCommitting,
  );
}

async function onConnection<T>(
  pool: Pool,
  work: (client: PoolClient, noteBroken: (error: Error) => void) => Promise<T>,
  isCommitting = () => false,
): Promise<T> {
  const client = await acquire(pool);
  let broken: Error | undefined;
  const noteBroken = (error: Error) => (broken = error);
  client.on('error', noteBroken);
  try {
    return await work(client, noteBroken);
  } catch (error) {
    throw asRefusal(error, isCommitting());
  } finally {
    client.off('error', noteBroken);
    client.release(broken);
  }
}

/** Statements of one turn of the microtask queue leave in one write: each write is a system call, and wakes Postgres. */
function writeTogether(client: PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** Sends the opening statement together with the first one of `work`: each write to the socket is a system call. */
function writeAtOnce(client: PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  setImmediate(() => stream.uncork());
}

/** Hands `work` the connection and takes it back: a branch that nobody waited for must not write into what follows. */
async function runWork<T>(
  client: PoolClient,
  work: (tx: Transaction) => Promise<T>,
  sent: Promise<unknown>[] = [],
): Promise<T> {
  let isOver = false;
  let cause: unknown;
  const query: Transaction['query'] = async <Row>(text: string, values?: readonly unknown[]) => {
    if (isOver) throw new Error('this transaction is over');
    try {
      return await runStatement<Row>(client, text, values);
    } catch (error) {
      cause ??= error;
      throw error;
    }
  };
  // Of statements that were sent together, a later one may be heard first; it only says that an earlier one failed.
  const rethrowCause = (error: unknown): never => {
    throw isAborted(error) ? (cause ?? error) : error;
  };
  try {
    return await work({
      query,
      connection: () => 'held',
      commitBehind(statements) {
        const heard = statements.catch(rethrowCause);
        // Work that fails after this is heard instead of them.
        heard.catch(() => undefined);
        sent.push(heard);
      },
    });
  } catch (error) {
    return rethrowCause(error);
  } finally {
    isOver = true;
  }
}

const IN_FAILED_TRANSACTION = '25P02';

function isAborted(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === IN_FAILED_TRANSACTION;
}

async function acquire(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw asRefusal(error);
  }
}

const statementNames = new Map<string, string>();

async function runStatement<Row>(
  client: PoolClient,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = `s${statementNames.size}`;
    statementNames.set(text, name);
  }
  writeTogether(client);
  const result = await client.query({ name, text, values: [...values] });
  return result.rows as Row[];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function scopeValue(scope: Scope): string {
  if (scope === 'all') return '*';
  // The value stands in the statement's text, so nothing but a UUID may get there.
  if (!UUID.test(scope.organizationId)) throw new Error('a scope is an organization id');
  return scope.organizationId.toLowerCase();
}
