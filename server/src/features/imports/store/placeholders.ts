import type { Transaction } from '../../../platform/database/database.ts';

/** Ids of a board's placeholders. */
export async function readPlaceholders(
  tx: Transaction,
  boardId: string,
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    'select id from board_placeholders where board_id = $1',
    [boardId],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Adds names that no account stands behind. */
export async function insertPlaceholders(
  tx: Transaction,
  { organizationId, boardId }: { organizationId: string; boardId: string },
  { importId, people }: { importId: string; people: readonly { id: string; name: string }[] },
): Promise<void> {
  if (people.length === 0) return;
  await tx.query(
    `insert into board_placeholders (organization_id, board_id, id, name, import_id)
     select $1, $2, p.id, p.name, $4 from jsonb_to_recordset($3::jsonb) as p (id uuid, name text)`,
    [organizationId, boardId, JSON.stringify(people), importId],
  );
}
