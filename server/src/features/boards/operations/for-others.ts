import type { OperationContext } from '../../../platform/operation.ts';
import { addHiddenBoard } from './boards.ts';
import { addFilledBoard } from './filled-board.ts';
import type { BoardWithLevel } from '../store/boards.ts';
import { listReadable, toListed, type ListedBoard } from './readable.ts';
import { requireColumnRoom, requireGroupRoom, requireViewRoom } from './room.ts';

/** Those of the boards that are in use and that the caller may read, as lists show them (security S21). */
async function listOpen(
  context: OperationContext,
  organizationId: string,
  ids: readonly string[],
): Promise<ListedBoard[]> {
  if (ids.length === 0) return [];
  const rows = await listReadable(context, { organizationId, state: 'active', ids });
  return rows.map((row) => toListed(context, row));
}

/** Those of the boards that are in use and that the caller may read (security S21). */
function listInUse(
  context: OperationContext,
  organizationId: string,
  ids: readonly string[],
): Promise<BoardWithLevel[]> {
  return listReadable(context, { organizationId, state: 'active', ids });
}

/** What other features ask of boards within an operation of theirs. */
export const boards = {
  addHidden: addHiddenBoard,
  addFilled: addFilledBoard,
  listOpen,
  listReadable: listInUse,
  requireColumnRoom,
  requireGroupRoom,
  requireViewRoom,
};
