import * as events from '@boardwire/contract/board-events';
import type { Column } from '@boardwire/contract/board-model';
import { columnSettings, type ColumnType } from '@boardwire/contract/column-types';
import * as contract from '@boardwire/contract/columns';
import { createId } from '../../../kernel/ids.ts';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { conflict, invalid } from '../../../platform/refusal.ts';
import { changesBetween } from './changes.ts';
import { requireEditable } from './editable.ts';
import { placeBehind } from './order.ts';
import { requireColumnRoom } from './room.ts';

const create = implementOnBoard(contract.create, {
  async handle({ id, type, name, settings, after }, context) {
    requireEditable(context);
    requireColumnRoom(context);
    const column: Column = {
      id: requireFreeId(context, id),
      type,
      name,
      settings: checkSettings(type, settings),
      pos: placeBehind(context.unit.state.columns.values(), after),
      isHidden: false,
      createdAt: context.now.toISOString(),
      deletedAt: null,
    };
    context.emit(events.columnCreated, { column });
    return column;
  },
});

const update = implementOnBoard(contract.update, {
  async handle({ columnId, after, settings, ...wanted }, context) {
    requireEditable(context);
    const before = await context.unit.require('columns', columnId);
    const { columns } = context.unit.state;
    return change(context, before, {
      ...wanted,
      settings: settings && checkSettings(before.type, settings),
      pos: after === undefined ? undefined : placeBehind(columns.values(), after, columnId),
    });
  },
});

const remove = implementOnBoard(contract.remove, {
  async handle({ columnId }, context) {
    requireEditable(context);
    const before = await context.unit.require('columns', columnId);
    if (before.deletedAt !== null) return before;
    return change(context, before, { deletedAt: context.now.toISOString() });
  },
});

const restore = implementOnBoard(contract.restore, {
  async handle({ columnId }, context) {
    requireEditable(context);
    const before = await context.unit.require('columns', columnId);
    if (before.deletedAt !== null) requireColumnRoom(context);
    return change(context, before, { deletedAt: null });
  },
});

/** Adding, changing, deleting and restoring columns. */
export const columnOperations: readonly BoardOperation[] = [create, update, remove, restore];

/** The settings of a type, checked and with defaults. Throws VALIDATION_ERROR naming the setting. */
function checkSettings(type: ColumnType, settings: unknown): Column['settings'] {
  const parsed = columnSettings[type].safeParse(settings);
  if (parsed.success) return parsed.data as Column['settings'];
  throw invalid(
    ...parsed.error.issues.map(({ path, message }) => ({
      path: ['settings', ...path].map(String).join('.'),
      message,
    })),
  );
}

function requireFreeId({ unit }: BoardContext, id: string | undefined): string {
  if (id !== undefined && unit.state.columns.has(id)) {
    throw conflict('id_taken', 'A column with this id is there already');
  }
  return id ?? createId();
}

function change(
  { unit, emit }: BoardContext,
  before: Column,
  wanted: Parameters<typeof changesBetween<Column>>[1],
): Column {
  const changes = changesBetween(before, wanted);
  if (Object.keys(changes).length === 0) return before;
  emit(events.columnChanged, { columnId: before.id, changes });
  return unit.state.columns.get(before.id) ?? before;
}
