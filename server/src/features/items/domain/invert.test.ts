import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldChange, Json } from '@boardwire/contract/column-types';
import { applyChange, elementsOf } from './apply-change.ts';
import type { FieldColumn } from './column.ts';
import { column, ids, labelled, people } from './columns.fixture.ts';
import { invertChange } from './invert.ts';

const tags = column('tags');
const counter = column('number', { isCounter: true });
const [one = '', two = '', three = ''] = ids;

function change(field: FieldColumn, standing: Json | null, by: FieldChange): Json | null {
  const applied = applyChange(field, standing, by, people);
  if (!applied.ok) throw new Error(applied.message);
  return applied.value;
}

/** The value after the event (version 5) is taken back from what stands at version 6. */
function undo(field: FieldColumn, from: Json | null, to: Json | null, standing: Json | null) {
  const inverse = invertChange(field, { from, to, version: 5 }, { value: standing, version: 6 });
  return inverse.kind === 'change' ? change(field, standing, inverse.change) : inverse;
}

describe('live L20: undo of one field', () => {
  it.each(
    labelled<[FieldColumn, Json | null, Json]>([
      [column('text'), 'before', 'after'],
      [column('status'), null, one],
      [tags, [two, one], [one]],
      [counter, null, 3],
    ]),
  )('live L20: a version that has not moved goes back exactly: %s', (_, field, from, to) => {
    const inverse = invertChange(field, { from, to, version: 5 }, { value: to, version: 5 });
    expect(inverse).toEqual({ kind: 'change', change: { set: from } });
  });

  it.each(
    labelled<[FieldColumn, Json, Json, Json]>([
      [column('text'), 'before', 'after', 'later'],
      [column('status'), one, two, three],
      [column('number'), 1, 2, 3],
      [column('person', { isMultiple: false }), [one], [two], [three]],
    ]),
  )('live L20: a version that has moved is asked about: %s', (_, field, from, to, standing) => {
    expect(undo(field, from, to, standing)).toEqual({ kind: 'moved', wanted: from, standing });
  });

  it('live L20: nothing is asked where the field stands as before', () => {
    expect(undo(column('status'), one, two, one)).toEqual({ kind: 'unchanged' });
    expect(undo(tags, [one], [one, two], [one, three])).toEqual({ kind: 'unchanged' });
  });

  it('live L20: a set takes back its own elements and keeps those of others', () => {
    expect(undo(tags, [one], [two], [two, three])).toEqual([three, one]);
  });

  it('live L20: a counter takes back its own amount, also where others brought it back to the start', () => {
    expect(undo(counter, 1, 4, 14)).toBe(11);
    expect(undo(counter, 1, 4, 1)).toBe(-2);
    expect(undo(counter, null, 4, 5)).toBe(1);
  });

  it('live L20: undoing one of two increments leaves the other', () => {
    const amounts = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(amounts, amounts, amounts, (start, mine, theirs) => {
        fc.pre(mine !== 0);
        const after = change(counter, start, { increment: mine });
        const standing = change(counter, after, { increment: theirs });
        expect(undo(counter, start, after, standing)).toBe(start + theirs || 0);
      }),
    );
  });

  it('live L20: undoing a delta leaves elements that it did not touch', () => {
    const lists = fc.subarray(ids.slice(0, 6));
    fc.assert(
      fc.property(lists, lists, lists, (from, to, standing) => {
        const result = undo(tags, from, to, standing);
        const end = new Set(
          elementsOf(Array.isArray(result) ? result : resultOf(result, standing)),
        );
        for (const id of ids.slice(0, 6)) {
          const isMine = from.includes(id) !== to.includes(id);
          expect(end.has(id)).toBe(isMine ? from.includes(id) : standing.includes(id));
        }
      }),
    );
  });
});

/** `unchanged` leaves what stands; null is an empty set. */
function resultOf(result: unknown, standing: Json): Json {
  return result === null ? [] : standing;
}
