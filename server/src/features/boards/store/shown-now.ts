import type { ShownNow, ShownQuery } from '../../../platform/board/visitor-changes.ts';
import { writeIsColumnShown, writeIsInUse, writeIsShown } from '../../../platform/board/shown.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/**
 * Events after which one of the items that are asked about (`$2`) may be in sight that was not before. A move of another
 * item brings one along only when it is above it, and then out of a group that is not in sight.
 */
const COMES_BACK = `(e.type in ('item.created', 'item.arrived') and e.data #>> '{item,id}' = any($2::text[]))
  or (e.type <> 'board.changed' and 'null' in (e.data #> '{changes,archivedAt,to}', e.data #> '{changes,deletedAt,to}'))
  or (e.type = 'column.changed' and e.data #> '{changes,isHidden,to}' = 'false')
  or (e.type = 'item.moved' and (e.data #> '{from,groupId}' <> e.data #> '{to,groupId}'
    or e.data #> '{from,parentId}' <> e.data #> '{to,parentId}')
    and (e.data ->> 'itemId' = any($2::text[]) or e.data #>> '{from,groupId}' not in (select id from shown_groups)))`;

/**
 * In one statement, which sees one moment: what is shown of a board, and what happened until then. Columns and groups
 * that were made behind the changes are left out: there was nothing, or something else under the same id.
 */
const SHOWN_NOW = `with made as (
    select coalesce(e.data #>> '{column,id}', e.data #>> '{group,id}') as id from events e
    where e.board_id = $1 and e.board_seq > $3 and e.type in ('column.created', 'group.created')
  ), shown_groups as (
    select g.id::text as id from board_groups g
    where g.board_id = $1 and ${writeIsInUse('g')} and g.id::text not in (select id from made)
  )
  select
    array(select i.id from items i where i.board_id = b.id and i.id = any($2::uuid[]) and ${writeIsShown('i')}) as "itemIds",
    array(select c.id from board_columns c where c.board_id = b.id and ${writeIsColumnShown('c')}
      and c.id::text not in (select id from made)) as "columnIds",
    array(select id from shown_groups) as "groupIds",
    exists (select from events e where e.board_id = b.id and e.board_seq > $3 and (${COMES_BACK})) as "hasComeBack",
    extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs"
  from boards b where b.id = $1 and b.seq >= $3`;

/** What a board's link shows as of now; null when the board is gone or the rows do not reach `after` yet. */
export async function readShownNow(
  tx: Transaction,
  boardId: string,
  { itemIds, after }: ShownQuery,
): Promise<ShownNow | null> {
  const [row] = await tx.query<ShownNow>(SHOWN_NOW, [boardId, itemIds, after]);
  return row ?? null;
}
