import type { Item } from '@boardwire/contract/board-model';
import type { ParsedInputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/items';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { conflict, invalid } from '../../../platform/refusal.ts';
import { requireEditable } from '../../boards/index.ts';
import { gatherChanges } from './fields.ts';
import { moveItem, requireHome, setState, STATES } from './move.ts';
import { findPlace } from './place.ts';
import { writeFields } from './write-fields.ts';

type Action = ParsedInputOf<typeof contract.bulk>['action'];

/** Refused ids that an answer names; the rest is counted. */
const NAMED_PROBLEMS = 20;

const bulk = implementOnBoard(contract.bulk, {
  isSolo: true,
  async handle({ itemIds, action }, context) {
    requireEditable(context);
    const items = await requireAll(context, itemIds);
    let changed = 0;
    for (const item of items) {
      const seq = context.unit.seq;
      await act(context, item, action);
      if (context.unit.seq > seq) changed += 1;
    }
    return { changed, unchanged: items.length - changed };
  },
});

/** Bulk edits: all or none, since a refusal takes the whole mutation back. */
export const bulkOperations: readonly BoardOperation[] = [bulk];

/** All of the items, once each. Throws VALIDATION_ERROR naming those that are not on the board (security S41). */
async function requireAll({ unit }: BoardContext, itemIds: readonly string[]): Promise<Item[]> {
  await unit.load('items', itemIds);
  const missing = itemIds.flatMap((id, index) => (unit.state.items.has(id) ? [] : [index]));
  if (missing.length > 0) {
    const fields = missing
      .slice(0, NAMED_PROBLEMS)
      .map((index) => ({ path: `itemIds.${index}`, message: 'Not an item of this board' }));
    throw invalid(...fields);
  }
  return [...new Set(itemIds)].flatMap((id) => unit.state.items.get(id) ?? []);
}

async function act(context: BoardContext, item: Item, action: Action): Promise<void> {
  switch (action.kind) {
    case 'update': {
      if (item.deletedAt !== null) throw gone(item);
      const changes = gatherChanges(action.values, action.changes);
      await writeFields(context, item, changes);
      return;
    }
    case 'move': {
      if (item.deletedAt !== null) throw gone(item);
      if (item.groupId === action.groupId) return;
      moveItem(context, item, await findPlace(context, { groupId: action.groupId }, item.id));
      return;
    }
    default: {
      const wanted = STATES[action.kind](context.now);
      if (action.kind === 'restore' || action.kind === 'unarchive')
        await requireHome(context, item, wanted);
      setState(context, item, wanted);
    }
  }
}

function gone({ id }: Item) {
  return conflict('gone', `The item ${id} is in the trash: restore it first, or leave it out`);
}
