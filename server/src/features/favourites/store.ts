import type { Transaction } from '../../platform/database/database.ts';

/** Whose favourites or visits, where. */
export interface OwnBoards {
  organizationId: string;
  userId: string;
}

/** A board that is kept as a favourite. */
export interface Favourite {
  boardId: string;
  pos: string;
}

/** A person's favourites in their order, those that they may not see any more among them. */
export function listFavourites(
  tx: Transaction,
  { organizationId, userId }: OwnBoards,
): Promise<Favourite[]> {
  return tx.query<Favourite>(
    `select board_id as "boardId", pos from board_favourites where organization_id = $1 and user_id = $2
     order by pos, board_id`,
    [organizationId, userId],
  );
}

/** Keeps a board at a place, or gives it another one. */
export async function putFavourite(
  tx: Transaction,
  { organizationId, userId }: OwnBoards,
  { boardId, pos }: Favourite,
): Promise<void> {
  await tx.query(
    `insert into board_favourites (organization_id, user_id, board_id, pos) values ($1, $2, $3, $4)
     on conflict (organization_id, user_id, board_id) do update set pos = excluded.pos`,
    [organizationId, userId, boardId, pos],
  );
}

export async function deleteFavourite(
  tx: Transaction,
  { organizationId, userId }: OwnBoards,
  boardId: string,
): Promise<void> {
  await tx.query(
    'delete from board_favourites where organization_id = $1 and user_id = $2 and board_id = $3',
    [organizationId, userId, boardId],
  );
}

/** Notes a visit; an earlier one of the board is forgotten, and so are all but the newest `kept`. */
export async function putVisit(
  tx: Transaction,
  { organizationId, userId }: OwnBoards,
  { boardId, at, kept }: { boardId: string; at: string; kept: number },
): Promise<void> {
  await tx.query(
    `insert into board_visits as v (organization_id, user_id, board_id, opened_at) values ($1, $2, $3, $4)
     on conflict (organization_id, user_id, board_id) do update
       set opened_at = greatest(v.opened_at, excluded.opened_at)`,
    [organizationId, userId, boardId, at],
  );
  await tx.query(
    `delete from board_visits where organization_id = $1 and user_id = $2 and board_id in (
       select board_id from board_visits where organization_id = $1 and user_id = $2
       order by opened_at desc, board_id offset $3)`,
    [organizationId, userId, kept],
  );
}

/** A person's visits, newest first. */
export function listVisits(
  tx: Transaction,
  { organizationId, userId }: OwnBoards,
): Promise<{ boardId: string; openedAt: string }[]> {
  return tx.query(
    `select board_id as "boardId", opened_at as "openedAt" from board_visits
     where organization_id = $1 and user_id = $2 order by opened_at desc, board_id`,
    [organizationId, userId],
  );
}
