import type { Transaction } from '../../../platform/database/database.ts';
import type { itemReads } from '../../items/index.ts';
import type { DueItem, DueRow } from './due-item.ts';

type Lens = Awaited<ReturnType<(typeof itemReads)['readLenses']>>[number];

/** Time zones of people with an account. */
export async function listTimeZones(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ timeZone: string }>(
    'select distinct time_zone as "timeZone" from users',
  );
  return rows.map(({ timeZone }) => timeZone);
}

/** Mornings that are done, as `zone day`. */
export async function listMornings(tx: Transaction): Promise<Set<string>> {
  const rows = await tx.query<{ timeZone: string; day: string }>(
    'select time_zone as "timeZone", day::text as day from reminder_mornings',
  );
  return new Set(rows.map(({ timeZone, day }) => `${timeZone} ${day}`));
}

/** A zone's morning is done; those of days before are forgotten. */
export async function endMorning(tx: Transaction, timeZone: string, day: string): Promise<void> {
  await tx.query('delete from reminder_mornings where time_zone = $1 and day < $2', [
    timeZone,
    day,
  ]);
  await tx.query(
    'insert into reminder_mornings (time_zone, day) values ($1, $2) on conflict do nothing',
    [timeZone, day],
  );
}

/** Boards in use on which items name people of a zone, by organization. */
export function listBoardsOfZone(
  tx: Transaction,
  timeZone: string,
): Promise<{ organizationId: string; boardIds: string[] }[]> {
  return tx.query(
    `select p.organization_id as "organizationId", array_agg(distinct p.board_id) as "boardIds"
     from users u join item_people p on p.person_id = u.id
     join boards b on b.organization_id = p.organization_id and b.id = p.board_id
       and b.deleted_at is null and b.archived_at is null
     where u.time_zone = $1 and not exists (select from sample_boards s
       where s.organization_id = b.organization_id and s.board_id = b.id)
     group by p.organization_id`,
    [timeZone],
  );
}

const DONE = `case when i.parent_id is null then l.done else l."subDone" end`;
const DUE = `case when l."isTimeline" then i.field_values -> l.due ->> 'end' else i.field_values ->> l.due end`;

/** Items with a date between two days, for people of a zone who are named in them and not done with them. */
export function listDueItems(
  tx: Transaction,
  {
    organizationId,
    timeZone,
    lenses,
    from,
    to,
  }: {
    organizationId: string;
    timeZone: string;
    lenses: readonly Lens[];
    from: string;
    to: string;
  },
): Promise<DueRow[]> {
  return tx.query<DueRow>(
    `with lenses as materialized (select * from jsonb_to_recordset($3::jsonb) as l
       ("boardId" uuid, people text[], done jsonb, "subDone" jsonb, due text, "isTimeline" boolean)),
     found as (
       select i.id, i.board_id as "boardId", p.person_id as "userId", coalesce(i.field_values ->> 'title', '') as title,
         ${DUE} as due
       from users u join item_people p on p.person_id = u.id and p.organization_id = $1
       join memberships m on m.organization_id = $1 and m.user_id = u.id and m.state = 'active'
       join lenses l on l."boardId" = p.board_id
       join items i on i.organization_id = $1 and i.board_id = p.board_id and i.id = p.item_id
       left join items o on o.organization_id = $1 and o.board_id = i.board_id and o.id = i.parent_id
       join board_groups g on g.organization_id = $1 and g.board_id = i.board_id and g.id = coalesce(i.group_id, o.group_id)
       where u.time_zone = $2
         and coalesce(i.archived_at, i.deleted_at, o.archived_at, o.deleted_at, g.archived_at, g.deleted_at) is null
         and exists (select from unnest(l.people) as c where i.field_values -> c ? p.person_id::text)
         and coalesce((${DONE}) -> 'values' @> (i.field_values -> ((${DONE}) ->> 'field')), false) is false)
     select * from found where left(due, 10) between $4 and $5 order by due, id`,
    [organizationId, timeZone, JSON.stringify(lenses), from, to],
  );
}

/** Remembers that people are told of these; answers those that nobody has told them of before. */
export async function noteTold(
  tx: Transaction,
  organizationId: string,
  items: readonly DueItem[],
): Promise<DueItem[]> {
  const rows = await tx.query<{ at: number }>(
    `with wanted as (select * from jsonb_to_recordset($2::jsonb) as w
       (at integer, "boardId" uuid, id uuid, "userId" uuid, kind text, "dueOn" date)),
     added as (
       insert into reminders_told (organization_id, board_id, item_id, user_id, kind, due_on)
       select $1, "boardId", id, "userId", kind, "dueOn" from wanted on conflict do nothing
       returning item_id, user_id, kind, due_on)
     select w.at from wanted w join added a
       on a.item_id = w.id and a.user_id = w."userId" and a.kind = w.kind and a.due_on = w."dueOn" order by w.at`,
    [organizationId, JSON.stringify(items.map((item, at) => ({ ...item, at })))],
  );
  return rows.flatMap(({ at }) => items[at] ?? []);
}

/** A date that is this long over is not told of again. */
export async function deleteOldTold(tx: Transaction): Promise<void> {
  await tx.query(`delete from reminders_told where told_at < now() - interval '90 days'`);
}

/** Names and workspaces of boards. */
export async function nameBoards(
  tx: Transaction,
  organizationId: string,
  boardIds: readonly string[],
): Promise<Map<string, { name: string; workspaceId: string }>> {
  const rows = await tx.query<{ id: string; name: string; workspaceId: string }>(
    'select id, name, workspace_id as "workspaceId" from boards where organization_id = $1 and id = any($2)',
    [organizationId, boardIds],
  );
  return new Map(rows.map(({ id, ...board }) => [id, board]));
}
