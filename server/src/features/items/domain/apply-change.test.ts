import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldChange } from '@boardwire/contract/column-types';
import type { FieldChange, Json } from '@boardwire/contract/column-types';
import { applyChange, elementsOf, toDelta } from './apply-change.ts';
import type { FieldColumn } from './column.ts';
import { anyValue, column, fields, ids, labelled, people, strangerId } from './columns.fixture.ts';

const tags = column('tags');
const counter = column('number', { isCounter: true });
const [one = '', two = '', three = ''] = ids;

/** The value after a change that must be taken. */
function change(field: FieldColumn, standing: Json | null, by: FieldChange): Json | null {
  const applied = applyChange(field, standing, by, people);
  if (!applied.ok) throw new Error(applied.message);
  return applied.value;
}

const element = fc.constantFrom(...ids.slice(0, 4));
const delta = fc.oneof(
  element.map((id) => ({ add: [id] })),
  element.map((id) => ({ remove: [id] })),
  fc
    .uniqueArray(element, { minLength: 2, maxLength: 4 })
    .map((list) => ({ add: list.slice(0, 1), remove: list.slice(1) })),
);

/** Merges two lists so that each keeps its own order. */
function interleave<Entry>(left: Entry[], right: Entry[], order: boolean[]): Entry[] {
  const queues = [[...left], [...right]];
  return Array.from({ length: left.length + right.length }, (_, turn) => {
    const [first = [], second = []] = order[turn] ? queues : queues.toReversed();
    return (first.length > 0 ? first : second).shift() as Entry;
  });
}

describe('live L21: sets', () => {
  it('live L21: elements join and leave, each once, in the order they came', () => {
    expect(change(tags, [one, two], { add: [three, one], remove: [two] })).toEqual([one, three]);
    expect(change(tags, [one], { remove: [one] })).toBeNull();
    expect(change(tags, null, { remove: [one] })).toBeNull();
    expect(change(column('person'), null, { add: [two] })).toEqual([two]);
  });

  it('live L21: on the same element the later wins, on others both stand, in any interleaving', () => {
    const orders = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
    const changes = fc.array(delta, { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.subarray(ids.slice(0, 4)),
        changes,
        changes,
        orders,
        (start, left, right, order) => {
          const sequence: FieldChange[] = interleave<FieldChange>(left, right, order);
          const end = sequence.reduce<Json | null>((value, by) => change(tags, value, by), start);
          for (const id of ids.slice(0, 4)) {
            const last = sequence.findLast((by) => namesElement(by, id));
            const stands = last === undefined ? start.includes(id) : adds(last, id);
            expect(elementsOf(end).includes(id)).toBe(stands);
          }
        },
      ),
    );
  });

  it('live L21: deltas of different elements end alike in either order', () => {
    const [low, high] = [ids.slice(0, 2), ids.slice(2, 4)].map((list) =>
      fc.record({ add: fc.subarray(list.slice(0, 1)), remove: fc.subarray(list.slice(1)) }),
    );
    if (low === undefined || high === undefined) throw new Error('two halves');
    fc.assert(
      fc.property(fc.subarray(ids.slice(0, 4)), low, high, (start, left, right) => {
        const inOrder = change(tags, change(tags, start, left), right);
        const swapped = change(tags, change(tags, start, right), left);
        expect(new Set(elementsOf(inOrder))).toEqual(new Set(elementsOf(swapped)));
      }),
    );
  });

  it('live L21: a whole list becomes the delta from its base', () => {
    const lists = fc.subarray([...ids]);
    fc.assert(
      fc.property(lists, lists, (base, wanted) => {
        const end = change(tags, base, toDelta(base, wanted));
        expect(new Set(elementsOf(end))).toEqual(new Set(wanted));
      }),
    );
    expect(toDelta([one, two], [two, three])).toEqual({ add: [three], remove: [one] });
  });

  it('live L21: what stands may stay although it cannot be chosen any more', () => {
    expect(change(tags, [strangerId], { add: [one] })).toEqual([strangerId, one]);
    expect(change(tags, [strangerId, two], { set: [strangerId, one] })).toEqual([strangerId, one]);
    expect(change(column('status'), strangerId, { set: strangerId })).toBe(strangerId);
    expect(applyChange(tags, [one], { add: [strangerId] }, people).ok).toBe(false);
  });
});

describe('live L21: counters', () => {
  it('live L21: increments add up in any order', () => {
    const cents = fc.integer({ min: -100_000, max: 100_000 }).map((value) => value / 100);
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 30 }), (amounts) => {
        const add = (list: number[]) =>
          list.reduce<Json | null>(
            (value, increment) => change(counter, value, { increment }),
            null,
          );
        const total = amounts.reduce((sum, amount) => sum + Math.round(amount * 100), 0) / 100;
        expect(add(amounts)).toBe(total === 0 ? 0 : total);
        expect(add(amounts.toReversed())).toBe(add(amounts));
      }),
    );
  });

  it('live L21: numbers add as on paper', () => {
    expect(change(counter, 9_007_199_254_740_000, { increment: 991 })).toBe(9_007_199_254_740_991);
    expect(change(counter, 0.1, { increment: 0.2 })).toBe(0.3);
    expect(change(counter, -361.91, { increment: 361.9 })).toBe(-0.01);
    expect(change(counter, 1e-7, { increment: 2e-7 })).toBe(3e-7);
    expect(change(counter, 1e-200, { increment: 1 })).toBe(1);
    expect(change(counter, 5, { increment: -5 })).toBe(0);
  });

  it('live L21: bounds apply to the sum', () => {
    const bounded = column('number', { isCounter: true, min: 0, max: 10 });
    expect(change(bounded, 8, { increment: 2 })).toBe(10);
    expect(change(bounded, null, { increment: 3 })).toBe(3);
    for (const increment of [3, -9]) {
      const applied = applyChange(bounded, 8, { increment }, people);
      expect(applied).toEqual({ ok: false, message: expect.stringContaining('add up') });
    }
    expect(applyChange(counter, 1.7e308, { increment: 1.7e308 }, people).ok).toBe(false);
  });
});

describe('applyChange', () => {
  it.each(
    labelled<[FieldColumn, FieldChange]>([
      [column('status'), { add: [one] }],
      [column('person', { isMultiple: false }), { add: [one] }],
      [column('text'), { increment: 1 }],
      [tags, { increment: 1 }],
      [counter, { add: [one] }],
      [tags, { add: [one], remove: [one] }],
      [column('createdAt'), { set: null }],
      [column('longText'), { set: 'x' }],
    ]),
  )('live L21: refuses on %s a change that does not fit: case %#', (_, field, by) => {
    expect(applyChange(field, null, by, people).ok).toBe(false);
  });

  it('live L21: never throws, whatever stands and whatever change the contract lets through', () => {
    const changes = fc.oneof(
      fc.record({ set: anyValue }),
      fc.record({ increment: fc.double() }),
      fc.record({ add: fc.array(fc.string()), remove: fc.array(fc.string()) }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), changes, (field, standing, sent) => {
        const parsed = fieldChange.safeParse(sent);
        if (parsed.success) applyChange(field, standing as Json, parsed.data, people);
      }),
      { numRuns: 1_000 },
    );
  });
});

function namesElement(by: FieldChange, id: string): boolean {
  return adds(by, id) || ('remove' in by && (by.remove ?? []).includes(id));
}

function adds(by: FieldChange, id: string): boolean {
  return 'add' in by && (by.add ?? []).includes(id);
}
