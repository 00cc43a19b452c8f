import type { Transaction } from '../../../platform/database/database.ts';

/** An import that is over, as far as it is told of. */
export interface EndedImport {
  id: string;
  organizationId: string;
  createdBy: string;
  fileName: string;
  state: 'done' | 'failed';
  boardId: string | null;
  boardName: string | null;
  workspaceId: string | null;
  report: Readonly<Record<'created' | 'updated' | 'unchanged', Record<string, number>>> | null;
}

/** An import that is done or failed; null while it is anything else. */
export async function readEndedImport(
  tx: Transaction,
  importId: string,
): Promise<EndedImport | null> {
  const [row] = await tx.query<EndedImport>(
    `select i.id, i.organization_id as "organizationId", i.created_by as "createdBy", i.file_name as "fileName", i.state,
       b.id as "boardId", b.name as "boardName", b.workspace_id as "workspaceId", i.report
     from imports i left join boards b on b.id = i.board_id
     where i.id = $1 and i.state in ('done', 'failed')`,
    [importId],
  );
  return row ?? null;
}
