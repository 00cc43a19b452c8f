import { setImmediate as nextTurn } from 'node:timers/promises';
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
import { createTail } from './place.ts';
import { writeFields } from './write-fields.ts';

type Action = ParsedInputOf<typeof contract.bulk>['action'];

/** Some ten milliseconds of work. */
const ITEMS_A_TURN = 200;
/** Refused ids that an answer names; the rest is counted. */
const NAMED_PROBLEMS = 20;

const bulk = implementOnBoard(contract.bulk, {
  isSolo: true,
  async handle({ itemIds, action }, context) {
    requireEditable(context);
    const items = await requireAll(context, itemIds);
    const act = createAct(context, action);
    let changed = 0;
    for (const [index, item] of items.entries()) {
      // Thousands of items are a second of work: others of this process get their turn in between.
      if (index % ITEMS_A_TURN === ITEMS_A_TURN - 1) await nextTurn();
      const seq = context.unit.seq;
      await act(item);
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

/** What the action does to each of the items, one after the other. */
function createAct(context: BoardContext, action: Action): (item: Item) => Promise<void> {
  switch (action.kind) {
    case 'update':
      return async (item) => {
        if (item.deletedAt !== null) throw gone(item);
        await writeFields(context, item, gatherChanges(action.values, action.changes));
      };
    case 'move': {
      const findEnd = createTail(context, action.groupId);
      return async (item) => {
        if (item.deletedAt !== null) throw gone(item);
        if (item.groupId !== action.groupId) moveItem(context, item, await findEnd(item.id));
      };
    }
    default:
      return async (item) => {
        const wanted = STATES[action.kind](context.now);
        if (action.kind === 'restore' || action.kind === 'unarchive')
          await requireHome(context, item, wanted);
        setState(context, item, wanted);
      };
  }
}

function gone({ id }: Item) {
  return conflict('gone', `The item ${id} is in the trash: restore it first, or leave it out`);
}
