import type { Transaction } from '../../../platform/database/database.ts';

/** An item and somebody who may see it. */
export interface Follower {
  itemId: string;
  userId: string;
}

/** What makes somebody follow an item; `chosen` is null for whoever never chose. */
export interface FollowFacts {
  chosen: boolean | null;
  isAssigned: boolean;
  hasCommented: boolean;
}

/** By the same rules as `listFollowersOf`. */
export async function findFollowing(
  tx: Transaction,
  { itemId, userId }: Follower,
): Promise<FollowFacts> {
  const [row] = await tx.query<FollowFacts>(
    `select (select follows from item_followers where item_id = $1 and user_id = $2) as chosen,
       exists (select from item_people where item_id = $1 and person_id = $2) as "isAssigned",
       exists (select from comments where item_id = $1 and author_id = $2 and deleted_at is null) as "hasCommented"`,
    [itemId, userId],
  );
  if (row === undefined) throw new Error('a query without conditions answered nothing');
  return row;
}

/** Keeps whether somebody follows an item; false when there is no such item or they are no member. */
export async function putFollowing(
  tx: Transaction,
  { itemId, userId, follows }: Follower & { follows: boolean },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into item_followers (organization_id, board_id, item_id, user_id, follows)
     select i.organization_id, i.board_id, i.id, m.user_id, $3
     from items i join memberships m on m.organization_id = i.organization_id and m.user_id = $2 where i.id = $1
     on conflict (organization_id, board_id, item_id, user_id) do update set follows = excluded.follows returning 1`,
    [itemId, userId, follows],
  );
  return rows.length > 0;
}
