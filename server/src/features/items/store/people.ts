import type { Transaction } from '../../../platform/database/database.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Which of these people can see the board, or stand on it as a name out of an import. */
export async function findPeople(
  tx: Transaction,
  {
    organizationId,
    boardId,
    isPrivate,
  }: { organizationId: string; boardId: string; isPrivate: boolean },
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select m.user_id as id from memberships m
     where m.organization_id = $1 and m.state = 'active' and m.user_id = any($3)
       and (not $4 or exists (select from board_members b
         where b.organization_id = $1 and b.board_id = $2 and b.user_id = m.user_id))
     union all select p.id from board_placeholders p where p.organization_id = $1 and p.board_id = $2 and p.id = any($3)`,
    [organizationId, boardId, ids.filter((id) => UUID.test(id)), isPrivate],
  );
  return new Set(rows.map(({ id }) => id));
}
