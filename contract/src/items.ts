import { z } from 'zod';
import { item } from './board-model.ts';
import { sequence } from './board-numbers.ts';
import { fieldChange, fieldValue } from './column-types.ts';
import { id, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';

const onBoard = { object: 'board', id: 'boardId' } as const;
const writeOnBoard = { kind: 'permission', permission: 'item:write', ...onBoard } as const;
const write = {
  kind: 'permission',
  permission: 'item:write',
  object: 'item',
  id: 'itemId',
} as const;

/** Most items that one call may change. */
export const BULK_MAX_ITEMS = 10_000;

const fieldId = z.string().min(1).max(64);
const values = z
  .record(fieldId, fieldValue)
  .meta({ description: 'new values by field: title, or column id; null empties' });

/** Where an item goes: behind or before a neighbour, or at the end. */
const anchor = {
  after: id.nullable().optional().meta({ description: 'behind this one; null: first' }),
  before: id.optional().meta({ description: 'before this one' }),
};
const destination = {
  groupId: id.optional(),
  parentId: id.optional().meta({ description: 'becomes a sub-item of this one' }),
  ...anchor,
};

/** What became of each written field (live L21). */
export const fieldResult = z.object({
  resolution: z.enum(['success', 'merged', 'user_choice', 'last_writer_wins']),
  value: fieldValue.optional().meta({ description: 'when it is not the one that was sent' }),
  replaced: z
    .object({ value: fieldValue, by: id.nullable(), at: timestamp })
    .optional()
    .meta({ description: 'what another writer had set meanwhile' }),
  conflictId: id.optional().meta({ description: 'the choice that waits for the caller' }),
});

/** An item after a write, and what became of each field. */
export const itemWritten = z
  .object({ item, fields: z.record(z.string(), fieldResult) })
  .meta({ id: 'ItemWritten' });

export const create = defineOperation({
  name: 'items.create',
  summary: 'Create an item in a group, or a sub-item below an item.',
  method: 'POST',
  path: '/boards/:boardId/items',
  access: writeOnBoard,
  input: z.strictObject({
    boardId: id,
    id: id.optional().meta({ description: 'chosen by the caller, for optimistic edits' }),
    title: z.string(),
    values: values.default({}),
    ...destination,
  }),
  output: item,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const get = defineOperation({
  name: 'items.get',
  summary: 'One item.',
  method: 'GET',
  path: '/items/:itemId',
  access: {
    kind: 'permission',
    permission: 'board:read',
    object: 'item',
    id: 'itemId',
    shareLinks: false,
  },
  input: z.strictObject({ itemId: id }),
  output: item.extend({ boardId: id, key: z.string() }),
});

export const list = defineOperation({
  name: 'items.list',
  summary: 'Items of a board in the order of creation.',
  method: 'GET',
  path: '/boards/:boardId/items',
  access: { kind: 'permission', permission: 'board:read', ...onBoard, shareLinks: false },
  input: z.strictObject({
    boardId: id,
    state: z.enum(['active', 'archived', 'deleted']).default('active'),
    groupId: id.optional(),
    parentId: id.optional(),
    ...pageInput,
  }),
  output: pageOf(item),
  paginated: true,
  hasTag: 'answer',
});

export const update = defineOperation({
  name: 'items.update',
  summary: 'Change fields of an item.',
  method: 'PATCH',
  path: '/items/:itemId',
  access: write,
  input: z.strictObject({
    itemId: id,
    values: values.optional(),
    changes: z.record(fieldId, fieldChange).optional().meta({
      description: 'changes that merge: parts of a set, increments, texts with their base',
    }),
    seen: z
      .record(fieldId, sequence)
      .optional()
      .meta({ description: 'versions of the fields that the caller had seen' }),
    onConflict: z.enum(['merge', 'reject', 'overwrite']).optional(),
  }),
  output: itemWritten,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const move = defineOperation({
  name: 'items.move',
  summary: 'Move an item to another place, group or parent of its board.',
  method: 'POST',
  path: '/items/:itemId/move',
  access: write,
  input: z.strictObject({ itemId: id, ...destination }),
  output: item,
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const moveToBoard = defineOperation({
  name: 'items.moveToBoard',
  summary:
    'Move items with their sub-items and comments to another board; fields go to columns of the same name and type.',
  method: 'POST',
  path: '/boards/:boardId/items/move-to-board',
  access: writeOnBoard,
  input: z.strictObject({
    boardId: id,
    itemIds: z.array(id).min(1).max(500, 'At most 500 items in one call'),
    toBoardId: id,
    groupId: id.optional(),
  }),
  output: z.object({
    items: z.array(item),
    leftBehind: z.array(z.object({ itemId: id, column: z.string(), value: fieldValue })).meta({
      description: 'values without a column of that name and type; the activity keeps them',
    }),
  }),
  errors: ['CONFLICT'],
  changesBoard: true,
});

export const duplicate = defineOperation({
  name: 'items.duplicate',
  summary: 'Copy an item and its sub-items, right behind it.',
  method: 'POST',
  path: '/items/:itemId/duplicate',
  access: write,
  input: z.strictObject({ itemId: id, id: id.optional() }),
  output: z.object({ items: z.array(item) }),
  errors: ['CONFLICT'],
  changesBoard: true,
});

/** An operation that archives, deletes or brings back an item with its sub-items. */
function stateOperation<const Name extends string>(verb: Name, summary: string) {
  return defineOperation({
    name: `items.${verb}`,
    summary,
    method: 'POST',
    path: `/items/:itemId/${verb}`,
    access: write,
    input: z.strictObject({ itemId: id }),
    output: item,
    errors: ['CONFLICT'],
    changesBoard: true,
  });
}

export const archive = stateOperation('archive', 'Put an item away.');
export const unarchive = stateOperation('unarchive', 'Bring an archived item back.');
export const restore = stateOperation('restore', 'Take an item out of the trash.');

export const remove = defineOperation({
  name: 'items.delete',
  summary: 'Put an item into the trash, where it can be restored for 30 days.',
  method: 'DELETE',
  path: '/items/:itemId',
  access: write,
  input: z.strictObject({ itemId: id }),
  output: item,
  changesBoard: true,
});

export const bulk = defineOperation({
  name: 'items.bulk',
  summary: 'Change up to 10,000 items of a board: all or none, one undo step.',
  method: 'POST',
  path: '/boards/:boardId/items/bulk',
  access: writeOnBoard,
  input: z.strictObject({
    boardId: id,
    itemIds: z
      .array(id)
      .min(1)
      .max(BULK_MAX_ITEMS, `At most ${BULK_MAX_ITEMS.toLocaleString('en')} items in one call`),
    action: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('update'),
        values: values.optional(),
        changes: z.record(fieldId, fieldChange).optional(),
      }),
      z.strictObject({ kind: z.literal('move'), groupId: id }),
      z.strictObject({ kind: z.enum(['archive', 'unarchive', 'delete', 'restore']) }),
    ]),
  }),
  output: z.object({ changed: z.int(), unchanged: z.int() }),
  errors: ['CONFLICT'],
  changesBoard: true,
  isBulk: true,
});

export const undo = defineOperation({
  name: 'items.undo',
  summary:
    'Undo an earlier change of one’s own to items, columns, groups, views or the board’s name; what moved since is left, and fields are named.',
  method: 'POST',
  path: '/boards/:boardId/undo',
  access: writeOnBoard,
  input: z.strictObject({
    boardId: id,
    client: id.meta({ description: 'the live client that made the change' }),
    mid: z.int().min(1).meta({ description: 'the mutation of that client' }),
    force: z.boolean().default(false).meta({ description: 'undo fields that moved since, too' }),
  }),
  output: z.object({
    undone: z.int().meta({ description: 'events that were inverted' }),
    moved: z
      .array(z.object({ itemId: id, field: z.string(), standing: fieldValue, wanted: fieldValue }))
      .meta({ description: 'fields that others changed since' }),
  }),
  errors: ['CONFLICT'],
  changesBoard: true,
});
