import * as events from '@boardwire/contract/item-events';
import type { Item } from '@boardwire/contract/board-model';
import type { OperationSpec } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/items';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { conflict } from '../../../platform/refusal.ts';
import { requireEditable } from '../../boards/index.ts';
import { findPlace, type Place } from './place.ts';

const move = implementOnBoard(contract.move, {
  itemIds: ({ itemId, parentId, after, before }) =>
    [itemId, parentId, after, before].filter((id) => typeof id === 'string'),
  async handle({ itemId, ...wanted }, context) {
    requireEditable(context);
    const item = await context.unit.require('items', itemId);
    if (item.deletedAt !== null) {
      throw conflict('gone', 'Somebody deleted this item meanwhile: restore it first');
    }
    if (wanted.after === itemId || wanted.before === itemId) return item;
    const stays = wanted.groupId === undefined && wanted.parentId === undefined;
    const place = await findPlace(
      context,
      stays ? { ...wanted, ...containerOf(item) } : wanted,
      itemId,
    );
    return moveItem(context, item, place);
  },
});

function containerOf({ groupId, parentId }: Item): { groupId?: string; parentId?: string } {
  if (parentId !== null) return { parentId };
  return groupId === null ? {} : { groupId };
}

/** Gives an item another place. */
export function moveItem({ unit, emit }: BoardContext, item: Item, to: Place): Item {
  const current = unit.state.items.get(item.id) ?? item;
  const { groupId, parentId, pos } = current;
  emit(events.itemMoved, { itemId: item.id, from: { groupId, parentId, pos }, to });
  return unit.state.items.get(item.id) ?? current;
}

/** The moments of an item that say where it is kept. */
export type ItemState = Partial<Pick<Item, 'archivedAt' | 'deletedAt'>>;

/** Sets moments of an item; nothing happens when they are so already. */
export function setState({ unit, emit }: BoardContext, item: Item, wanted: ItemState): Item {
  const changes: Record<string, { from: string | null; to: string | null }> = {};
  for (const name of ['archivedAt', 'deletedAt'] as const) {
    const to = wanted[name];
    // What is put away twice keeps its first moment.
    if (to !== undefined && (to === null) !== (item[name] === null))
      changes[name] = { from: item[name], to };
  }
  if (Object.keys(changes).length === 0) return item;
  emit(events.itemStateChanged, { itemId: item.id, changes });
  return unit.state.items.get(item.id) ?? item;
}

/** What each verb makes of an item. */
export const STATES: Record<
  'archive' | 'unarchive' | 'delete' | 'restore',
  (now: Date) => ItemState
> = {
  archive: (now) => ({ archivedAt: now.toISOString() }),
  unarchive: () => ({ archivedAt: null }),
  delete: (now) => ({ deletedAt: now.toISOString() }),
  restore: () => ({ deletedAt: null }),
};

/** Refuses to bring back what stands below something that is in the trash. Throws CONFLICT. */
export async function requireHome(
  { unit }: BoardContext,
  item: Item,
  wanted: ItemState,
): Promise<void> {
  if (wanted.deletedAt !== null && wanted.archivedAt !== null) return;
  if (item.parentId !== null) {
    const parent = await unit.require('items', item.parentId);
    if (parent.deletedAt !== null)
      throw conflict('gone', 'The item above is in the trash: restore that one first');
    return;
  }
  const group = unit.state.groups.get(item.groupId ?? '');
  if (group?.deletedAt !== null) {
    throw conflict('gone', 'Its group is in the trash: restore the group first');
  }
}

function stateOperation(spec: OperationSpec, verb: keyof typeof STATES): BoardOperation {
  return implementOnBoard(spec as typeof contract.archive, {
    itemIds: ({ itemId }) => [itemId],
    async handle({ itemId }, context) {
      requireEditable(context);
      const item = await context.unit.require('items', itemId);
      const wanted = STATES[verb](context.now);
      if (verb === 'restore' || verb === 'unarchive') await requireHome(context, item, wanted);
      return setState(context, item, wanted);
    },
  });
}

/** Moving, archiving, deleting and restoring items. */
export const placeOperations: readonly BoardOperation[] = [
  move,
  stateOperation(contract.archive, 'archive'),
  stateOperation(contract.unarchive, 'unarchive'),
  stateOperation(contract.remove, 'delete'),
  stateOperation(contract.restore, 'restore'),
];
