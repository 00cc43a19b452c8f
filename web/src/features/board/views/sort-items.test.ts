import type { Item } from '@boardwire/contract/board-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupItems } from './group-items.ts';
import { sortItems } from './sort-items.ts';
import { context, itemState, makeItem, sorts } from './views.fixture.ts';
import type { Sort } from './view-settings.ts';

const by = (field: string, direction: 'up' | 'down', values: readonly unknown[]) =>
  sortItems(
    values.map((value, index) =>
      makeItem(String(index), { values: { [field]: value ?? null } as Item['values'] }),
    ),
    [{ field, direction }],
    context,
  ).map(({ values: own }) => own[field] ?? null);

describe('web W14: sorting', () => {
  it('keeps equal items in their order, and loses none', () => {
    fc.assert(
      fc.property(fc.array(itemState), sorts as fc.Arbitrary<Sort[]>, (items, order) => {
        const sorted = sortItems(items, order, context);
        expect(new Set(sorted)).toEqual(new Set(items));
        expect(sortItems(sorted, order, context)).toEqual(sorted);
        expect(sortItems(items, [], context)).toEqual(items);
      }),
    );
  });

  it('puts empty values last in both directions', () => {
    expect(by('amount', 'up', [2, null, 1])).toEqual([1, 2, null]);
    expect(by('amount', 'down', [2, null, 1])).toEqual([2, 1, null]);
  });

  it('reads numbers in texts, ignores case and puts accents beside their letters', () => {
    expect(by('note', 'up', ['b 10', 'B 9', 'é', 'f', 'e'])).toEqual([
      'B 9',
      'b 10',
      'e',
      'é',
      'f',
    ]);
  });

  it('sorts choices as their column lists them, and days beside moments', () => {
    expect(by('status', 'up', ['done', 'todo', 'doing'])).toEqual(['todo', 'doing', 'done']);
    expect(by('due', 'up', ['2026-03-03', '2026-03-02T10:00:00Z', '2026-03-02'])).toEqual([
      '2026-03-02',
      '2026-03-02T10:00:00Z',
      '2026-03-03',
    ]);
  });

  it('sorts by the second field where the first says nothing', () => {
    const item = (id: string, amount: number, note: string) =>
      makeItem(id, { values: { amount, note } });
    const items = [item('x', 1, 'b'), item('y', 1, 'a'), item('z', 0, 'c')];
    const order = [
      { field: 'amount', direction: 'down' },
      { field: 'note', direction: 'up' },
    ] as const;
    expect(sortItems(items, order, context).map(({ id }) => id)).toEqual(['y', 'x', 'z']);
  });
});

describe('web W13: grouping', () => {
  it('puts every item of a group in use into one bucket, in its order', () => {
    const fields = fc.constantFrom('group', 'none', 'status', 'owner', 'ready', 'stars', 'tags');
    fc.assert(
      fc.property(fc.array(itemState), fields, (items, field) => {
        const buckets = [...groupItems(items, field, context).values()];
        const placed = items.filter(({ groupId }) => groupId === 'g1' || groupId === 'g2');
        expect(buckets.flat().length).toBe(placed.length);
        for (const bucket of buckets) {
          const places = bucket.map((item) => items.indexOf(item));
          expect(places).toEqual(places.toSorted((left, right) => left - right));
        }
      }),
    );
  });

  it('names an option that is gone as no value', () => {
    const items = [makeItem('one', { values: { status: 'removed' } })];
    expect([...groupItems(items, 'status', context).keys()]).toEqual(['empty']);
  });
});
