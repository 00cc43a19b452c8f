import { setTimeout as sleep } from 'node:timers/promises';
import { Client as PostgresClient } from 'pg';

/** A session of the owner that comes back after its server was away. */
export interface Admin {
  url: string;
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Sessions of the harness; everything else belongs to the program, and faults may end it. */
const OWN_NAME = 'chaos';
const RETRY_MS = 200;
const TRIES = 150;

/** Opens it with the first statement. */
export function openAdmin(url: string): Admin {
  let client: PostgresClient | null = null;
  const open = async () => {
    if (client !== null) return client;
    const opened = new PostgresClient({ connectionString: url, application_name: OWN_NAME });
    opened.on('error', () => (client = null));
    await opened.connect();
    return (client = opened);
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    url,
    /** One after the other: a session takes one statement at a time. */
    query<Row>(text: string, values: readonly unknown[] = []) {
      const asked = last.then(() => insist<Row>(text, values));
      last = asked.catch(() => undefined);
      return asked;
    },
    async close() {
      await client?.end().catch(() => undefined);
    },
  };

  async function insist<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        const { rows } = await (await open()).query(text, [...values]);
        return rows as Row[];
      } catch (error) {
        // A statement of ours that is wrong stays so.
        if (tries === TRIES || !isAway(error)) throw error;
        client = null;
        await sleep(RETRY_MS);
      }
    }
  }
}

/** Ends every session of the program on this database. */
export async function killBackends(admin: Admin): Promise<void> {
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'boardwire%'`,
  );
}

const FINISH_WAIT_MS = 4_000;
const LOOK_MS = 20;

/** Resolves when an end of an attempt waits at a lock, or when none came for long: nothing is being sent then. */
export async function waitForFinish(admin: Admin): Promise<void> {
  const untilMs = performance.now() + FINISH_WAIT_MS;
  while (performance.now() < untilMs) {
    const waiting = await admin.query(
      `select 1 from pg_stat_activity where datname = current_database() and application_name like 'boardwire%'
         and wait_event_type = 'Lock' and query like 'with ends as%'`,
    );
    if (waiting.length > 0) return;
    await sleep(LOOK_MS);
  }
}

/** Keeps everybody from writing a table while `work` runs. */
export async function whileLocked(
  { url }: Admin,
  table: string,
  work: () => Promise<void>,
): Promise<void> {
  const locker = new PostgresClient({ connectionString: url, application_name: OWN_NAME });
  locker.on('error', () => undefined);
  try {
    await locker.connect();
    await locker.query('begin');
    await locker.query(`lock table ${table} in exclusive mode`);
    await work();
  } catch (error) {
    // A server that is away or full has what this fault does already.
    if (!isAway(error)) throw error;
  } finally {
    await locker.end().catch(() => undefined);
  }
}

const SQLSTATE_LENGTH = 5;

/** The server went, comes or is full, rather than that it refused the statement. */
function isAway(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return code.length !== SQLSTATE_LENGTH || /^(08|57P|53)/.test(code);
}
