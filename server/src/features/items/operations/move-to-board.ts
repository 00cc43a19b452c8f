import * as events from '@boardwire/contract/item-events';
import type { Column, Item } from '@boardwire/contract/board-model';
import type { FieldValue } from '@boardwire/contract/column-types';
import type { OutputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/items';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { conflict, invalid } from '../../../platform/refusal.ts';
import { requireEditable } from '../../boards/index.ts';
import { elementsOf } from '../domain/apply-change.ts';
import { checkValue } from '../domain/field-value.ts';
import { closeConflicts, rehomeItem } from '../store/rehome.ts';
import { carryTexts } from './carry-texts.ts';
import { loadPeople, toField } from './fields.ts';
import { findPlace, loadChildren, type Place } from './place.ts';

type LeftBehind = OutputOf<typeof contract.moveToBoard>['leftBehind'];

const moveToBoard = implementOnBoard(contract.moveToBoard, {
  isSolo: true,
  alsoLocks: ({ toBoardId }) => [toBoardId],
  async handle({ itemIds, toBoardId, groupId, boardId }, context) {
    if (toBoardId === boardId) {
      throw invalid({ path: 'toBoardId', message: 'The items are on this board: move them there' });
    }
    const target = await context.onBoard(toBoardId, 'item:write');
    requireEditable(context);
    requireEditable(target);
    await context.unit.load('items', itemIds);
    const items: Item[] = [];
    const leftBehind: LeftBehind = [];
    for (const [index, itemId] of [...new Set(itemIds)].entries()) {
      const item = requireMovable(context, itemId, index);
      const place = await findPlace(target, { groupId });
      items.push(await rehome({ context, target, leftBehind }, item, place));
      for (const child of await loadChildren(context.unit, itemId)) {
        const below = { groupId: null, parentId: itemId, pos: child.pos };
        items.push(await rehome({ context, target, leftBehind }, child, below));
      }
    }
    return { items, leftBehind };
  },
});

/** Moving items between boards. */
export const boardMoveOperations: readonly BoardOperation[] = [moveToBoard];

function requireMovable({ unit }: BoardContext, itemId: string, index: number): Item {
  const item = unit.state.items.get(itemId);
  const path = `itemIds.${index}`;
  if (item === undefined) throw invalid({ path, message: 'Not an item of this board' });
  if (item.parentId !== null) {
    throw invalid({ path, message: 'A sub-item moves with its item: name that one' });
  }
  if (item.deletedAt !== null) throw conflict('gone', `The item ${itemId} is in the trash`);
  return item;
}

interface Move {
  context: BoardContext;
  target: BoardContext;
  leftBehind: LeftBehind;
}

/** Takes one item over: the same item with another number, its comments and long texts behind it. */
async function rehome(
  { context, target, leftBehind }: Move,
  item: Item,
  place: Place,
): Promise<Item> {
  const { unit } = target;
  const { values, left } = await translate(context, target, item);
  leftBehind.push(...left);
  const home = { ...item, ...place, number: unit.takeItemNumber() };
  for (const conflictId of await closeConflicts(context.tx, context.unit.boardId, item.id)) {
    const open = await context.unit.require('conflicts', conflictId);
    context.emit(events.conflictResolved, { conflict: open, outcome: 'moot' });
  }
  await rehomeItem(context.tx, { from: context.unit.boardId, to: unit.boardId }, home);
  const texts = await carryTexts(target, item, {
    columns: context.unit.state.columns,
    twinOf: (column) => findTwin(target, column),
  });
  leftBehind.push(...texts.left);
  const moved = { ...home, values: { ...values, ...texts.values } };
  await unit.load('items', [item.id]);
  context.emit(events.itemLeft, { itemId: item.id, toBoardId: unit.boardId });
  target.emit(events.itemArrived, { item: moved, fromBoardId: context.unit.boardId });
  return unit.state.items.get(item.id) ?? moved;
}

/** Values by the columns of the other board: same name and type, options by their names. */
async function translate(
  { unit }: BoardContext,
  target: BoardContext,
  item: Item,
): Promise<{ values: Item['values']; left: LeftBehind }> {
  const values: Item['values'] = {};
  const left: LeftBehind = [];
  for (const [fieldId, value] of Object.entries(item.values)) {
    const column = unit.state.columns.get(fieldId);
    if (column?.type === 'longText') continue;
    if (column === undefined) {
      values[fieldId] = value;
      continue;
    }
    const twin = findTwin(target, column);
    const translated = twin && (await translateValue(target, { column, twin, value }));
    if (twin && translated !== null && translated !== undefined) values[twin.id] = translated;
    else left.push({ itemId: item.id, column: column.name, value });
  }
  return { values, left };
}

function findTwin({ unit }: BoardContext, { name, type }: Column): Column | undefined {
  return [...unit.state.columns.values()].find(
    (candidate) =>
      candidate.deletedAt === null && candidate.type === type && candidate.name === name,
  );
}

async function translateValue(
  target: BoardContext,
  { column, twin, value }: { column: Column; twin: Column; value: FieldValue },
): Promise<FieldValue | undefined> {
  const hasOptions = column.type === 'status' || column.type === 'tags';
  const renamed = hasOptions ? renameOptions(column, twin, value) : value;
  if (renamed === undefined) return undefined;
  const field = toField(twin);
  const people = await loadPeople(target, [{ field, change: { set: renamed } }]);
  const checked = checkValue(field, renamed, people);
  return checked.ok ? checked.value : undefined;
}

interface Option {
  id: string;
  name: string;
}

function renameOptions(from: Column, to: Column, value: FieldValue): FieldValue | undefined {
  const optionsOf = ({ settings }: Column) => (settings['options'] ?? []) as unknown as Option[];
  const names = new Map(optionsOf(from).map(({ id, name }) => [id, name]));
  const ids = new Map(optionsOf(to).map(({ id, name }) => [name, id]));
  const rename = (id: string) => ids.get(names.get(id) ?? '');
  if (typeof value === 'string') return rename(value);
  const renamed = elementsOf(value).map(rename);
  return renamed.every((id) => id !== undefined) ? renamed : undefined;
}
