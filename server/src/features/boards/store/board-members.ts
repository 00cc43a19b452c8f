import type { BoardLevel } from '@boardwire/contract/board-levels';
import type { Transaction } from '../../../platform/database/database.ts';

/** A person and a board. */
export interface PersonOnBoard {
  organizationId: string;
  boardId: string;
  userId: string;
}

interface BoardMember {
  userId: string;
  name: string;
  email: string;
  level: BoardLevel;
}

/** The people named on a board, by name. */
export function listBoardMembers(tx: Transaction, boardId: string): Promise<BoardMember[]> {
  return tx.query<BoardMember>(
    `select m.user_id as "userId", u.name, u.email, m.level from board_members m join users u on u.id = m.user_id
     where m.board_id = $1 order by lower(u.name), u.id`,
    [boardId],
  );
}

/** An active member of the organization with their level on the board, if they are named on it. */
export async function findOrganizationMember(
  tx: Transaction,
  { organizationId, boardId, userId }: PersonOnBoard,
): Promise<(Omit<BoardMember, 'level'> & { level: BoardLevel | null }) | null> {
  const [row] = await tx.query<Omit<BoardMember, 'level'> & { level: BoardLevel | null }>(
    `select o.user_id as "userId", u.name, u.email, m.level from memberships o join users u on u.id = o.user_id
     left join board_members m on m.organization_id = $1 and m.board_id = $2 and m.user_id = $3
     where o.organization_id = $1 and o.user_id = $3 and o.state = 'active'`,
    [organizationId, boardId, userId],
  );
  return row ?? null;
}

export async function countBoardOwners(tx: Transaction, boardId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from board_members where board_id = $1 and level = 'owner'`,
    [boardId],
  );
  return row?.count ?? 0;
}

export async function deleteBoardMember(
  tx: Transaction,
  { organizationId, boardId, userId }: PersonOnBoard,
): Promise<void> {
  await tx.query(
    'delete from board_members where organization_id = $1 and board_id = $2 and user_id = $3',
    [organizationId, boardId, userId],
  );
}
