import type { Transaction } from '../../platform/database/database.ts';

/** Remembers that a board only shows what a board can do. */
export async function markSample(
  tx: Transaction,
  { organizationId, boardId }: { organizationId: string; boardId: string },
): Promise<void> {
  await tx.query('insert into sample_boards (organization_id, board_id) values ($1, $2)', [
    organizationId,
    boardId,
  ]);
}

/** The sample boards of an organization, whoever may see them. */
export async function listSampleIds(tx: Transaction, organizationId: string): Promise<string[]> {
  const rows = await tx.query<{ boardId: string }>(
    'select board_id as "boardId" from sample_boards where organization_id = $1',
    [organizationId],
  );
  return rows.map(({ boardId }) => boardId);
}
