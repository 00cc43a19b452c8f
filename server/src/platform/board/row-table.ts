import type { Transaction } from '../database/database.ts';

/** How rows of one collection are kept: property names with their columns and SQL types. */
export interface RowTable {
  table: string;
  columns: Readonly<Record<string, readonly [column: string, type: string]>>;
}

/** The statements of a table, made once. */
export interface RowStatements {
  /** `$1` board, `$2` ids. */
  select: string;
  /** `$1` board. */
  selectAll: string;
  /** `$1` rows as JSON, `$2` organization, `$3` board. */
  insert: string;
  update: string;
  /** `$1` board, `$2` ids. */
  remove: string;
  /** The select list, for statements with conditions of their own. */
  list: string;
}

/** Writes the statements of a table whose rows have `id`, `board_id` and `organization_id`. */
export function createStatements({ table, columns }: RowTable): RowStatements {
  const all = Object.entries(columns);
  const list = all.map(([property, [column]]) => `t.${column} as "${property}"`).join(', ');
  const names = all.map(([, [column]]) => column).join(', ');
  const record = all.map(([property, [, type]]) => `"${property}" ${type}`).join(', ');
  const values = all.map(([property, [, type]]) => writtenValue(property, type)).join(', ');
  const assignments = all
    .filter(([property]) => property !== 'id')
    .map(([property, [column, type]]) => `${column} = ${writtenValue(property, type)}`)
    .join(', ');
  return {
    list,
    select: `select ${list} from ${table} as t where t.board_id = $1 and t.id = any($2)`,
    selectAll: `select ${list} from ${table} as t where t.board_id = $1`,
    insert: `insert into ${table} (organization_id, board_id, ${names})
      select $2, $3, ${values} from json_to_recordset($1::json) as r (${record})`,
    update: `update ${table} as t set ${assignments} from jsonb_to_recordset($1::jsonb) as r (${record})
      where t.organization_id = $2 and t.board_id = $3 and t.id = r.id`,
    remove: `delete from ${table} where board_id = $1 and id = any($2)`,
  };
}

/** JSON's null in a jsonb column is a value, such as an emptied field; the record would make it SQL's. */
function writtenValue(property: string, type: string): string {
  return type === 'jsonb' ? `coalesce(r."${property}", 'null')` : `r."${property}"`;
}

/** Runs a statement over rows; nothing when there are none. */
export async function writeRows(
  tx: Transaction,
  statement: string,
  rows: readonly unknown[],
  { organizationId, boardId }: { organizationId: string; boardId: string },
): Promise<void> {
  if (rows.length > 0) await tx.query(statement, [JSON.stringify(rows), organizationId, boardId]);
}
