import { createId } from '../../server/src/kernel/ids.ts';
import type { TestServer } from '../harness/server.ts';

/** Background jobs of an instance in use. */
export interface JobScene {
  /** Given up after all its tries; its work would do now. */
  deadId: string;
  /** Refused by its work for good, with secrets and an address among its data. */
  refusedId: string;
  /** For tomorrow. */
  laterId: string;
}

interface SeededJob {
  queue: string;
  name: string;
  state: 'dead' | 'waiting';
  payload: object;
  reason?: 'attempts' | 'rejected';
  error?: string;
  starts?: number;
  inHours?: number;
}

const STACK = `Error: canceling statement due to lock timeout
    at trimAudit (server/src/features/audit/chores.ts:31:9)
    at runChore (server/src/features/jobs/schedules/run-schedule.ts:22:7)`;

/** Writes jobs as workers leave them: two that are dead, one for later. */
export async function seedJobs(server: TestServer): Promise<JobScene> {
  const work = { queue: 'cleanup', name: 'schedules.run', payload: { schedule: 'auditCleanup' } };
  const deadId = await addJob(server, {
    ...work,
    state: 'dead',
    reason: 'attempts',
    error: 'audit.trim: canceling statement due to lock timeout',
    starts: 3,
  });
  const refusedId = await addJob(server, {
    queue: 'import',
    name: 'imports.run',
    payload: { file: 'board.json', token: 'bw_live_secret', notify: 'grace@example.com' },
    state: 'dead',
    reason: 'rejected',
    error: 'The file is no board',
    starts: 1,
  });
  const laterId = await addJob(server, { ...work, state: 'waiting', inHours: 24 });
  return { deadId, refusedId, laterId };
}

async function addJob(server: TestServer, job: SeededJob): Promise<string> {
  const { queue, name, state, payload, reason, error, starts = 0, inHours = 0 } = job;
  const id = createId();
  await server.database.query(
    `insert into jobs (id, queue, name, engine_id, state, payload, attempts, first_wait_ms, starts, spent, failures,
       reason, error, stack, run_at, started_at, ended_at)
     values ($1, $2, $3, $4, $5, $6, 8, 2000, $7, $7, $7, $8, $9, $10, now() + $11 * interval '1 hour',
       case when $7 > 0 then now() end, case when $5 = 'dead' then now() end)`,
    [
      id,
      queue,
      name,
      createId(),
      state,
      JSON.stringify(payload),
      starts,
      reason ?? null,
      error ?? null,
      error === undefined ? null : STACK,
      inHours,
    ],
  );
  await server.database.query(
    `insert into job_starts (job_id, number, queue, worker, due_at, started_at, ended_at, outcome, error, stack)
     select $1, number, $2, 'node-1:4711', now(), now() - interval '2 seconds', now(),
       case when number = $3 then 'dead' else 'failed' end, $4, $5
     from generate_series(1, $3::int) number`,
    [id, queue, starts, error ?? null, STACK],
  );
  return id;
}
