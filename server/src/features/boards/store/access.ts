import type { BoardAccessLoader, Location, Locator } from '../../../platform/access.ts';
import type { BoardAccess } from '../../../platform/authorize.ts';

/** Objects that are on a board, or hold boards. */
type BoardObject =
  | 'workspace'
  | 'board'
  | 'column'
  | 'group'
  | 'item'
  | 'view'
  | 'comment'
  | 'boardLink'
  | 'conflict';

/** Where the objects of a board live, found by their own ids. */
const locators: Record<BoardObject, Locator> = {
  workspace: locateBy('select organization_id as "organizationId" from workspaces where id = $1'),
  board: locateBy(
    'select organization_id as "organizationId", id as "boardId" from boards where id = $1',
  ),
  column: locateBy(onBoard('board_columns')),
  group: locateBy(onBoard('board_groups')),
  item: locateBy(onBoard('items')),
  view: locateBy(`${onBoard('board_views')} and owner_id is null`),
  comment: locateBy(onBoard('comments')),
  boardLink: locateBy(`${onBoard('board_links')} and revoked_at is null`),
  conflict: locateBy(onBoard('field_conflicts')),
};

function onBoard(table: string): string {
  return `select organization_id as "organizationId", board_id as "boardId" from ${table} where id = $1`;
}

function locateBy(statement: string): Locator {
  return async (tx, objectId) => {
    const [row] = await tx.query<Location>(statement, [objectId]);
    return row ?? null;
  };
}

interface AccessRow extends Omit<BoardAccess, 'level'> {
  levels: Record<string, BoardAccess['level']> | null;
}

/** What a board says of people, in one statement for all of them. */
const loadBoard: BoardAccessLoader = async (tx, boardId, userIds) => {
  const [row] = await tx.query<AccessRow>(
    `select b.id as "boardId", b.visibility, b.deleted_at is not null as "isDeleted",
       (select jsonb_object_agg(m.user_id, m.level) from board_members m
        where m.organization_id = b.organization_id and m.board_id = b.id and m.user_id = any($2)) as levels
     from boards b where b.id = $1`,
    [boardId, userIds.filter((id) => id !== null)],
  );
  if (row === undefined) return () => null;
  const { levels, ...access } = row;
  return (userId) => ({ ...access, level: (userId !== null && levels?.[userId]) || null });
};

/** Where the objects of boards live, and what a board says of people. */
export const boardAccess = { locators, loadBoard };
