import * as events from '@boardwire/contract/item-events';
import type { Item } from '@boardwire/contract/board-model';
import * as contract from '@boardwire/contract/items';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { KeptRefusal } from '../../../platform/refusal.ts';
import { requireEditable } from '../../boards/index.ts';
import { gatherChanges } from './fields.ts';
import { writeFields } from './write-fields.ts';

const update = implementOnBoard(contract.update, {
  itemIds: ({ itemId }) => [itemId],
  async handle({ itemId, values, changes, ...options }, context) {
    requireEditable(context);
    const item = await context.unit.require('items', itemId);
    const gathered = gatherChanges(values, changes);
    if (item.deletedAt !== null) {
      throw refuseGone(
        context,
        item,
        [...gathered].map(([field, { change }]) => [field, change]),
      );
    }
    const fields = await writeFields(context, item, gathered, options);
    return { item: context.unit.state.items.get(itemId) ?? item, fields };
  },
});

/** The deletion stands, and what was typed meanwhile is kept in the activity (live L21). */
function refuseGone(
  { emit }: BoardContext,
  { id }: Item,
  changes: [field: string, change: object][],
): KeptRefusal {
  const values = Object.fromEntries(
    changes.map(([field, change]) => [field, 'set' in change ? change.set : change]),
  );
  emit(events.itemEditRefused, { itemId: id, values } as never);
  return new KeptRefusal(
    'CONFLICT',
    'Somebody deleted this item meanwhile: restore it first. Your values are kept in the activity',
    { reason: 'gone', itemId: id },
  );
}

/** Changing fields. */
export const updateOperations: readonly BoardOperation[] = [update];
