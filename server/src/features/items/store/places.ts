import type { Transaction } from '../../../platform/database/database.ts';

/** An order of items: those of a group, or the sub-items of one. */
export interface Order {
  boardId: string;
  containerId: string;
}

/** The first place behind `pos` in an order; null when nothing is. Archived and deleted items keep their places. */
export async function readNextPlace(
  tx: Transaction,
  { boardId, containerId }: Order,
  pos: string,
): Promise<string | null> {
  const [row] = await tx.query<{ pos: string }>(
    'select pos from items where board_id = $1 and container_id = $2 and pos > $3 order by pos limit 1',
    [boardId, containerId, pos],
  );
  return row?.pos ?? null;
}

/** The last place before `pos` in an order. */
export async function readPlaceBefore(
  tx: Transaction,
  { boardId, containerId }: Order,
  pos: string,
): Promise<string | null> {
  const [row] = await tx.query<{ pos: string }>(
    'select pos from items where board_id = $1 and container_id = $2 and pos < $3 order by pos desc limit 1',
    [boardId, containerId, pos],
  );
  return row?.pos ?? null;
}

/** The last place of an order. */
export async function readLastPlace(
  tx: Transaction,
  { boardId, containerId }: Order,
): Promise<string | null> {
  const [row] = await tx.query<{ pos: string }>(
    'select pos from items where board_id = $1 and container_id = $2 order by pos desc limit 1',
    [boardId, containerId],
  );
  return row?.pos ?? null;
}

/** Every item of an order with its place. */
export function readOrder(
  tx: Transaction,
  { boardId, containerId }: Order,
): Promise<{ id: string; pos: string }[]> {
  return tx.query('select id, pos from items where board_id = $1 and container_id = $2', [
    boardId,
    containerId,
  ]);
}
