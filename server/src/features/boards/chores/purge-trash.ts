import { z } from 'zod';
import * as boardEvents from '@boardwire/contract/board-events';
import { commentPurged } from '@boardwire/contract/comments';
import { id } from '@boardwire/contract/common';
import { defineOperation } from '@boardwire/contract/define';
import * as itemEvents from '@boardwire/contract/item-events';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { forgetColumnValues } from '../store/trash.ts';
import { closeConflicts } from '../operations/purge.ts';
import { endOfTrash, isTrashOver } from '../trash.ts';

const spec = defineOperation({
  name: 'boards.purgeTrash',
  summary: 'Removes what has been in the trash of a board for 30 days.',
  method: 'POST',
  path: '/boards/:boardId/purge-trash',
  access: { kind: 'permission', permission: 'board:manage', object: 'board', id: 'boardId' },
  input: z.strictObject({ boardId: id }),
  output: z.object({ purged: z.int() }),
  changesBoard: true,
});

/** Rows of a kind that one transaction takes: few enough that open screens get them as changes (live L5). */
const CHUNK_ROWS = 200;

/**
 * One transaction of emptying a board's trash. All of it are events, so that whoever comes back with an older state of the
 * board takes the same rows out (live L18). `purged` is 0 when nothing was due.
 */
export const purgeTrash: BoardOperation = implementOnBoard(spec, {
  isSolo: true,
  async handle(_input, context) {
    const before = context.unit.seq;
    const isAll = await purgeItems(context);
    await purgeComments(context);
    // Its items go first, in as many transactions as they need.
    if (isAll) await purgeGroups(context);
    await purgeColumns(context);
    return { purged: context.unit.seq - before };
  },
});

/** Purges due items and those of due groups, with everything below; false when there are more. */
async function purgeItems(context: BoardContext): Promise<boolean> {
  const { unit, emit, now } = context;
  const groups = [...unit.state.groups.values()].filter((group) => isTrashOver(group, now));
  const due = await unit.loadWhere(
    'items',
    `(t.deleted_at < $2 or t.group_id = any($3)) limit ${CHUNK_ROWS}`,
    [endOfTrash(now), groups.map((group) => group.id)],
  );
  const below = await unit.loadWhere('items', 't.parent_id = any($2)', [due]);
  const itemIds = new Set([...below, ...due]);
  await closeConflicts(context, 't.item_id = any($2)', [[...itemIds]]);
  for (const itemId of itemIds) emit(itemEvents.itemPurged, { itemId });
  return due.length < CHUNK_ROWS;
}

async function purgeComments({ unit, emit, now }: BoardContext): Promise<void> {
  const ids = await unit.loadWhere('comments', `t.deleted_at < $2 limit ${CHUNK_ROWS}`, [
    endOfTrash(now),
  ]);
  const comments = ids.flatMap((commentId) => unit.state.comments.get(commentId) ?? []);
  await unit.load(
    'items',
    comments.map(({ itemId }) => itemId),
  );
  for (const { id: commentId, itemId } of comments) {
    // Those of a purged item go with it.
    if (unit.state.items.has(itemId)) emit(commentPurged, { commentId, itemId, wasDeleted: true });
  }
}

async function purgeGroups({ unit, emit, now }: BoardContext): Promise<void> {
  for (const group of unit.state.groups.values()) {
    if (!isTrashOver(group, now)) continue;
    const stored = await unit.loadWhere('items', 't.group_id = $2', [group.id]);
    const isLeft = stored.some((itemId) => unit.state.items.has(itemId));
    if (!isLeft) emit(boardEvents.groupPurged, { groupId: group.id });
  }
}

async function purgeColumns(context: BoardContext): Promise<void> {
  const { unit, tx, emit, now } = context;
  for (const { id: columnId, ...column } of unit.state.columns.values()) {
    if (!isTrashOver(column, now)) continue;
    await closeConflicts(context, 't.field = any($2)', [[columnId]]);
    emit(boardEvents.columnPurged, { columnId });
    await forgetColumnValues(tx, unit.boardId, columnId);
  }
}
