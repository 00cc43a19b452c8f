import type { Database } from '../database/database.ts';
import type { JobProgress } from '../queue/job.ts';
import type { QueueName } from '../queue/queue-settings.ts';
import { endJob, type EndResult, type JobEnd } from './end-job.ts';
import type { NewJob } from './new-job.ts';
import { startJob, type AdmitSuspect, type Claim, type StartDecision } from './start-job.ts';
import {
  markUnrung,
  ringAnew,
  putOffJob,
  takeUnrung,
  type UnrungJob,
  type Wait,
  type WaitingJob,
} from './ring-jobs.ts';
import { insertJobs, readPauses, reviveUnseen, touchJobs, type InsertHow } from './store-jobs.ts';

/** Which start of which job. */
export interface JobStart {
  readonly id: string;
  readonly number: number;
}

/** Our own rows of jobs, as the queue writes and reads them. */
export interface JobRows {
  insert(jobs: readonly NewJob[], how: InsertHow): Promise<void>;
  /** A parent that waits for the jobs of `children`, which are there with it or not at all. */
  insertFamily(parent: NewJob, children: readonly NewJob[]): Promise<void>;
  start(claim: Claim, admitSuspect: AdmitSuspect): Promise<StartDecision>;
  /** Notes why a job that was not begun waits. */
  putOff(job: WaitingJob, wait: Wait): Promise<void>;
  end(start: JobStart, end: JobEnd): Promise<EndResult>;
  report(start: JobStart, progress: JobProgress): Promise<void>;
  /** Adds children that are not there yet, by their keys. Throws when another start of the parent has begun. */
  addChildren(parent: JobStart, children: readonly { key: string; job: NewJob }[]): Promise<void>;
  takeUnrung(limit: number): Promise<UnrungJob[]>;
  markUnrung(ids: readonly string[]): Promise<void>;
  ringAnew(): Promise<void>;
  reviveUnseen(limit: number): Promise<number>;
  touch(ids: readonly string[]): Promise<void>;
  readPauses(): Promise<QueueName[]>;
}

/** Keeps the rows in the database of the program. */
export function createJobRows(database: Database): JobRows {
  return {
    insert: (jobs, how) => database.write('all', (tx) => insertJobs(tx, jobs, how)),
    insertFamily: (parent, children) =>
      database.write('all', async (tx) => {
        await insertJobs(tx, [parent], { isRung: false, state: 'waitingChildren' });
        const keys = children.map((_child, place) => String(place));
        await insertJobs(tx, children, { isRung: false, parent: { id: parent.id, keys } });
      }),
    start: (claim, admitSuspect) =>
      database.write('all', (tx) => startJob(tx, claim, admitSuspect)),
    putOff: (job, wait) => database.write('all', (tx) => putOffJob(tx, job, wait)),
    end: (start, end) => database.write('all', (tx) => endJob(tx, start, end)),
    report: ({ id, number }, { done, total = null, note = null }) =>
      database.write('all', async (tx) => {
        await tx.query(
          `update jobs set progress = $3::jsonb, seen_at = now() where id = $1 and starts = $2 and state = 'active'`,
          [id, number, JSON.stringify({ done, total, note })],
        );
      }),
    addChildren: ({ id, number }, children) =>
      database.write('all', async (tx) => {
        const held = await tx.query(
          `update jobs set has_children = true where id = $1 and starts = $2 and state = 'active' returning id`,
          [id, number],
        );
        if (held.length === 0) throw new Error('another process has taken the job over');
        const keys = children.map(({ key }) => key);
        const jobs = children.map(({ job }) => job);
        await insertJobs(tx, jobs, { isRung: false, parent: { id, keys } });
      }),
    takeUnrung: (limit) => database.write('all', (tx) => takeUnrung(tx, limit)),
    markUnrung: (ids) => database.write('all', (tx) => markUnrung(tx, ids)),
    ringAnew: () => database.write('all', ringAnew),
    reviveUnseen: (limit) => database.write('all', (tx) => reviveUnseen(tx, limit)),
    touch: (ids) => database.write('all', (tx) => touchJobs(tx, ids)),
    readPauses: () => database.read('all', readPauses),
  };
}
