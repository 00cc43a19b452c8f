import type { ImportState, importInfo, importReport } from '@boardwire/contract/imports';
import type { ImportMapping } from '@boardwire/contract/import-mapping';
import type { z } from 'zod';
import type { Actor } from '../../../platform/actor.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** An import as its person sees it. */
export type ImportInfo = z.output<typeof importInfo>;
/** What a run did. */
export type ImportReport = z.output<typeof importReport>;

/** Who a person of the file is here. */
export type PeopleMapping = Record<string, string>;

interface ImportRow extends Omit<ImportInfo, 'progress'> {
  createdBy: string;
  progressDone: number;
  progressTotal: number | null;
  report: ImportReport | null;
}

/** An import with what only its own person may read. */
export type OwnImport = ImportInfo & { report: ImportReport | null };

const COLUMNS = `i.id, i.organization_id as "organizationId", i.board_id as "boardId", i.file_name as "fileName",
  i.size_bytes as "sizeBytes", i.state, i.progress_done as "progressDone", i.progress_total as "progressTotal",
  i.problem, i.created_at as "createdAt", i.started_at as "startedAt", i.finished_at as "finishedAt"`;

export async function insertImport(
  tx: Transaction,
  row: Pick<
    ImportInfo,
    'id' | 'organizationId' | 'boardId' | 'fileName' | 'sizeBytes' | 'createdAt'
  > & {
    createdBy: string;
    actor: Actor;
  },
): Promise<void> {
  await tx.query(
    `insert into imports (organization_id, id, created_by, created_at, actor, file_name, size_bytes, board_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.organizationId,
      row.id,
      row.createdBy,
      row.createdAt,
      JSON.stringify(row.actor),
      row.fileName,
      row.sizeBytes,
      row.boardId,
    ],
  );
}

/** A person's own import; null when there is none. */
export async function findOwnImport(
  tx: Transaction,
  importId: string,
  userId: string,
): Promise<OwnImport | null> {
  const [row] = await tx.query<ImportRow>(
    `select ${COLUMNS}, i.report from imports i where i.id = $1 and i.created_by = $2`,
    [importId, userId],
  );
  if (row === undefined) return null;
  return { ...toInfo(row), report: row.report };
}

/** A person's imports, newest first. */
export async function listOwnImports(
  tx: Transaction,
  query: { organizationId: string; userId: string; before: string | null; limit: number },
): Promise<ImportInfo[]> {
  const rows = await tx.query<ImportRow>(
    `select ${COLUMNS} from imports i where i.organization_id = $1 and i.created_by = $2
       and ($3::uuid is null or i.id < $3) order by i.id desc limit $4`,
    [query.organizationId, query.userId, query.before, query.limit],
  );
  return rows.map(toInfo);
}

/** Files of a person that wait to be imported. */
export async function countWaiting(
  tx: Transaction,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from imports i where i.organization_id = $1 and i.created_by = $2
       and i.state = 'uploaded' and exists (select from import_chunks c
         where c.organization_id = i.organization_id and c.import_id = i.id)`,
    [organizationId, userId],
  );
  return row?.count ?? 0;
}

/** What a run is to do. */
export interface RunOrder {
  actor: Actor;
  boardId: string;
  makesBoard: boolean;
  mapping: ImportMapping | null;
  people: PeopleMapping;
}

/** Puts an uploaded import into the line; false when it is no longer just uploaded. */
export async function orderRun(
  tx: Transaction,
  importId: string,
  { actor, boardId, makesBoard, mapping, people }: RunOrder,
): Promise<boolean> {
  const rows = await tx.query(
    `update imports set state = 'running', actor = $2, board_id = $3, makes_board = $4, mapping = $5, people = $6,
       started_at = now(), run_at = now(), attempts = 0
     where id = $1 and state = 'uploaded' returning 1`,
    [
      importId,
      JSON.stringify(actor),
      boardId,
      makesBoard,
      mapping === null ? null : JSON.stringify(mapping),
      JSON.stringify(people),
    ],
  );
  return rows.length > 0;
}

/** Puts the undoing of a finished import into the line; false when it is not finished. */
export async function orderUndo(tx: Transaction, importId: string, actor: Actor): Promise<boolean> {
  const rows = await tx.query(
    `update imports set state = 'undoing', actor = $2, run_at = now(), attempts = 0, problem = null
     where id = $1 and state = 'done' returning 1`,
    [importId, JSON.stringify(actor)],
  );
  return rows.length > 0;
}

/** Ends what has not begun, and asks a run at hand to end; answers the state, or null when there is nothing to cancel. */
export async function requestCancel(
  tx: Transaction,
  importId: string,
): Promise<ImportState | null> {
  const [row] = await tx.query<{ state: ImportState }>(
    `update imports set
       state = case when state = 'uploaded' then 'cancelled' else state end,
       finished_at = case when state = 'uploaded' then now() end,
       is_cancel_requested = true
     where id = $1 and state in ('uploaded', 'running') returning state`,
    [importId],
  );
  return row?.state ?? null;
}

function toInfo({ progressDone, progressTotal, ...row }: ImportRow): ImportInfo {
  const { report: _report, createdBy: _createdBy, ...info } = row;
  return { ...info, progress: { done: progressDone, total: progressTotal } };
}
