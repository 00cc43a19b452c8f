import * as events from '@boardwire/contract/board-events';
import type { Group } from '@boardwire/contract/board-model';
import { colorNames } from '@boardwire/contract/column-types';
import type { OperationSpec } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/groups';
import { createId } from '../../../kernel/ids.ts';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { conflict } from '../../../platform/refusal.ts';
import { requireRestorable } from '../trash.ts';
import { changesBetween } from './changes.ts';
import { requireEditable } from './editable.ts';
import { placeBehind } from './order.ts';
import { requireGroupRoom } from './room.ts';

const create = implementOnBoard(contract.create, {
  async handle({ id, name, color, after }, context) {
    requireEditable(context);
    const { groups } = context.unit.state;
    if (id !== undefined && groups.has(id)) {
      throw conflict('id_taken', 'A group with this id is there already');
    }
    requireGroupRoom(context);
    const group: Group = {
      id: id ?? createId(),
      name,
      color: color ?? colorNames[groups.size % colorNames.length] ?? 'gray',
      pos: placeBehind(groups.values(), after),
      createdAt: context.now.toISOString(),
      archivedAt: null,
      deletedAt: null,
    };
    context.emit(events.groupCreated, { group });
    return group;
  },
});

const update = implementOnBoard(contract.update, {
  async handle({ groupId, after, ...wanted }, context) {
    requireEditable(context);
    const before = await context.unit.require('groups', groupId);
    const { groups } = context.unit.state;
    const pos = after === undefined ? undefined : placeBehind(groups.values(), after, groupId);
    return change(context, before, { ...wanted, pos });
  },
});

/** An operation that only sets a moment of a group. */
function stateOperation(
  spec: OperationSpec,
  changeTo: (now: string) => Partial<Group>,
): BoardOperation {
  return implementOnBoard(spec as typeof contract.archive, {
    async handle({ groupId }, context) {
      requireEditable(context);
      const before = await context.unit.require('groups', groupId);
      if (spec.name === contract.restore.name) requireRestorable(before, context.now);
      const wanted = changeTo(context.now.toISOString());
      const isBack = before.archivedAt !== null || before.deletedAt !== null;
      const willBe = { ...before, ...wanted };
      if (isBack && willBe.archivedAt === null && willBe.deletedAt === null)
        requireGroupRoom(context);
      const goesAway = Boolean(wanted.archivedAt ?? wanted.deletedAt);
      const others = listAlive(context).filter(({ id }) => id !== groupId);
      if (goesAway && others.length === 0) {
        throw conflict('last_group', 'A board keeps one group at least: add another one first');
      }
      return change(context, before, wanted);
    },
  });
}

/** Adding, changing, archiving, deleting and restoring groups. */
export const groupOperations: readonly BoardOperation[] = [
  create,
  update,
  stateOperation(contract.archive, (now) => ({ archivedAt: now })),
  stateOperation(contract.unarchive, () => ({ archivedAt: null })),
  stateOperation(contract.remove, (now) => ({ deletedAt: now })),
  stateOperation(contract.restore, () => ({ deletedAt: null })),
];

function listAlive({ unit }: BoardContext): Group[] {
  return [...unit.state.groups.values()].filter(
    ({ archivedAt, deletedAt }) => archivedAt === null && deletedAt === null,
  );
}

function change(
  { unit, emit }: BoardContext,
  before: Group,
  wanted: Parameters<typeof changesBetween<Group>>[1],
): Group {
  const changes = changesBetween(before, wanted);
  if (Object.keys(changes).length === 0) return before;
  emit(events.groupChanged, { groupId: before.id, changes });
  return unit.state.groups.get(before.id) ?? before;
}
