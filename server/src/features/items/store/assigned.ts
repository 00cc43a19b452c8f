import type { Json } from '@boardwire/contract/column-types';
import type { Transaction } from '../../../platform/database/database.ts';
import type { AssignedLens, LensColumn } from '../domain/assigned-lens.ts';

/** Boards on which some item names a person, those that they may not see among them. */
export async function listBoardsNaming(
  tx: Transaction,
  organizationId: string,
  userId: string,
): Promise<string[]> {
  const rows = await tx.query<{ boardId: string }>(
    'select distinct board_id as "boardId" from item_people where person_id = $2 and organization_id = $1',
    [organizationId, userId],
  );
  return rows.map(({ boardId }) => boardId);
}

/** Columns in use of these boards that a list over boards looks at, in their order. */
export function listLensColumns(
  tx: Transaction,
  organizationId: string,
  boardIds: readonly string[],
): Promise<LensColumn[]> {
  return tx.query<LensColumn>(
    `select board_id as "boardId", id, type, settings from board_columns
     where organization_id = $1 and board_id = any($2) and deleted_at is null
       and type in ('person', 'status', 'checkbox', 'date', 'timeline')
     order by board_id, pos, id`,
    [organizationId, boardIds],
  );
}

/** Which items wait for whom. */
export interface AssignedQuery {
  organizationId: string;
  userId: string;
  /** Of the boards that count. */
  lenses: readonly AssignedLens[];
  order: 'due' | 'newest';
  /** Sort key and id of the last item of the page before. */
  after: readonly [key: string, id: string] | null;
  limit: number;
}

/** An item that waits for somebody. */
export interface AssignedRow {
  id: string;
  boardId: string;
  number: number;
  parentId: string | null;
  title: string | null;
  status: Json;
  due: string | null;
  createdAt: string;
}

/** Sorts behind every date. */
export const NO_DUE = '~';

const DONE = `case when i.parent_id is null then l.done else l."subDone" end`;
const DUE = `case when l."isTimeline" then i.field_values -> l.due ->> 'end' else i.field_values ->> l.due end`;
const ORDERS = {
  due: {
    after: `(coalesce(due, '${NO_DUE}') collate "C", id) > ($5::text, $6::uuid)`,
    by: `coalesce(due, '${NO_DUE}') collate "C", id`,
  },
  newest: {
    after: '("createdAt", id) < ($5::timestamptz, $6::uuid)',
    by: '"createdAt" desc, id desc',
  },
};

/** Items that name a person in a column in use, are not done, and neither archived nor deleted, nor is what they stand in. */
export function listAssigned(tx: Transaction, query: AssignedQuery): Promise<AssignedRow[]> {
  const { after, by } = ORDERS[query.order];
  return tx.query<AssignedRow>(
    `with lenses as materialized (select * from jsonb_to_recordset($3::jsonb) as l
       ("boardId" uuid, people text[], status text, done jsonb, "subDone" jsonb, due text, "isTimeline" boolean)),
     found as (
       select i.id, i.board_id as "boardId", i.number, i.parent_id as "parentId", i.field_values ->> 'title' as title,
         i.field_values -> l.status as status, ${DUE} as due, i.created_at as "createdAt"
       from item_people p
       join lenses l on l."boardId" = p.board_id
       join items i on i.organization_id = p.organization_id and i.board_id = p.board_id and i.id = p.item_id
       left join items o on o.organization_id = i.organization_id and o.board_id = i.board_id and o.id = i.parent_id
       join board_groups g on g.organization_id = i.organization_id and g.board_id = i.board_id
         and g.id = coalesce(i.group_id, o.group_id)
       where p.organization_id = $1 and p.person_id = $2
         and coalesce(i.archived_at, i.deleted_at, o.archived_at, o.deleted_at, g.archived_at, g.deleted_at) is null
         and exists (select from unnest(l.people) as c where i.field_values -> c ? $2::uuid::text)
         and coalesce((${DONE}) -> 'values' @> (i.field_values -> ((${DONE}) ->> 'field')), false) is false)
     select * from found where $5::text is null or ${after} order by ${by} limit $4`,
    [
      query.organizationId,
      query.userId,
      JSON.stringify(query.lenses),
      query.limit,
      query.after?.[0] ?? null,
      query.after?.[1] ?? null,
    ],
  );
}
