import type { Transaction } from '../../../platform/database/database.ts';
import type { ScheduleTimes } from '../../../platform/schedule/cron.ts';
import type { ScheduleName } from '../../../platform/schedule/schedule-list.ts';

/** The last run of a schedule. */
export interface LastRunRow {
  schedule: ScheduleName;
  jobId: string;
  slot: string | null;
  state: 'waiting' | 'active' | 'completed' | 'dead' | 'discarded';
  startedAt: string | null;
  endedAt: string | null;
  error: string | null;
}

/** Times that were chosen in place of the configured ones. */
export async function readChosenTimes(tx: Transaction): Promise<Map<string, ScheduleTimes>> {
  const rows = await tx.query<ScheduleTimes & { name: string }>(
    'select name, cron, time_zone as "timeZone", is_on as "isOn" from schedule_times',
  );
  return new Map(rows.map(({ name, ...times }) => [name, times]));
}

/** Chooses times, or returns to the configured ones. What was missed under the former times stays missed. */
export async function chooseTimes(
  tx: Transaction,
  name: ScheduleName,
  times: ScheduleTimes | null,
): Promise<void> {
  await (times === null
    ? tx.query('delete from schedule_times where name = $1', [name])
    : tx.query(
        `insert into schedule_times (name, cron, time_zone, is_on) values ($1, $2, $3, $4)
         on conflict (name) do update set cron = excluded.cron, time_zone = excluded.time_zone, is_on = excluded.is_on,
           changed_at = now()`,
        [name, times.cron, times.timeZone, times.isOn],
      ));
  await beginToCount(tx, name);
}

/** From now on slots of the schedule count. */
export async function beginToCount(tx: Transaction, name: ScheduleName): Promise<void> {
  await tx.query(
    'insert into schedule_slots (schedule, slot) values ($1, now()) on conflict do nothing',
    [name],
  );
}

/** The latest slot that was seen, or null. A slot of a clock that was ahead does not hold up what comes before it. */
export async function readLastSlot(tx: Transaction, name: ScheduleName): Promise<Date | null> {
  const [row] = await tx.query<{ slot: string | null }>(
    'select max(slot) as slot from schedule_slots where schedule = $1 and slot <= now()',
    [name],
  );
  return row?.slot == null ? null : new Date(row.slot);
}

/** Takes a slot; false when another node has it (fault F13). */
export async function takeSlot(
  tx: Transaction,
  name: ScheduleName,
  { slot, jobId }: { slot: Date; jobId: string | null },
): Promise<boolean> {
  const rows = await tx.query(
    'insert into schedule_slots (schedule, slot, job_id) values ($1, $2, $3) on conflict do nothing returning 1',
    [name, slot.toISOString(), jobId],
  );
  return rows.length > 0;
}

/** The last run of each schedule that ran. */
export function listLastRuns(tx: Transaction): Promise<LastRunRow[]> {
  return tx.query<LastRunRow>(
    `select distinct on (j.schedule) j.schedule, j.id as "jobId", s.slot, j.state, j.started_at as "startedAt",
            j.ended_at as "endedAt", j.error
       from jobs as j left join schedule_slots as s on s.job_id = j.id
      where j.schedule is not null order by j.schedule, j.id desc`,
  );
}

/** Whether a run of the schedule waits or is under way. */
export async function hasOpenRun(tx: Transaction, name: ScheduleName): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from jobs where schedule = $1 and state in ('waiting', 'active', 'waitingChildren') limit 1`,
    [name],
  );
  return rows.length > 0;
}

/** Forgets slots of long ago; the newest of each schedule stays. */
export async function deleteOldSlots(tx: Transaction, days: number): Promise<void> {
  await tx.query(
    `delete from schedule_slots as s where slot < now() - $1 * interval '1 day'
       and exists (select 1 from schedule_slots as later where later.schedule = s.schedule and later.slot > s.slot
                    and later.slot <= now())`,
    [days],
  );
}
