import type { Transaction } from '../../../platform/database/database.ts';

/** The log of a board keeps its newest changes, and those of the last days (live L2). */
const KEPT_CHANGES = 10_000;
const KEPT_DAYS = 7;
/** Changes that one transaction removes. */
const CHUNK_CHANGES = 2_000;

/** Boards with more changes in their log than are kept for sure, behind `after` in the order of ids. */
export async function findLongLogs(
  tx: Transaction,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from boards where seq - log_floor > ${KEPT_CHANGES} and id > $1 order by id limit $2`,
    [after, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Removes the oldest changes of a board that nobody is to be shown any more, and raises its floor: whoever stands below it
 * needs a snapshot. What a reaction has still to read stays. Answers how many sequence numbers went.
 */
export async function trimChunk(tx: Transaction, boardId: string): Promise<number> {
  const [found] = await tx.query<{ floor: number; newFloor: number }>(
    `select b.log_floor as floor, least(b.log_floor + ${CHUNK_CHANGES}, b.seq - ${KEPT_CHANGES}, (
         select min(e.board_seq) - 1 from events e where e.board_id = b.id and e.board_seq > b.log_floor
           and e.board_seq <= b.log_floor + ${CHUNK_CHANGES} and (e.created_at >= now() - interval '${KEPT_DAYS} days'
             or e.transaction_id >= (select min(transaction_id) from event_consumers))))
       as "newFloor" from boards b where b.id = $1 for update of b`,
    [boardId],
  );
  if (found === undefined || found.newFloor <= found.floor) return 0;
  await tx.query('delete from events where board_id = $1 and board_seq <= $2', [
    boardId,
    found.newFloor,
  ]);
  await tx.query('update boards set log_floor = $2 where id = $1', [boardId, found.newFloor]);
  return found.newFloor - found.floor;
}
