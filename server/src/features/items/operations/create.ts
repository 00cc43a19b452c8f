import * as events from '@boardwire/contract/item-events';
import type { Item } from '@boardwire/contract/board-model';
import type { FieldId, FieldValue } from '@boardwire/contract/column-types';
import * as contract from '@boardwire/contract/items';
import { createId } from '../../../kernel/ids.ts';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { conflict } from '../../../platform/refusal.ts';
import { requireEditable } from '../../boards/index.ts';
import { checkValue } from '../domain/field-value.ts';
import { copyTexts } from '../store/long-texts.ts';
import { invalidField, loadPeople, requireField } from './fields.ts';
import { findPlace, loadChildren, type Place } from './place.ts';

const create = implementOnBoard(contract.create, {
  itemIds: ({ id, parentId, after, before }) =>
    [id, parentId, after, before].filter((itemId) => typeof itemId === 'string'),
  async handle({ id, title, values, boardId: _boardId, ...destination }, context) {
    requireEditable(context);
    await requireFreeId(context, id);
    const place = await findPlace(context, destination);
    const checked = await checkValues(context, { title, ...values });
    return addItem(context, { id: id ?? createId(), values: checked, place });
  },
});

const duplicate = implementOnBoard(contract.duplicate, {
  // Copies of long texts are rows of their own.
  isSolo: true,
  itemIds: ({ itemId }) => [itemId],
  causeOf: ({ itemId }) => itemId,
  async handle({ itemId, id }, context) {
    requireEditable(context);
    await requireFreeId(context, id);
    const original = await context.unit.require('items', itemId);
    const { groupId, parentId } = original;
    const container = parentId === null ? { groupId: groupId ?? undefined } : { parentId };
    const place = await findPlace(context, { ...container, after: itemId });
    const copy = addItem(context, { id: id ?? createId(), values: original.values, place });
    const { tx, unit } = context;
    await copyTexts(tx, { boardId: unit.boardId, from: itemId, to: copy.id });
    const items = [copy];
    for (const child of await loadChildren(context.unit, itemId)) {
      if (child.deletedAt !== null) continue;
      const below = { groupId: null, parentId: copy.id, pos: child.pos };
      const childCopy = addItem(context, { id: createId(), values: child.values, place: below });
      await copyTexts(tx, { boardId: unit.boardId, from: child.id, to: childCopy.id });
      items.push(childCopy);
    }
    return { items };
  },
});

/** Creating and copying items. */
export const creationOperations: readonly BoardOperation[] = [create, duplicate];

/** Adds an item with checked values. */
function addItem(
  { unit, emit, now, actor }: BoardContext,
  { id, values, place }: { id: string; values: Item['values']; place: Place },
): Item {
  const at = now.toISOString();
  const userId = 'userId' in actor ? actor.userId : null;
  const item: Item = {
    id,
    number: unit.takeItemNumber(),
    ...place,
    values,
    versions: {},
    commentCount: 0,
    createdBy: userId,
    createdAt: at,
    updatedBy: userId,
    updatedAt: at,
    archivedAt: null,
    deletedAt: null,
  };
  emit(events.itemCreated, { item });
  return unit.state.items.get(id) ?? item;
}

async function requireFreeId({ unit }: BoardContext, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  await unit.load('items', [id]);
  if (unit.state.items.has(id)) throw conflict('id_taken', 'An item with this id is there already');
}

/** Values of a new item, checked and without the empty ones. Throws VALIDATION_ERROR naming the field. */
async function checkValues(
  context: BoardContext,
  values: Record<FieldId, FieldValue>,
): Promise<Item['values']> {
  const fields = Object.entries(values).map(([fieldId, value]) => {
    const path = fieldId === 'title' ? 'title' : `values.${fieldId}`;
    return { field: requireField(context, fieldId, path), change: { set: value }, path };
  });
  const people = await loadPeople(context, fields);
  const checked: Item['values'] = {};
  for (const { field, change, path } of fields) {
    const result = checkValue(field, change.set, people);
    if (!result.ok) throw invalidField(context, field.id, { path, message: result.message });
    if (result.value !== null) checked[field.id] = result.value;
  }
  return checked;
}
