import { z } from 'zod';
import * as conflictsContract from '@boardwire/contract/conflicts';
import * as contract from '@boardwire/contract/items';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import { implement, type Operation } from '../../../platform/operation.ts';
import { notFound } from '../../../platform/refusal.ts';
import { findItem, listItems, listOpenConflicts } from '../store/items.ts';

const get = implement(contract.get, {
  async handle({ itemId }, { tx }) {
    const found = await findItem(tx, itemId);
    if (found === null) throw notFound('This item');
    const { prefix, ...item } = found;
    return { ...item, key: `${prefix}-${item.number}` };
  },
});

const PLACE = z.tuple([z.int()]);

const list = implement(contract.list, {
  async handle({ cursor, limit, ...query }, { tx }) {
    const [after] = decodeCursor(cursor, PLACE) ?? [0];
    const rows = await listItems(tx, { ...query, after, limit: limit + 1 });
    return toPage(rows, limit, ({ number }) => [number]);
  },
});

const conflicts = implement(conflictsContract.conflicts, {
  handle: ({ boardId }, { tx }) => listOpenConflicts(tx, boardId),
});

/** Reading items and waiting conflicts. */
export const readOperations: readonly Operation[] = [get, list, conflicts];
