import { z } from 'zod';
import { queueTestAsked } from '@boardwire/contract/connections';
import type { Config } from '../../platform/config/config.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { defineJob, handleJob } from '../../platform/queue/job.ts';
import { mergeSetting, readSetting, writeSetting } from './store.ts';

const KEY = 'queueTest';

const queueTest = z.object({
  id: z.string(),
  state: z.enum(['running', 'passed', 'failed']),
  engine: z.enum(['redis', 'postgres']).nullable(),
  detail: z.string().nullable(),
});

/** The latest test of the queue. */
export type QueueTest = z.output<typeof queueTest>;

/** Proves that jobs are taken and run. */
export const testQueue = defineJob({
  name: 'instance.testQueue',
  queue: 'cleanup',
  payload: z.strictObject({ testId: z.string() }),
});

/** What a test of the queue stands on. */
export interface QueueTestParts {
  config: Config;
  database: Database;
  /** Puts the job in. */
  ringTest(testId: string): Promise<void>;
}

/** Begins a test; it takes the place of the one before. */
export async function openQueueTest(tx: Transaction, id: string): Promise<QueueTest> {
  const test: QueueTest = { id, state: 'running', engine: null, detail: null };
  await writeSetting(tx, KEY, test);
  return test;
}

/** The test with this id, or null when another one has taken its place. */
export async function readQueueTest(tx: Transaction, id: string): Promise<QueueTest | null> {
  const { data } = queueTest.safeParse(await readSetting(tx, KEY));
  return data?.id === id ? data : null;
}

/** The way of a test through the worker: the event rings the job, the job writes that it ran, and on what. */
export function createQueueTest(parts: QueueTestParts): Pick<Feature, 'reactions' | 'jobs'> {
  const engine = parts.config.REDIS_URL === undefined ? 'postgres' : 'redis';
  const settle = (testId: string, result: Omit<QueueTest, 'id'>) =>
    parts.database.write('all', (tx) => mergeSetting(tx, KEY, testId, result));
  const ring = async (testId: string) => {
    try {
      await parts.ringTest(testId);
    } catch (error) {
      await settle(testId, { state: 'failed', engine, detail: describe(error) });
    }
  };
  return {
    // Nobody waits for the queue here: while it is away, that would hold back every reader of events (reliability R19).
    reactions: [
      {
        name: 'instance.queueTest',
        on: [queueTestAsked.type],
        handle: async (_tx, { aggregateId }) => void ring(aggregateId).catch(() => undefined),
      },
    ],
    jobs: [
      handleJob(testQueue, ({ payload }) =>
        settle(payload.testId, { state: 'passed', engine, detail: null }),
      ),
    ],
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
