import type { Transaction } from '../../../platform/database/database.ts';
import type { BoardTables } from '../../../platform/board/board-unit.ts';
import type { RowTable } from '../../../platform/board/row-table.ts';
import { writeIsColumnShown, writeIsInUse, writeIsShown } from '../../../platform/board/shown.ts';
import { NOBODY } from '../../../platform/board/visitor-events.ts';

/** What a board's events made of it: the same for everybody who may read it at this sequence number. */
export interface BoardContent {
  epoch: number;
  seq: number;
  /** The members of a JSON object, without its braces. */
  json: string;
  /** People of the organization whose ids stand on the board. */
  userIds: string[];
}

/** Reads a board's content; null when there is none. */
export type ReadContent = (tx: Transaction, boardId: string) => Promise<BoardContent | null>;

/** For whom a board is read: those who belong to it, or whoever has its link. */
export type Audience = 'members' | 'visitors';

/** Makes the reader over the tables of all features that keep something of a board. */
export function createReadContent(
  tables: BoardTables,
  audience: Audience = 'members',
): ReadContent {
  const text = audience === 'members' ? writeContentQuery(tables) : writeVisitorQuery(tables);
  return async (tx, boardId) => {
    const [row] = await tx.query<ContentRow>(text, [boardId]);
    if (row === undefined) return null;
    const { epoch, seq, userIds, ...parts } = row;
    const members = Object.entries({ epoch, seq, ...parts });
    return { epoch, seq, userIds, json: members.map(([name, json]) => `"${name}":${json}`).join() };
  };
}

/** Rows come as the text that goes out: a parsed board would be made and written again for nothing. */
interface ContentRow {
  epoch: number;
  seq: number;
  userIds: string[];
  board: string;
  columns: string;
  groups: string;
  views: string;
  conflicts: string;
  items: string;
}

/** Who made or changed something, is named on the board, or is assigned. */
const USER_IDS = `array(select b.created_by
  union select bm.user_id from board_members bm where bm.board_id = b.id
  union select i.created_by from items i where i.board_id = b.id and i.created_by is not null
  union select i.updated_by from items i where i.board_id = b.id and i.updated_by is not null
  union select m.user_id from memberships m where m.organization_id = b.organization_id and m.user_id::text in (
    select assigned.id from board_columns c join items i on i.board_id = c.board_id
    cross join lateral jsonb_array_elements_text(
      case jsonb_typeof(i.field_values -> c.id::text) when 'array' then i.field_values -> c.id::text else '[]' end
    ) as assigned (id) where c.board_id = b.id and c.type = 'person'))`;

/** Who is assigned to what a link shows; nobody else's name is on it (security S20). */
const ASSIGNED_IDS = `array(select distinct assigned.id from board_columns c join items i on i.board_id = c.board_id
  cross join lateral jsonb_array_elements_text(
    case jsonb_typeof(i.field_values -> c.id::text) when 'array' then i.field_values -> c.id::text else '[]' end
  ) as assigned (id) where c.board_id = b.id and c.type = 'person' and ${writeIsColumnShown('c')} and ${writeIsShown('i')})`;
const GONE_COLUMNS = `array(select c.id::text from board_columns c
  where c.board_id = b.id and not ${writeIsColumnShown('c')})`;

/** One statement sees one moment, as REPEATABLE READ does, so position and rows belong together (live L7). */
function writeContentQuery(tables: BoardTables): string {
  return writeQuery(tables, USER_IDS, { views: 't.owner_id is null' });
}

/** Nothing that was put away or hidden, no waiting choices, no comments, and nobody's name but of those who are assigned. */
function writeVisitorQuery(tables: BoardTables): string {
  return writeQuery(
    tables,
    ASSIGNED_IDS,
    {
      views: 't.owner_id is null',
      conflicts: 'false',
      columns: writeIsColumnShown('t'),
      groups: writeIsInUse('t'),
      items: writeIsShown('t'),
    },
    VISITOR_VALUES,
  );
}

/** What stands in an item for visitors in the place of its own. */
const VISITOR_VALUES: Readonly<Record<string, string>> = {
  values: `(t.field_values - ${GONE_COLUMNS})`,
  versions: `(t.field_versions - ${GONE_COLUMNS})`,
  commentCount: '0',
  createdBy: 'null::uuid',
  updatedBy: 'null::uuid',
};

function writeQuery(
  tables: BoardTables,
  userIds: string,
  conditions: Partial<Record<keyof BoardTables, string>>,
  itemValues: Readonly<Record<string, string>> = {},
): string {
  const createdBy = 'createdBy' in itemValues ? `'${NOBODY}'` : 'b.created_by';
  const arrayOf = (name: keyof BoardTables) =>
    writeArray(tables[name], conditions[name] ?? 'true', name === 'items' ? itemValues : {});
  return `select b.epoch, b.seq, ${userIds} as "userIds",
    json_build_object('id', b.id, 'organizationId', b.organization_id, 'workspaceId', b.workspace_id, 'name', b.name,
      'description', b.description, 'prefix', b.prefix, 'visibility', b.visibility, 'createdBy', ${createdBy},
      'createdAt', ${isoOf('b.created_at')}, 'archivedAt', ${isoOf('b.archived_at')},
      'deletedAt', ${isoOf('b.deleted_at')})::text as board,
    ${arrayOf('columns')} as columns, ${arrayOf('groups')} as groups,
    ${arrayOf('views')} as views, ${arrayOf('conflicts')} as conflicts,
    ${arrayOf('items')} as items
    from boards b where b.id = $1`;
}

/** One JSON array of a table's rows; text that is put together takes half the time of Postgres' functions for objects. */
function writeArray(
  { table, columns }: RowTable,
  condition: string,
  instead: Readonly<Record<string, string>>,
): string {
  const members = Object.entries(columns).map(
    ([property, [column, type]]) =>
      `'"${property}":' || coalesce(${writeValue(instead[property] ?? `t.${column}`, type)}, 'null')`,
  );
  return `(select '[' || coalesce(string_agg('{' || ${members.join(` || ',' || `)} || '}', ','), '') || ']'
    from ${table} t where t.board_id = b.id and ${condition})`;
}

/** A value as JSON text; null stays null. */
function writeValue(value: string, type: string): string {
  switch (type) {
    case 'timestamptz':
      return `'"' || ${isoOf(value)} || '"'`;
    case 'uuid':
      return `'"' || ${value} || '"'`;
    case 'jsonb':
    case 'integer':
    case 'boolean':
      return `${value}::text`;
    default:
      return `to_json(${value})::text`;
  }
}

function isoOf(moment: string): string {
  return `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** Somebody whose id stands in fields of a board. */
export interface BoardPerson {
  id: string;
  name: string;
  isPlaceholder: boolean;
}

/** The names of a board's people as of now: a new name is no change of the board. */
export function readPeople(
  tx: Transaction,
  boardId: string,
  userIds: readonly string[],
  audience: Audience,
): Promise<BoardPerson[]> {
  return tx.query(
    `select u.id, u.name, false as "isPlaceholder" from boards b
     join memberships m on m.organization_id = b.organization_id and m.user_id = any($2)
     join users u on u.id = m.user_id where b.id = $1
     union all select h.id, h.name, true from board_placeholders h
     where h.board_id = $1 and ($3 or h.id = any($2))`,
    [boardId, userIds, audience === 'members'],
  );
}
