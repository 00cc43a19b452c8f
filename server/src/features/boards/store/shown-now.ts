import type { ShownNow, ShownQuery } from '../../../platform/board/visitor-changes.ts';
import { writeIsColumnShown, writeIsInUse, writeIsShown } from '../../../platform/board/shown.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** Events after which something may be in sight that was not before: `$2` names the items that are asked about. */
const COMES_BACK = `e.type in ('item.arrived', 'column.created', 'group.created')
  or (e.type = 'item.created' and e.data #>> '{item,id}' = any($2::text[]))
  or (e.type <> 'board.changed' and 'null' in (e.data #> '{changes,archivedAt,to}', e.data #> '{changes,deletedAt,to}'))
  or (e.type = 'column.changed' and e.data #> '{changes,isHidden,to}' = 'false')
  or (e.type = 'item.moved' and (e.data #> '{from,groupId}' <> e.data #> '{to,groupId}'
    or e.data #> '{from,parentId}' <> e.data #> '{to,parentId}'))`;

/** In one statement, which sees one moment: what is shown of a board, and what happened until then. */
const SHOWN_NOW = `select
    array(select i.id from items i where i.board_id = b.id and i.id = any($2::uuid[]) and ${writeIsShown('i')}) as "itemIds",
    array(select c.id from board_columns c where c.board_id = b.id and ${writeIsColumnShown('c')}) as "columnIds",
    array(select g.id from board_groups g where g.board_id = b.id and ${writeIsInUse('g')}) as "groupIds",
    exists (select from events e where e.board_id = b.id and e.board_seq > $3 and (${COMES_BACK})) as "hasComeBack"
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
