import type { Item } from '@boardwire/contract/board-model';
import type { BoardState } from '@boardwire/contract/board-state';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grouping } from '../views/group-items.ts';
import type { RowPlan } from '../views/place-item.ts';
import { createRowEngine } from '../views/row-engine.ts';
import { columns, context, makeItem } from '../views/views.fixture.ts';
import { type Drop, findLanding, listCards, planDrop } from './drop-plan.ts';
import { speedAt } from './use-auto-scroll.ts';
import { findIndex } from './use-column-drop.ts';

const status = columns.find(({ id }) => id === 'status');
if (!status) throw new Error('the fixture has a status column');
const BY_GROUP: Grouping['by'] = { kind: 'group' };
const BY_STATUS: Grouping['by'] = { kind: 'column', column: status };
const PLAN: RowPlan = {
  filter: { join: 'and', parts: [] },
  sort: [],
  groupBy: 'group',
  search: '',
  layout: 'stacked',
};

function scene(items: readonly Item[], by: Grouping['by'], isSorted = false) {
  const map = new Map(items.map((item) => [item.id, item]));
  const state = { items: map, board: { id: 'board' } } as Pick<BoardState, 'items' | 'board'>;
  const groupBy = by.kind === 'column' ? by.column.id : 'group';
  const engine = createRowEngine(map, { ...PLAN, groupBy }, context);
  const bucketOf = (key: string) => {
    const bucket = engine.buckets().find((each) => each.key === key);
    if (!bucket) throw new Error(key);
    return bucket;
  };
  const plan = (itemIds: string[], key: string, index: number) =>
    planDrop({ itemIds, bucket: bucketOf(key), index }, { state, by, isSorted });
  return { plan, bucketOf };
}

const inGroup = (id: string, groupId: string, value = 'todo') =>
  makeItem(id, { groupId, pos: id, values: { status: value } });

describe('web W15: a drop', () => {
  const items = ['a', 'b', 'c'].map((id) => inGroup(id, 'g1')).concat(inGroup('x', 'g2'));

  it('moves a card into a group, behind the one above the place', () => {
    const { plan } = scene(items, BY_GROUP);
    expect(plan(['x'], 'g1', 2)).toEqual([
      { op: 'items.move', input: { itemId: 'x', groupId: 'g1', after: 'b' } },
    ]);
    expect(plan(['x'], 'g1', 0)).toEqual([
      { op: 'items.move', input: { itemId: 'x', groupId: 'g1', before: 'a' } },
    ]);
  });

  it('moves several cards in the order that is shown, none of them by another that moves', () => {
    expect(scene(items, BY_GROUP).plan(['a', 'c'], 'g2', 1)).toEqual([
      { op: 'items.move', input: { itemId: 'a', groupId: 'g2' } },
      { op: 'items.move', input: { itemId: 'c', groupId: 'g2' } },
    ]);
    expect(scene(items, BY_GROUP).plan(['a', 'c'], 'g2', 0)).toEqual([
      { op: 'items.move', input: { itemId: 'a', groupId: 'g2', before: 'x' } },
      { op: 'items.move', input: { itemId: 'c', groupId: 'g2', before: 'x' } },
    ]);
  });

  it('sets the field of a column, and places the card among those of its group', () => {
    const mixed = [inGroup('a', 'g1'), inGroup('d1', 'g1', 'done'), inGroup('d2', 'g2', 'done')];
    expect(scene(mixed, BY_STATUS).plan(['a'], 'done', 2)).toEqual([
      {
        op: 'items.update',
        input: { itemId: 'a', changes: { status: { set: 'done' } }, seen: { status: 0 } },
      },
      { op: 'items.move', input: { itemId: 'a', after: 'd1' } },
    ]);
  });

  it('sets several cards at once, empty ones included', () => {
    expect(scene(items, BY_STATUS, true).plan(['a', 'b'], 'empty', 0)).toEqual([
      {
        op: 'items.bulk',
        input: {
          boardId: 'board',
          itemIds: ['a', 'b'],
          action: { kind: 'update', values: { status: null } },
        },
      },
    ]);
  });

  it('changes nothing where the card stands already, and no place in a sorted view', () => {
    const { plan } = scene(items, BY_GROUP);
    for (const index of [1, 2]) expect(plan(['b'], 'g1', index)).toEqual([]);
    expect(scene(items, BY_GROUP, true).plan(['a'], 'g1', 3)).toEqual([]);
    expect(scene(items, BY_GROUP, true).plan(['a'], 'g2', 0)).toEqual([
      { op: 'items.move', input: { itemId: 'a', groupId: 'g2' } },
    ]);
  });

  it('of very many cards keeps their order and their place', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      inGroup(`m${String(index).padStart(3, '0')}`, 'g1'),
    );
    const there = ['x1', 'x2'].map((id) => inGroup(id, 'g2', 'done'));
    const moving = many.map(({ id }) => id).toReversed();
    const { plan, bucketOf } = scene([...many, ...there], BY_GROUP);
    const order = applyMoves(bucketOf('g2').itemIds, plan(moving, 'g2', 1));
    expect(order).toEqual(['x1', ...moving, 'x2']);
    const calls = scene(
      [...many, inGroup('y1', 'g1', 'done'), inGroup('y2', 'g1', 'done')],
      BY_STATUS,
    ).plan(moving, 'done', 1);
    // Each gets its value and then its place: one that cannot go keeps no other back.
    expect(calls.map(({ op }) => op)).toEqual(moving.flatMap(() => ['items.update', 'items.move']));
    // A value and its place stay together in whatever is sent again.
    expect(listCards(calls).map((card) => card.calls.length)).toEqual(moving.map(() => 2));
    const moves = calls.filter(({ op }) => op === 'items.move');
    expect(applyMoves(['y1', 'y2'], moves)).toEqual(['y1', ...moving, 'y2']);
  });

  it('among cards of another group comes to the nearest place among its own', () => {
    const rows = [
      inGroup('a', 'g1'),
      ...['d1', 'd2'].map((id) => inGroup(id, 'g1', 'done')),
      ...['e1', 'e2'].map((id) => inGroup(id, 'g2', 'done')),
      inGroup('b', 'g2'),
    ];
    const { bucketOf } = scene(rows, BY_STATUS);
    const map = new Map(rows.map((item) => [item.id, item]));
    const land = (itemId: string, index: number) =>
      findLanding({ itemIds: [itemId], bucket: bucketOf('done'), index }, map, ['g1', 'g2']);
    expect([0, 1, 2, 3, 4].map((index) => land('a', index))).toEqual([0, 1, 2, 2, 2]);
    expect([0, 1, 2, 3, 4].map((index) => land('b', index))).toEqual([2, 2, 2, 3, 4]);
  });

  it('puts the cards where they were let go, whatever the column', () => {
    const moves = fc.record({
      moving: fc.subarray(['a', 'b', 'c', 'x'], { minLength: 1 }),
      index: fc.nat(3),
    });
    fc.assert(
      fc.property(moves, ({ moving, index }) => {
        const { plan, bucketOf } = scene(items, BY_GROUP);
        const bucket = bucketOf('g1');
        const expected = expectOrder({ itemIds: moving, bucket, index });
        const order = applyMoves(bucket.itemIds, plan(moving, 'g1', index));
        expect(order).toEqual(expected);
      }),
    );
  });
});

function expectOrder({ itemIds, bucket, index }: Drop): string[] {
  const stays = (id: string) => !itemIds.includes(id);
  return [
    ...bucket.itemIds.slice(0, index).filter(stays),
    ...itemIds,
    ...bucket.itemIds.slice(index).filter(stays),
  ];
}

/** What the server does with moves within one group. */
function applyMoves(before: readonly string[], calls: ReturnType<typeof planDrop>): string[] {
  return calls.reduce<string[]>(
    (order, call) => {
      if (call.op !== 'items.move') throw new Error(call.op);
      const { itemId, after, before: next } = call.input;
      const others = order.filter((id) => id !== itemId);
      const end = after === undefined ? others.length : others.indexOf(after ?? '') + 1;
      const at = next === undefined ? end : others.indexOf(next);
      return others.toSpliced(at, 0, itemId);
    },
    [...before],
  );
}

describe('web W15: while a card is dragged', () => {
  it('the place is before the card whose middle is below the pointer', () => {
    const spans = [0, 100, 200].map((start, index) => ({ index, start, size: 80 }));
    expect(findIndex(spans, 39, 3)).toBe(0);
    expect(findIndex(spans, 41, 3)).toBe(1);
    expect(findIndex(spans, 500, 3)).toBe(3);
    expect(findIndex([], 10, 0)).toBe(0);
  });

  it('lists scroll near their edges, faster the nearer', () => {
    expect(speedAt(300, 0, 600)).toBe(0);
    expect(speedAt(10, 0, 600)).toBeLessThan(speedAt(50, 0, 600));
    expect(speedAt(599, 0, 600)).toBeGreaterThan(0);
  });
});
