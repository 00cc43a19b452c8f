import * as contract from '@boardwire/contract/jobs';
import type { Config } from '../../../platform/config/config.ts';
import { queueVariable } from '../../../platform/config/job-settings.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { readPauses } from '../../../platform/jobs/store-jobs.ts';
import { implement, type Operation } from '../../../platform/operation.ts';
import { invalid, notFound } from '../../../platform/refusal.ts';
import { readQueueSettings } from '../parts.ts';
import { redactPayload } from '../redact-payload.ts';
import { countQueues, readRates, type QueueCounts } from '../store/queue-figures.ts';
import { countChildren, listJobs, listStarts, readJob, type JobRow } from '../store/read-jobs.ts';

const NOTHING = {
  waiting: 0,
  delayed: 0,
  active: 0,
  waitingChildren: 0,
  dead: 0,
  oldestWaitingS: 0,
};
const QUIET = { completed: 0, failed: 0, perMinute: 0, waitMs: null, runMs: null };

/** Operations that only look. */
export function createReadOperations(config: Config): Operation[] {
  return [listQueues(config), list, get];
}

function listQueues(config: Config): Operation {
  const settings = readQueueSettings(config);
  return implement(contract.queues, {
    async handle(_input, { tx }) {
      const counts = new Map((await countQueues(tx)).map((row) => [row.queue, row]));
      const rates = new Map((await readRates(tx)).map((row) => [row.queue, row]));
      const paused = new Set(await readPauses(tx));
      return {
        queues: contract.queueNames.map((name) => ({
          ...NOTHING,
          ...counts.get(name),
          ...QUIET,
          ...rates.get(name),
          name,
          isPaused: paused.has(name),
          settings: describeSettings(name, settings),
        })),
      };
    },
  });
}

function describeSettings(
  name: QueueCounts['queue'],
  settings: ReturnType<typeof readQueueSettings>,
) {
  const { concurrency, rateLimit, attempts, firstWaitMs } = settings[name];
  return {
    concurrency,
    perMinute: rateLimit?.max ?? null,
    attempts,
    firstWaitMs,
    variable: queueVariable(name),
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const list = implement(contract.list, {
  async handle({ state, queue, name, cursor, limit }, { tx }) {
    if (cursor !== undefined && !UUID.test(cursor))
      throw invalid({ path: 'cursor', message: 'Not a cursor of this list' });
    const page = { afterId: cursor ?? null, limit };
    const rows = await listJobs(tx, { state, queue, name }, page);
    const items = rows.slice(0, limit);
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});

const get = implement(contract.get, {
  async handle({ backgroundJobId: id }, { tx }) {
    const job = await readJob(tx, id);
    if (job === null) throw notFound('This job');
    return {
      ...job,
      payload: redactPayload(job.payload),
      children: await countChildren(tx, id),
      history: await listStarts(tx, id),
    };
  },
});

/** A job as it stands after a change. Refuses one that is not there. */
export async function readChanged(tx: Transaction, id: string): Promise<JobRow> {
  const row = await readJob(tx, id);
  if (row === null) throw notFound('This job');
  const { payload: _payload, payloadNote: _note, stack: _stack, ...job } = row;
  return job;
}
