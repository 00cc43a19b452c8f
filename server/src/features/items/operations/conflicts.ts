import * as events from '@boardwire/contract/item-events';
import type { FieldConflict } from '@boardwire/contract/board-model';
import * as contract from '@boardwire/contract/conflicts';
import { isDeepStrictEqual } from 'node:util';
import { implementOnBoard, type BoardOperation } from '../../../platform/board/board-operation.ts';
import { conflict as refuse, forbidden } from '../../../platform/refusal.ts';
import { requireEditable } from '../../boards/index.ts';
import { writeFields } from './write-fields.ts';

const resolve = implementOnBoard(contract.resolveConflict, {
  async handle({ conflictId, value, version }, context) {
    requireEditable(context);
    const { unit, actor, permissions } = context;
    const conflict = await unit.require('conflicts', conflictId);
    const isOwn = 'userId' in actor && actor.userId === conflict.proposedBy;
    if (!isOwn && permissions?.has('board:administer') === false) {
      throw forbidden('The person who wrote the other value decides this', 'not_the_loser');
    }
    const item = await unit.require('items', conflict.itemId);
    if (item.deletedAt !== null) {
      throw refuse('gone', 'Somebody deleted this item meanwhile: restore it first');
    }
    const path = 'value';
    // Closed first: choosing may meet another edit and open the next one (live L22).
    context.emit(events.conflictResolved, { conflict, outcome: outcomeOf(conflict, value) });
    const changes = new Map([[conflict.field, { change: { set: value }, path }]]);
    const fields = await writeFields(context, item, changes, {
      seen: { [conflict.field]: version },
    });
    return { item: unit.state.items.get(item.id) ?? item, fields };
  },
});

function outcomeOf({ proposed, standing }: FieldConflict, value: unknown) {
  if (isDeepStrictEqual(value, proposed)) return 'proposed' as const;
  return isDeepStrictEqual(value, standing) ? ('standing' as const) : ('other' as const);
}

/** Choosing between two values. */
export const conflictOperations: readonly BoardOperation[] = [resolve];
