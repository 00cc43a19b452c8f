import { setTimeout as sleep } from 'node:timers/promises';
import type { BoardVerdict } from './board-check.ts';
import type { LoadClient } from './delivery-load.ts';

/** Jobs that the owner of the instance asks for again and again: runs of schedules, one of each at a time. */
export interface JobLoad {
  /** Asks no more; resolves when the last one is asked for. */
  stop(): Promise<void>;
  /** Stops their queue, as the owner of the instance may; resolves once some of them wait in the broker. */
  hold(): Promise<void>;
  letGo(): Promise<void>;
  countOpen(): Promise<number>;
  check(): Promise<JobVerdict>;
}

/** What the rows say of these jobs; `repeated` were completed twice. */
export interface JobVerdict extends BoardVerdict {
  asked: number;
  /** Begun more than once, such as one whose process lost its lock. */
  begunAgain: number;
}

type Rows = { query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> };

const PAUSE_MS = 250;
const QUEUE = 'cleanup';
/** Everybody sees within a second that it is stopped, and that something waits. */
const HOLD_LIMIT_MS = 5_000;
const SCHEDULES = ['cleanup', 'auditCleanup'];

/** Begins to ask. */
export function startJobLoad(client: LoadClient, rows: Rows): JobLoad {
  let asked = 0;
  let isOver = false;
  const work = async (schedule: string) => {
    for (; !isOver; await sleep(PAUSE_MS)) {
      // One that waits or runs is not asked for twice.
      const isOpen = (await countOpen(rows, schedule)) > 0;
      if (isOpen) continue;
      await client.call('POST', `/instance/schedules/${schedule}/run`, {}, crypto.randomUUID());
      asked += 1;
    }
  };
  const working = Promise.all(SCHEDULES.map(work));
  working.catch(() => undefined);
  return {
    async stop() {
      isOver = true;
      await working;
    },
    async hold() {
      await client.call('POST', `/instance/queues/${QUEUE}/pause`, {}, crypto.randomUUID());
      const giveUpAtMs = performance.now() + HOLD_LIMIT_MS;
      while ((await countInBroker(rows)) === 0 && performance.now() < giveUpAtMs)
        await sleep(PAUSE_MS);
    },
    async letGo() {
      await client.call('POST', `/instance/queues/${QUEUE}/resume`, {}, crypto.randomUUID());
    },
    countOpen: () => countOpen(rows, null),
    check: () => check(asked, rows),
  };
}

async function countOpen(rows: Rows, schedule: string | null): Promise<number> {
  const [row] = await rows.query<{ open: number }>(
    `select count(*)::int as open from jobs where name = 'schedules.run'
       and state in ('waiting', 'active') and ($1::text is null or schedule = $1)`,
    [schedule],
  );
  return row?.open ?? 0;
}

async function countInBroker(rows: Rows): Promise<number> {
  const [row] = await rows.query<{ count: number }>(
    `select count(*)::int as count from jobs
      where queue = $1 and state = 'waiting' and rung_at < now() - interval '1 second'`,
    [QUEUE],
  );
  return row?.count ?? 0;
}

async function check(asked: number, rows: Rows): Promise<JobVerdict> {
  const verdict: JobVerdict = { asked, begunAgain: 0, lost: [], repeated: [], wrong: [] };
  const found = await rows.query<{ id: string; state: string; starts: number; completed: number }>(
    `select j.id, j.state, j.starts, count(s.number) filter (where s.outcome = 'completed')::int as completed
       from jobs as j left join job_starts as s on s.job_id = j.id
      where j.name = 'schedules.run' group by j.id`,
  );
  if (found.length !== asked) verdict.wrong.push(`${found.length} jobs of ${asked}`);
  for (const { id, state, starts, completed } of found) {
    if (completed === 0) verdict.lost.push(`job ${id}: ${state}`);
    else if (completed > 1) verdict.repeated.push(`job ${id}: completed ${completed} times`);
    else if (state !== 'completed') verdict.wrong.push(`job ${id}: ${state}`);
    if (starts > 1) verdict.begunAgain += 1;
  }
  return verdict;
}
