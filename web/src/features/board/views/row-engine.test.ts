import type { Item } from '@boardwire/contract/board-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_FILTER, type FilterGroup } from './filter-tree.ts';
import type { RowPlan } from './place-item.ts';
import { createRowEngine, type RowEngine } from './row-engine.ts';
import { condition, context, itemState, makeItem, sorts } from './views.fixture.ts';

const PLAN: RowPlan = {
  filter: NO_FILTER,
  sort: [],
  groupBy: 'group',
  search: '',
  layout: 'stacked',
};
const toMap = (items: readonly Item[]) => new Map(items.map((item) => [item.id, item]));

function read(engine: RowEngine, items: Iterable<string>) {
  return {
    buckets: engine.buckets().map(({ key, itemIds }) => [key, itemIds]),
    children: [...items].map((id) => [id, engine.childrenOf(id)]),
  };
}

const plan = fc.record({
  filter: fc.record({
    join: fc.constantFrom('and', 'or'),
    parts: fc.array(condition, { maxLength: 2 }),
  }) as fc.Arbitrary<FilterGroup>,
  sort: sorts,
  groupBy: fc.constantFrom('group', 'none', 'status', 'owner', 'ready'),
  search: fc.constantFrom('', '', 'al', 'ops-1 z'),
  layout: fc.constantFrom('stacked', 'beside'),
}) as fc.Arbitrary<RowPlan>;

describe('web W35: rows that follow edits', () => {
  it('are the same as rows made from scratch', () => {
    const edits = fc.array(fc.oneof(itemState, fc.constantFrom('a', 'b', 'c', 'd')), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.array(itemState), plan, edits, (first, wanted, changes) => {
        const items = toMap(first);
        const engine = createRowEngine(items, wanted, context);
        for (const change of changes) {
          if (typeof change === 'string') items.delete(change);
          else items.set(change.id, change);
          engine.touch([typeof change === 'string' ? change : change.id]);
        }
        const known = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
        const fresh = createRowEngine(items, wanted, context);
        expect(read(engine, known)).toEqual(read(fresh, known));
      }),
      { numRuns: 500 },
    );
  });

  it('are the same once what was held back is let go', () => {
    fc.assert(
      fc.property(
        fc.array(itemState),
        plan,
        fc.array(itemState, { maxLength: 12 }),
        (first, wanted, changes) => {
          const items = toMap(first);
          const engine = createRowEngine(items, wanted, context);
          engine.hold(true, 'c');
          for (const change of changes) {
            items.set(change.id, change);
            engine.touch([change.id]);
          }
          engine.hold(false);
          engine.release();
          const known = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
          expect(read(engine, known)).toEqual(read(createRowEngine(items, wanted, context), known));
          expect(engine.marks().size).toBe(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('evaluate the item that was edited and no other', () => {
    const items = toMap(Array.from({ length: 1_000 }, (_, index) => makeItem(`i${index}`)));
    const filter = {
      join: 'and',
      parts: [{ field: 'title', operator: 'contains', value: 'i' }],
    } as const;
    const engine = createRowEngine(
      items,
      { ...PLAN, filter, sort: [{ field: 'title', direction: 'up' }] },
      context,
    );
    const before = engine.work.evaluated;
    items.set('i7', makeItem('i7', { values: { title: 'zzi' } }));
    expect(engine.touch(['i7'])).toBe(true);
    expect(engine.work.evaluated - before).toBe(1);
    expect(engine.buckets()[0]?.itemIds.at(-1)).toBe('i7');
  });

  it('show an item whose sub-item matches, with that sub-item alone', () => {
    const sub = (id: string) => makeItem(id, { parentId: 'top' });
    const items = toMap([makeItem('top'), makeItem('other'), sub('needle'), sub('hay')]);
    const engine = createRowEngine(items, { ...PLAN, search: 'needle' }, context);
    expect(engine.buckets()[0]?.itemIds).toEqual(['top']);
    expect(engine.childrenOf('top')).toEqual(['needle']);
  });
});

describe('web W10: nothing moves under the pointer', () => {
  const title = (id: string, text: string, by = 'bob') =>
    makeItem(id, { updatedBy: by, values: { title: text } });
  const sorted: RowPlan = { ...PLAN, sort: [{ field: 'title', direction: 'up' }] };
  const start = (wanted: RowPlan = sorted) => {
    const items = toMap([title('a', 'a'), title('b', 'b'), title('c', 'c')]);
    const engine = createRowEngine(items, wanted, context);
    engine.hold(true);
    const edit = (item: Item) => {
      items.set(item.id, item);
      engine.touch([item.id]);
    };
    return { engine, items, edit, order: () => engine.buckets()[0]?.itemIds };
  };

  it.each(['ada', 'bob'])('an edit by %s that would sort a row elsewhere marks it', (by) => {
    const { engine, edit, order } = start();
    edit(title('a', 'z', by));
    expect(order()).toEqual(['a', 'b', 'c']);
    expect(engine.marks().get('a')).toBe('moved');
    engine.hold(false);
    expect(engine.release()).toBe(true);
    expect(order()).toEqual(['b', 'c', 'a']);
    expect(engine.marks().size).toBe(0);
  });

  it('an edit back takes the mark away', () => {
    const { engine, edit, order } = start();
    edit(title('a', 'z'));
    edit(title('a', 'a'));
    expect(engine.marks().size).toBe(0);
    expect(engine.waiting()).toBe(0);
    expect(order()).toEqual(['a', 'b', 'c']);
  });

  it('a row that others delete, archive or filter away stays with a mark', () => {
    const filter = {
      join: 'and',
      parts: [{ field: 'title', operator: 'isNot', value: 'gone' }],
    } as const;
    const { engine, edit, items, order } = start({ ...PLAN, filter });
    edit({ ...title('a', 'a'), deletedAt: '2026-03-02T00:00:00Z' });
    edit({ ...title('b', 'b'), archivedAt: '2026-03-02T00:00:00Z' });
    edit(title('c', 'gone'));
    expect([...engine.marks()]).toEqual([
      ['a', 'deleted'],
      ['b', 'archived'],
      ['c', 'unmatched'],
    ]);
    items.delete('a');
    engine.touch(['a']);
    expect(engine.itemOf('a')?.id).toBe('a');
    expect(order()).toEqual(['a', 'b', 'c']);
    engine.release();
    expect(order()).toEqual([]);
  });

  it('what a person moves or deletes by hand goes at once', () => {
    const { edit, order } = start(PLAN);
    edit({ ...title('a', 'a', 'ada'), pos: 'x' });
    expect(order()).toEqual(['b', 'c', 'a']);
    edit({ ...title('b', 'b', 'ada'), deletedAt: '2026-03-02T00:00:00Z' });
    expect(order()).toEqual(['c', 'a']);
  });

  it('somebody’s new row waits when it would push the one that is looked at', () => {
    const { engine, edit, order } = start(PLAN);
    engine.hold(true, 'b');
    edit(makeItem('a1'));
    expect(order()).toEqual(['a', 'b', 'c']);
    expect(engine.waiting()).toBe(1);
    edit(makeItem('d'));
    edit(makeItem('a2', { createdBy: 'ada' }));
    expect(order()).toEqual(['a', 'a2', 'b', 'c', 'd']);
    engine.release();
    expect(order()).toEqual(['a', 'a1', 'a2', 'b', 'c', 'd']);
  });

  it('somebody’s new card in another column moves nothing, and comes at once', () => {
    const items = toMap([makeItem('a'), makeItem('z', { groupId: 'g2' })]);
    const engine = createRowEngine(items, { ...PLAN, layout: 'beside' }, context);
    engine.hold(true, 'z');
    items.set('b', makeItem('b'));
    engine.touch(['b']);
    expect(engine.buckets()[0]?.itemIds).toEqual(['a', 'b']);
  });

  it('an item that was just made stays in sight though the filter leaves it out', () => {
    const filter = { join: 'and', parts: [{ field: 'note', operator: 'notEmpty' }] } as const;
    const { engine, edit, order } = start({ ...PLAN, filter });
    edit(makeItem('new', { createdBy: 'ada', updatedBy: 'ada', number: 0 }));
    expect(order()).toEqual(['new']);
    edit(makeItem('new', { createdBy: 'ada', updatedBy: 'ada', number: 9 }));
    expect(engine.marks().get('new')).toBe('unmatched');
    engine.release();
    expect(order()).toEqual([]);
  });
});
