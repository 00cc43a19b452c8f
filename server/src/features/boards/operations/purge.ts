import * as boardEvents from '@boardwire/contract/board-events';
import * as contract from '@boardwire/contract/board-trash';
import * as itemEvents from '@boardwire/contract/item-events';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { conflict, invalid } from '../../../platform/refusal.ts';
import { forgetColumnValues } from '../store/trash.ts';
import { endOfRestoring } from '../trash.ts';
import { requireEditable } from './editable.ts';

const deleteForGood = implementOnBoard(contract.deleteForGood, {
  async handle({ boardId, name }, context) {
    const { board } = context.unit.state;
    if (board.deletedAt === null) throw notInTrash(board.name);
    if (name.trim() !== board.name.trim()) {
      throw invalid({ path: 'name', message: `Type the board's name: ${board.name}` });
    }
    // Its time is over from now on: the sweep of boards takes it apart, in transactions of a bounded size.
    const to = new Date(Date.parse(endOfRestoring(context.now)) - 1).toISOString();
    const changes = { deletedAt: { from: board.deletedAt, to } };
    context.emit(boardEvents.boardChanged, { changes });
    context.audit({
      action: contract.deleteForGood.name,
      chain: { organizationId: board.organizationId },
      target: { type: 'board', id: boardId },
      details: { name: board.name },
    });
    return { done: true } as const;
  },
});

const purgeFromTrash = implementOnBoard(contract.purgeFromTrash, {
  // All below a group goes with it: thousands of rows, perhaps.
  isSolo: true,
  async handle({ itemIds, groupIds, columnIds }, context) {
    requireEditable(context);
    const { unit, emit, tx } = context;
    await requireDeleted(context, { itemIds, groupIds, columnIds });
    const before = unit.seq;
    const grouped = await unit.loadWhere('items', 't.group_id = any($2)', [groupIds]);
    await purgeItems(context, [...itemIds, ...grouped]);
    for (const groupId of new Set(groupIds)) emit(boardEvents.groupPurged, { groupId });
    for (const columnId of new Set(columnIds)) {
      await closeConflicts(context, 't.field = any($2)', [[columnId]]);
      emit(boardEvents.columnPurged, { columnId });
      await forgetColumnValues(tx, unit.boardId, columnId);
    }
    audit(context, { items: itemIds.length, groups: groupIds.length, columns: columnIds.length });
    return { purged: unit.seq - before };
  },
});

/** What leaves a trash for good. */
export const purgeOperations: readonly BoardOperation[] = [deleteForGood, purgeFromTrash];

async function requireDeleted(
  { unit }: BoardContext,
  chosen: Record<'itemIds' | 'groupIds' | 'columnIds', readonly string[]>,
): Promise<void> {
  const lists = [
    ['items', chosen.itemIds],
    ['groups', chosen.groupIds],
    ['columns', chosen.columnIds],
  ] as const;
  for (const [name, ids] of lists) {
    await unit.load(name, ids);
    for (const id of ids) {
      const row = await unit.require(name, id);
      if (row.deletedAt !== null) continue;
      throw notInTrash('name' in row ? row.name : JSON.stringify(row.values['title']));
    }
  }
}

async function purgeItems(context: BoardContext, chosen: readonly string[]): Promise<void> {
  const { unit, emit } = context;
  const below = await unit.loadWhere('items', 't.parent_id = any($2)', [chosen]);
  const itemIds = new Set([...below, ...chosen]);
  await closeConflicts(context, 't.item_id = any($2)', [[...itemIds]]);
  for (const itemId of itemIds) emit(itemEvents.itemPurged, { itemId });
}

/** A choice between values that are gone is none. `condition` is on `t`; its values begin at `$2`. */
export async function closeConflicts(
  { unit, emit }: BoardContext,
  condition: string,
  values: readonly unknown[],
): Promise<void> {
  for (const conflictId of await unit.loadWhere('conflicts', condition, values)) {
    const waiting = unit.state.conflicts.get(conflictId);
    if (waiting) emit(itemEvents.conflictResolved, { conflict: waiting, outcome: 'moot' });
  }
}

function audit({ unit, ...context }: BoardContext, details: Record<string, number>): void {
  context.audit({
    action: contract.purgeFromTrash.name,
    chain: { organizationId: unit.organizationId },
    target: { type: 'board', id: unit.boardId },
    details: { name: unit.state.board.name, ...details },
  });
}

function notInTrash(name: string) {
  return conflict('not_in_trash', `${name} is not in the trash: delete it first`);
}
