import type { Item } from '@boardwire/contract/board-model';
import type { BoardState } from '@boardwire/contract/board-state';
import type { FieldChange, FieldValue } from '@boardwire/contract/column-types';
import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import { writeValues } from '@boardwire/sdk/live/write-values';
import fc from 'fast-check';
import { BOARD, fields, groupIds, statusIds, tagIds } from './model-board.fixture.ts';
import { FORBIDDEN_TITLE } from './model-operations.fixture.ts';

/** An edit before it is known what the board holds then: numbers pick from what is there. */
export type EditPlan =
  | { kind: 'title' | 'text'; item: number; word: number; position: number }
  | { kind: 'status' | 'tags'; item: number; choice: number }
  | { kind: 'toggleTag'; item: number; choice: number }
  | { kind: 'increment'; item: number; amount: number }
  | { kind: 'number' | 'critical'; item: number; value: number }
  | { kind: 'create'; group: number; anchor: number; isForbidden: boolean }
  | { kind: 'move'; item: number; group: number; anchor: number }
  | { kind: 'delete' | 'restore'; item: number }
  | { kind: 'bulk'; choice: number }
  | { kind: 'pair'; item: number; other: number; amount: number }
  | { kind: 'resolve'; choice: number };

const nat = (max: number) => fc.nat({ max });
const item = nat(30);
const kindOf = <const Kind extends string>(...kinds: Kind[]) => fc.constantFrom(...kinds);

/** Plans of edits; those where concurrent edits meet are frequent. */
export const editPlan: fc.Arbitrary<EditPlan> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kindOf('title', 'text'),
      item: nat(2),
      word: nat(99),
      position: nat(6),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kindOf('status', 'tags'), item: nat(3), choice: nat(15) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: kindOf('toggleTag'), item: nat(2), choice: nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kindOf('increment'),
      item: nat(2),
      amount: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: kindOf('number', 'critical'), item: nat(1), value: nat(9) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kindOf('create'),
      group: nat(1),
      anchor: nat(30),
      isForbidden: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: kindOf('move'), item, group: nat(1), anchor: nat(30) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kindOf('delete', 'restore'), item: nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('bulk'), choice: nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('pair'), item, other: item, amount: nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: kindOf('resolve'), choice: nat(9) }) },
);

/** The calls of a plan on the board as its editor sees it; none where it says nothing. */
export function toCalls(board: LiveBoard, plan: EditPlan, createId: () => string): BoardCall[] {
  const view = board.view();
  const items = [...view.items.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const pick = (index: number) => items[index % Math.max(1, items.length)];
  switch (plan.kind) {
    case 'create': {
      const id = createId();
      const title = plan.isForbidden && plan.anchor % 3 === 0 ? FORBIDDEN_TITLE : `title of ${id}`;
      const place = { groupId: groupIds[plan.group] ?? groupIds[0], after: pick(plan.anchor)?.id };
      return [{ op: 'items.create', input: { boardId: BOARD, id, title, ...place } }];
    }
    case 'bulk':
      return [
        bulk(
          items.map(({ id }) => id),
          statusIds[plan.choice] ?? 'todo',
        ),
      ];
    case 'resolve':
      return resolve(view, plan.choice);
    default: {
      const item = pick(plan.item);
      return item === undefined ? [] : changeItem(view, item, plan, pick);
    }
  }
}

type ItemPlan = Extract<EditPlan, { item: number }>;

function changeItem(
  view: BoardState,
  item: Item,
  plan: ItemPlan,
  pick: (index: number) => Item | undefined,
): BoardCall[] {
  switch (plan.kind) {
    case 'move': {
      const place = { groupId: groupIds[plan.group] ?? groupIds[0], after: pick(plan.anchor)?.id };
      return [{ op: 'items.move', input: { itemId: item.id, ...place } }];
    }
    case 'delete':
    case 'restore':
      return [{ op: `items.${plan.kind}`, input: { itemId: item.id } }];
    case 'pair': {
      const other = pick(plan.other);
      const second = other ? [writeValues(view, other.id, { [fields.number]: plan.amount })] : [];
      return [change(item, fields.counter, { increment: plan.amount + 1 }), ...second];
    }
    case 'increment':
      return [change(item, fields.counter, { increment: plan.amount })];
    case 'toggleTag': {
      const tag = tagIds[plan.choice] ?? tagIds[0];
      const present = item.values[fields.tags];
      const has = Array.isArray(present) && present.includes(tag);
      return [change(item, fields.tags, has ? { remove: [tag] } : { add: [tag] })];
    }
    default:
      return [writeValues(view, item.id, toValues(item, plan))];
  }
}

function toValues(
  { values }: Item,
  plan: Extract<ItemPlan, { word: number } | { choice: number } | { value: number }>,
): Record<string, FieldValue> {
  switch (plan.kind) {
    case 'title':
      return { title: insertWord(values['title'], plan) };
    case 'text':
      return { [fields.text]: insertWord(values[fields.text], plan) };
    case 'status':
      return { [fields.status]: statusIds[plan.choice % statusIds.length] ?? null };
    case 'number':
    case 'critical':
      return { [fields[plan.kind]]: plan.value };
    default:
      return { [fields.tags]: tagIds.filter((_tag, bit) => (plan.choice >> bit) & 1) };
  }
}

/** A change with the version that the view shows. */
function change(item: Item, field: string, wanted: FieldChange): BoardCall {
  const seen = { [field]: item.versions[field] ?? 0 };
  return { op: 'items.update', input: { itemId: item.id, changes: { [field]: wanted }, seen } };
}

function resolve(view: BoardState, choice: number): BoardCall[] {
  const conflicts = [...view.conflicts.values()];
  const conflict = conflicts[choice % Math.max(1, conflicts.length)];
  if (conflict === undefined) return [];
  const version = view.items.get(conflict.itemId)?.versions[conflict.field] ?? 0;
  const value = choice < 5 ? conflict.proposed : conflict.standing;
  const input = { conflictId: conflict.id, value, version };
  return [{ op: 'items.resolveConflict', input }];
}

function bulk(itemIds: string[], status: string): BoardCall {
  const action = { kind: 'update' as const, values: { [fields.status]: status } };
  return { op: 'items.bulk', input: { boardId: BOARD, itemIds, action } };
}

function insertWord(
  value: unknown,
  { word, position }: { word: number; position: number },
): string {
  const words = typeof value === 'string' && value !== '' ? value.split(' ') : [];
  return words.toSpliced(Math.min(position, words.length), 0, `w${word}`).join(' ');
}
