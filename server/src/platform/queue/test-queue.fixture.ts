import { pino } from 'pino';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import { connectDatabase, type Database } from '../database/database.ts';
import { createJobRows, type JobRows } from '../jobs/job-rows.ts';
import type { QueueEngine } from './engine.ts';
import { defineJob } from './job.ts';
import type { JobDefinition, JobHandler } from './job.ts';
import type { JobOutcome } from './process-job.ts';
import { createQueue } from './queue.ts';
import type { Queue, QueueOptions } from './queue.ts';

/** The payload of test jobs. */
export type Note = { n: number };

/** A job of its own, so that tests which share an engine do not meet. */
export function defineNote(extra: Partial<JobDefinition<Note>> = {}): JobDefinition<Note> {
  const name = `test.${createId()}`;
  const payload = z.strictObject({ n: z.number() });
  return defineJob({ name, queue: 'notification', payload, backoffMs: 20, ...extra });
}

/** How long tests wait for what must happen. */
export const LIMIT = { timeout: 20_000, interval: 20 };

/** An engine and the rows beside it, for one test file. */
export interface EnginePlace {
  engine: QueueEngine;
  rows: JobRows;
  connected: Database;
  /** Where the rows are. */
  database: TestDatabase;
  drop(): Promise<void>;
}

/** Provides an engine for one test file, and takes it away. */
export type EngineSource = () => Promise<EnginePlace>;

/** Puts rows beside an engine, in a database of their own or in the engine's. */
export function placeRows(database: TestDatabase) {
  const log = pino({ level: 'silent' });
  const connected = connectDatabase({ url: database.appUrl, poolSize: 5, log });
  return { rows: createJobRows(connected), connected, close: () => connected.close() };
}

/** The engine of Postgres, with rows in its database. */
export async function openPostgres(): Promise<EnginePlace> {
  const database = await createTestDatabase();
  const engine = {
    kind: 'postgres' as const,
    connectionString: database.appUrl,
    adminConnectionString: database.adminUrl,
  };
  const { close, ...beside } = placeRows(database);
  const drop = () => close().then(() => database.drop());
  return { engine, ...beside, database, drop };
}

/** A queue whose runs and log lines are recorded. */
export interface RecordedQueue {
  queue: Queue;
  outcomes: string[];
  logs: Record<string, unknown>[];
}

/** Opens an engine for the tests of a suite; queues are closed after each of them. */
export function useEngine(open: EngineSource) {
  let place: Awaited<ReturnType<EngineSource>>;
  const queues: Queue[] = [];
  beforeAll(async () => {
    place = await open();
  });
  afterEach(async () => {
    for (const queue of queues.splice(0)) await queue.close();
  });
  afterAll(() => place.drop());
  const build = async (options: Partial<QueueOptions>): Promise<RecordedQueue> => {
    const opened = await openQueue({ engine: place.engine, rows: place.rows, ...options });
    queues.push(opened.queue);
    return opened;
  };
  const start = async (
    jobs: readonly JobHandler[],
    options: Partial<QueueOptions> = {},
  ): Promise<RecordedQueue> => {
    const opened = await build({ jobs, ...options });
    await opened.queue.startWorkers();
    return opened;
  };
  return { build, start, place: () => place };
}

/** Opens a queue that the caller closes. */
export async function openQueue(
  options: Omit<QueueOptions, 'log' | 'jobs'> & { jobs?: readonly JobHandler[] },
): Promise<RecordedQueue> {
  const outcomes: string[] = [];
  const logs: Record<string, unknown>[] = [];
  const write = (line: string) => void logs.push(JSON.parse(line) as Record<string, unknown>);
  const names = new Set((options.jobs ?? []).map(({ job }) => job.name));
  // Jobs that another test left behind are not this one's.
  const onJob = (job: string, outcome: JobOutcome) => {
    if (names.has(job)) outcomes.push(outcome);
  };
  const queue = await createQueue({
    jobs: [],
    log: pino({ level: 'debug' }, { write }),
    observer: { onJob },
    ...options,
  });
  return { queue, outcomes, logs };
}
