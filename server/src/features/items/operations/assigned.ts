import { z } from 'zod';
import { assigned as contract, type AssignedItem } from '@boardwire/contract/assigned-items';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import { implement, requireUserId, type Operation } from '../../../platform/operation.ts';
import { boards } from '../../boards/index.ts';
import { findOption, lensesOf, type LensColumn } from '../domain/assigned-lens.ts';
import {
  listAssigned,
  listBoardsNaming,
  listLensColumns,
  NO_DUE,
  type AssignedRow,
} from '../store/assigned.ts';

const PLACES = {
  due: z.tuple([z.string(), z.uuid()]),
  newest: z.tuple([z.iso.datetime(), z.uuid()]),
};

const assigned = implement(contract, {
  async handle({ organizationId, order, cursor, limit }, context) {
    const after = decodeCursor(cursor, PLACES[order]);
    // The one predicate decides which boards count (security S21); what is on others is not even looked at.
    const userId = requireUserId(context.actor);
    const naming = await listBoardsNaming(context.tx, organizationId, userId);
    const seen = await boards.listReadable(context, organizationId, naming);
    const byId = new Map(seen.map((board) => [board.id, board]));
    const columns = await listLensColumns(context.tx, organizationId, [...byId.keys()]);
    const lenses = lensesOf(columns);
    if (lenses.length === 0) return { items: [], nextCursor: null };
    const query = { organizationId, userId, lenses, order, after, limit: limit + 1 };
    const page = toPage(await listAssigned(context.tx, query), limit, (row) => placeOf(row, order));
    const statuses = new Map(lenses.map(({ boardId, status }) => [boardId, status]));
    const columnsById = new Map(columns.map((column) => [column.id, column]));
    const items = page.items.map((row) => {
      const board = byId.get(row.boardId);
      if (board === undefined) throw new Error('an item of a board that was not asked for');
      return describe(row, board, columnsById.get(statuses.get(row.boardId) ?? ''));
    });
    return { ...page, items };
  },
});

/** Lists of items over boards. */
export const assignedReads: readonly Operation[] = [assigned];

function placeOf({ id, due, createdAt }: AssignedRow, order: 'due' | 'newest') {
  return [order === 'due' ? (due ?? NO_DUE) : createdAt, id];
}

function describe(
  { id, number, title, parentId, due, createdAt, status }: AssignedRow,
  { id: boardId, name, prefix }: { id: string; name: string; prefix: string },
  column: LensColumn | undefined,
): AssignedItem {
  const option = findOption(column, status);
  return {
    id,
    key: `${prefix}-${number}`,
    title: title ?? '',
    board: { id: boardId, name },
    parentId,
    status: option && { name: option.name, color: option.color },
    due,
    createdAt,
  };
}
