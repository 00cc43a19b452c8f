import { z } from 'zod';
import { anyJson } from './column-types.ts';
import { id, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';

/** The queues of background jobs, in the order of SPEC D5. */
export const queueNames = [
  'email',
  'notification',
  'webhook',
  'report',
  'analytics',
  'ai',
  'cleanup',
  'import',
] as const;

/**
 * Where a job stands. `waiting` is due, `delayed` comes later (a retry, too), `waitingChildren` goes on when its children
 * have ended, `dead` is given up until somebody redrives or discards it.
 */
export const jobStates = [
  'waiting',
  'delayed',
  'active',
  'waitingChildren',
  'completed',
  'dead',
  'discarded',
] as const;

/** Why a job is dead: its tries are spent, its handler refused it, its payload, or it took its process down. */
const deadReasons = ['attempts', 'rejected', 'payload', 'lost'] as const;

/** Jobs that one call redrives, discards or removes. */
const BATCH_MAX = 10_000;
const YEAR_S = 31_536_000;

const queueName = z.enum(queueNames);
const access = { kind: 'instance' } as const;

const job = z
  .object({
    id,
    queue: queueName,
    name: z.string().meta({ description: 'what kind of work, such as `imports.run`' }),
    state: z.enum(jobStates),
    priority: z.int().meta({ description: '0 comes first' }),
    progress: z
      .object({ done: z.number(), total: z.number().nullable(), note: z.string().nullable() })
      .nullable(),
    starts: z.int().meta({ description: 'how often it was begun, also by processes that died' }),
    failures: z.int().meta({ description: 'how many of its tries ended in an error' }),
    attempts: z.int().meta({ description: 'tries that it has, the first included' }),
    redrives: z.int(),
    reason: z.enum(deadReasons).nullable().meta({ description: 'why it is dead' }),
    error: z.string().nullable().meta({ description: 'of its last try' }),
    parentId: id.nullable(),
    schedule: z.string().nullable().meta({ description: 'the schedule that began it' }),
    createdAt: timestamp,
    runAt: timestamp.meta({ description: 'when it is or was due' }),
    startedAt: timestamp.nullable(),
    endedAt: timestamp.nullable(),
  })
  .meta({ id: 'Job' });

const start = z.object({
  number: z.int(),
  startedAt: timestamp,
  endedAt: timestamp.nullable(),
  outcome: z
    .enum(['running', 'completed', 'failed', 'dead', 'returned', 'lost'])
    .meta({ description: '`returned`: at a shutdown; `lost`: its process died or hung' }),
  worker: z.string().meta({ description: 'host and process' }),
  error: z.string().nullable(),
  stack: z.string().nullable(),
});

const jobDetail = job
  .extend({
    payload: anyJson.nullable().meta({ description: 'without secrets and addresses' }),
    payloadNote: z.string().nullable().meta({ description: 'why the payload was not kept' }),
    stack: z.string().nullable(),
    children: z.object({ open: z.int(), completed: z.int(), dead: z.int(), discarded: z.int() }),
    history: z.array(start).meta({ description: 'its starts, the newest first' }),
  })
  .meta({ id: 'JobDetail' });

const queue = z
  .object({
    name: queueName,
    isPaused: z.boolean(),
    waiting: z.int(),
    delayed: z.int(),
    active: z.int(),
    waitingChildren: z.int(),
    dead: z.int(),
    oldestWaitingS: z.number().meta({ description: 'age of the oldest due job, seconds' }),
    completed: z.int().meta({ description: 'within the last hour' }),
    failed: z.int().meta({ description: 'tries that failed within the last hour' }),
    perMinute: z.number().meta({ description: 'jobs ended a minute, over the last five' }),
    waitMs: z.object({ median: z.int(), p95: z.int() }).nullable(),
    runMs: z.object({ median: z.int(), p95: z.int() }).nullable(),
    settings: z
      .object({
        concurrency: z.int(),
        perMinute: z.int().nullable(),
        attempts: z.int(),
        firstWaitMs: z.int(),
        variable: z.string(),
      })
      .meta({ description: 'as the answering process has them' }),
  })
  .meta({ id: 'JobQueue' });

export const queues = defineOperation({
  name: 'jobs.queues',
  summary: 'The queues of background jobs: counts, rates, times and settings.',
  method: 'GET',
  path: '/instance/queues',
  access,
  input: z.strictObject({}),
  output: z.object({ queues: z.array(queue) }),
  hasTag: 'answer',
});

const filter = {
  queue: queueName.optional(),
  name: z.string().max(100).optional().meta({ description: 'the kind of work' }),
};

export const list = defineOperation({
  name: 'jobs.list',
  summary: 'Background jobs, the newest first.',
  method: 'GET',
  path: '/instance/jobs',
  access,
  input: z.strictObject({ state: z.enum(jobStates).optional(), ...filter, ...pageInput }),
  output: pageOf(job),
  paginated: true,
  hasTag: 'answer',
});

const one = z.strictObject({ backgroundJobId: id });

export const get = defineOperation({
  name: 'jobs.get',
  summary: 'A background job with its redacted payload, its error and every start.',
  method: 'GET',
  path: '/instance/jobs/:backgroundJobId',
  access,
  input: one,
  output: jobDetail,
});

export const retry = defineOperation({
  name: 'jobs.retry',
  summary: 'Run a dead job once more with all its tries; its id and history stay.',
  method: 'POST',
  path: '/instance/jobs/:backgroundJobId/retry',
  access,
  input: one,
  output: job,
  errors: ['CONFLICT'],
});

export const promote = defineOperation({
  name: 'jobs.promote',
  summary: 'Let a job that waits for its time run now.',
  method: 'POST',
  path: '/instance/jobs/:backgroundJobId/promote',
  access,
  input: one,
  output: job,
  errors: ['CONFLICT'],
});

export const remove = defineOperation({
  name: 'jobs.remove',
  summary: 'Discard a job that waits or is dead; one that runs cannot be taken back.',
  method: 'DELETE',
  path: '/instance/jobs/:backgroundJobId',
  access,
  input: one,
  output: job,
  errors: ['CONFLICT'],
});

const dead = {
  ids: z.array(id).min(1).max(BATCH_MAX).optional().meta({ description: 'these alone' }),
  ...filter,
  reason: z.enum(deadReasons).optional(),
  isDryRun: z.boolean().default(false).meta({ description: 'count, and change nothing' }),
};

export const redrive = defineOperation({
  name: 'jobs.redrive',
  summary: 'Run dead jobs once more; those whose payload was not kept stay.',
  method: 'POST',
  path: '/instance/jobs/redrive',
  access,
  input: z.strictObject(dead),
  output: z.object({ matching: z.int(), redriven: z.int() }),
});

export const discard = defineOperation({
  name: 'jobs.discard',
  summary: 'End dead jobs without running them.',
  method: 'POST',
  path: '/instance/jobs/discard',
  access,
  input: z.strictObject(dead),
  output: z.object({ matching: z.int(), discarded: z.int() }),
});

const named = z.strictObject({ queue: queueName });

export const pause = defineOperation({
  name: 'jobs.pause',
  summary: 'Begin no more jobs of a queue on any node; those that run end.',
  method: 'POST',
  path: '/instance/queues/:queue/pause',
  access,
  input: named,
  output: z.object({ name: queueName, isPaused: z.boolean() }),
});

export const resume = defineOperation({
  name: 'jobs.resume',
  summary: 'Go on with the jobs of a queue.',
  method: 'POST',
  path: '/instance/queues/:queue/resume',
  access,
  input: named,
  output: z.object({ name: queueName, isPaused: z.boolean() }),
});

export const clean = defineOperation({
  name: 'jobs.clean',
  summary: 'Forget ended jobs of a queue with their history.',
  method: 'POST',
  path: '/instance/queues/:queue/clean',
  access,
  input: z.strictObject({
    queue: queueName,
    states: z
      .array(z.enum(['completed', 'dead', 'discarded']))
      .min(1)
      .max(3),
    olderThanS: z.int().min(0).max(YEAR_S).default(0),
    isDryRun: z.boolean().default(false).meta({ description: 'count, and change nothing' }),
  }),
  output: z.object({ matching: z.int(), removed: z.int() }),
});
