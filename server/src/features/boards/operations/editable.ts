import type { BoardContext } from '../../../platform/board/board-operation.ts';
import { conflict } from '../../../platform/refusal.ts';

/** Refuses edits of a board that is put away. Throws CONFLICT. */
export function requireEditable({ unit }: BoardContext): void {
  const { archivedAt, deletedAt } = unit.state.board;
  if (deletedAt !== null)
    throw conflict('board_deleted', 'The board is in the trash: restore it first');
  if (archivedAt !== null)
    throw conflict('board_archived', 'The board is archived: bring it back first');
}
