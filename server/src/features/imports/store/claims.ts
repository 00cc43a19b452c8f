import type { ImportMapping } from '@boardwire/contract/import-mapping';
import type { Actor } from '../../../platform/actor.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import type { ImportReport, PeopleMapping } from './imports.ts';

/** An import that this worker may work on until `fence` is outdone. */
export interface ClaimedImport {
  id: string;
  organizationId: string;
  boardId: string | null;
  makesBoard: boolean;
  fileName: string;
  state: 'running' | 'undoing';
  source: string | null;
  mapping: ImportMapping | null;
  people: PeopleMapping;
  actor: Actor;
  isCancelRequested: boolean;
  firstSeq: number | null;
  lastSeq: number | null;
  attempts: number;
  fence: number;
}

/** A claim counts this long from its last sign of life; a worker that died is outdone afterwards. */
const LEASE_S = 30;

const IS_DUE = `state in ('running', 'undoing') and run_at <= now() and (lease_until is null or lease_until < now())`;

/** Claims the import that waits longest, or null. The attempt counts from here on. */
export async function claimImport(tx: Transaction): Promise<ClaimedImport | null> {
  const [row] = await tx.query<ClaimedImport>(
    `update imports set attempts = attempts + 1, fence = fence + 1, progress_done = 0,
       lease_until = now() + make_interval(secs => ${LEASE_S})
     where id = (select id from imports where ${IS_DUE} order by run_at limit 1 for update skip locked)
     returning id, organization_id as "organizationId", board_id as "boardId", makes_board as "makesBoard",
       file_name as "fileName", state, source, mapping, people, actor, is_cancel_requested as "isCancelRequested",
       first_seq as "firstSeq", last_seq as "lastSeq", attempts, fence`,
  );
  return row ?? null;
}

/** Shows a sign of life and how far the work is; null when the claim is lost. */
export async function renewClaim(
  tx: Transaction,
  { id, fence }: Pick<ClaimedImport, 'id' | 'fence'>,
  progress: { done: number; total: number | null },
): Promise<{ isCancelRequested: boolean } | null> {
  const [row] = await tx.query<{ isCancelRequested: boolean }>(
    `update imports set lease_until = now() + make_interval(secs => ${LEASE_S}), progress_done = $3, progress_total = $4
     where id = $1 and fence = $2 and state in ('running', 'undoing')
     returning is_cancel_requested as "isCancelRequested"`,
    [id, fence, progress.done, progress.total],
  );
  return row ?? null;
}

/** Ends a run in the transaction of its changes, which began long before; false when the claim is lost, and the changes must not stay. */
export async function finishRun(
  tx: Transaction,
  { id, fence }: Pick<ClaimedImport, 'id' | 'fence'>,
  result: {
    source: string;
    report: ImportReport;
    firstSeq: number;
    lastSeq: number;
    items: number;
  },
): Promise<boolean> {
  const rows = await tx.query(
    `update imports set state = 'done', source = $3, report = $4, first_seq = $5, last_seq = $6, progress_done = $7,
       progress_total = $7, lease_until = null, finished_at = clock_timestamp()
     where id = $1 and fence = $2 and state = 'running' and not is_cancel_requested returning 1`,
    [
      id,
      fence,
      result.source,
      JSON.stringify(result.report),
      result.firstSeq,
      result.lastSeq,
      result.items,
    ],
  );
  return rows.length > 0;
}

/** Ends an undoing in the transaction of its changes; false when the claim is lost. */
export async function finishUndo(
  tx: Transaction,
  { id, fence }: Pick<ClaimedImport, 'id' | 'fence'>,
  range: { first: number; last: number },
): Promise<boolean> {
  const rows = await tx.query(
    `update imports set state = 'undone', lease_until = null, finished_at = clock_timestamp(), undo_first_seq = $3, undo_last_seq = $4
     where id = $1 and fence = $2 and state = 'undoing' returning 1`,
    [id, fence, range.first, range.last],
  );
  return rows.length > 0;
}

/** How work that changed nothing ends: for good, or to be tried again after `delayS`. */
export type Ending =
  | { state: 'failed' | 'cancelled' | 'done' | 'undone'; problem: string | null }
  | { state: 'again'; delayS: number; isFault: boolean };

/** Ends a claim that still holds. An undoing that failed leaves the import done. */
export async function endClaim(
  tx: Transaction,
  { id, fence }: Pick<ClaimedImport, 'id' | 'fence'>,
  ending: Ending,
): Promise<boolean> {
  if (ending.state === 'again') {
    const rows = await tx.query(
      `update imports set lease_until = null, run_at = now() + make_interval(secs => $3),
         attempts = attempts - case when $4 then 0 else 1 end
       where id = $1 and fence = $2 and state in ('running', 'undoing') returning 1`,
      [id, fence, ending.delayS, ending.isFault],
    );
    return rows.length > 0;
  }
  const rows = await tx.query(
    `update imports set state = $3, problem = $4, lease_until = null, finished_at = now()
     where id = $1 and fence = $2 and state in ('running', 'undoing') returning 1`,
    [id, fence, ending.state, ending.problem],
  );
  return rows.length > 0;
}
