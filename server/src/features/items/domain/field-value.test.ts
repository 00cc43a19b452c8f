import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnTypes, fieldLimits } from '@boardwire/contract/column-types';
import type { ConflictPolicy, Json } from '@boardwire/contract/column-types';
import { defaultPolicy, policyOf, titleField } from './column.ts';
import type { FieldColumn } from './column.ts';
import {
  anyValue,
  column,
  fields,
  ids,
  labelled,
  people,
  readOnlyFields,
  strangerId,
} from './columns.fixture.ts';
import { checkValue, isSameValue } from './field-value.ts';

const day = column('date');
const span = column('timeline');
const [one = '', two = ''] = ids;

/** Field, value as sent, value as stored. */
const taken: readonly [FieldColumn, unknown, Json | null][] = [
  [titleField, '  Ship it\r\nnow ', 'Ship it\nnow'],
  [titleField, 'e\u0301t\u00e9', '\u00e9t\u00e9'],
  [titleField, '👩‍👩‍👧 שלום עולם', '👩‍👩‍👧 שלום עולם'],
  [titleField, 'x'.repeat(fieldLimits.titleLength), 'x'.repeat(fieldLimits.titleLength)],
  [titleField, '__proto__', '__proto__'],
  [column('text'), '=1+1\tTab', '=1+1\tTab'],
  [column('text'), '  ', null],
  [column('number'), -0, 0],
  [column('number'), 1.5, 1.5],
  [column('number', { min: 1, max: 2 }), 2, 2],
  [column('status'), one, one],
  [column('status'), '', null],
  [column('person'), [two, one, two], [two, one]],
  [column('person', { isMultiple: false }), [one], [one]],
  [column('tags'), [], null],
  [day, '2024-02-29', '2024-02-29'],
  [day, '0001-01-01', '0001-01-01'],
  [day, '9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  [span, { end: '2026-01-02', start: '2026-01-02' }, { start: '2026-01-02', end: '2026-01-02' }],
  [column('checkbox'), true, true],
  [column('checkbox'), false, null],
  [column('rating'), 0, null],
  [column('rating'), 5, 5],
  [column('link'), { url: ' https://example.com/ä ', text: ' ' }, { url: 'https://example.com/ä' }],
  [
    column('link'),
    { url: 'mailto:ada@example.com', text: 'Ada' },
    { url: 'mailto:ada@example.com', text: 'Ada' },
  ],
  [column('link'), { url: 'tel:+4912345' }, { url: 'tel:+4912345' }],
  [column('link'), { url: '' }, null],
  [column('email'), ' Ada.L+x@Example.com ', 'Ada.L+x@Example.com'],
  [column('phone'), '+49 (0) 30 / 12.34-5', '+49 (0) 30 / 12.34-5'],
];

/** Field, value as sent, words of the answer. */
const refused: readonly [FieldColumn, unknown, string][] = [
  [titleField, null, 'title'],
  [titleField, ' \n ', 'title'],
  [titleField, 'x'.repeat(1_001), '1,000'],
  [titleField, 'a\u0000b', 'control'],
  [titleField, 'a\tb', 'control'],
  [titleField, 'a\ud800b', 'surrogate'],
  [titleField, 7, 'text'],
  [column('text'), 'x'.repeat(5_001), '5,000'],
  [column('text'), ['x'], 'text'],
  [column('number'), '7', 'number'],
  [column('number'), NaN, 'number'],
  [column('number'), Infinity, 'number'],
  [column('number', { min: 1 }), 0, 'at least 1'],
  [column('number', { max: 1 }), 2, 'at most 1'],
  [column('status'), strangerId, 'status'],
  [column('status'), '__proto__', 'status'],
  [column('status'), [one], 'status'],
  [column('tags'), [one, strangerId], 'tags'],
  [column('tags'), one, 'list'],
  [column('tags'), ['constructor'], 'tags'],
  [column('tags'), [1], 'list'],
  [column('person'), [strangerId], 'people'],
  [column('person'), ['__proto__'], 'people'],
  [column('person', { isMultiple: false }), [one, two], 'one person'],
  [day, '2026-02-30', 'calendar'],
  [day, '2023-02-29', 'calendar'],
  [day, '0000-01-01', 'calendar'],
  [day, '2026-2-3', 'calendar'],
  [day, '2026-01-01T24:00:00Z', 'calendar'],
  [day, '2026-01-01T10:00:00+02:00', 'calendar'],
  [day, 20_260_101, 'calendar'],
  [span, { start: '2026-01-02', end: '2026-01-01' }, 'not before'],
  [span, { start: '2026-01-02' }, 'start and an end'],
  [span, { start: '2026-02-30', end: '2026-03-01' }, 'calendar'],
  [span, { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:00:00Z' }, 'days'],
  [
    span,
    JSON.parse('{"start":"2026-01-01","end":"2026-01-01","__proto__":{}}'),
    'start and an end',
  ],
  [column('checkbox'), 'true', 'true or false'],
  [column('checkbox'), 1, 'true or false'],
  [column('rating'), 6, '0 to 5'],
  [column('rating', { max: 10 }), 11, '0 to 10'],
  [column('rating'), 2.5, '0 to 5'],
  [column('rating'), -1, '0 to 5'],
  [column('link'), { url: 'javascript:alert(1)' }, 'https://'],
  [column('link'), { url: ' JaVaScript:alert(1)' }, 'https://'],
  [column('link'), { url: 'java\nscript:alert(1)' }, 'one line'],
  [column('link'), { url: 'data:text/html,x' }, 'https://'],
  [column('link'), { url: 'example.com' }, 'https://'],
  [column('link'), { url: 'https://' }, 'https://'],
  [column('link'), { url: 'mailto:' }, 'https://'],
  [column('link'), { url: `https://x.test/${'x'.repeat(2_048)}` }, '2,048'],
  [column('link'), { text: 'no address' }, 'https://'],
  [column('link'), { url: 'https://x.test', onclick: 'x' }, 'address'],
  [column('link'), 'https://x.test', 'address'],
  [column('email'), 'ada@example', 'e-mail'],
  [column('email'), 'a@b.test\nc@d.test', 'one line'],
  [column('phone'), 'call me', 'phone'],
  [column('phone'), '()', 'phone'],
  ...readOnlyFields.flatMap((field): [FieldColumn, unknown, string][] => [
    [field, null, 'it'],
    [field, '2026-01-01', 'it'],
  ]),
];

const defaults: readonly [FieldColumn, ConflictPolicy][] = [
  [titleField, 'merge'],
  [column('text'), 'merge'],
  [column('longText'), 'merge'],
  [column('tags'), 'merge'],
  [column('person'), 'merge'],
  [column('person', { isMultiple: false }), 'last_writer_wins'],
  [column('number'), 'last_writer_wins'],
  [column('number', { isCounter: true }), 'merge'],
  [column('number', { isCritical: true }), 'user_choice'],
  ...(['status', 'date', 'timeline', 'checkbox', 'rating', 'link', 'email', 'phone'] as const).map(
    (type): [FieldColumn, ConflictPolicy] => [column(type), 'last_writer_wins'],
  ),
];

describe('checkValue', () => {
  it.each(labelled(taken))('SPEC B1: takes %s: case %#', (_, field, value, stored) => {
    const checked = checkValue(field, value, people);
    expect(checked).toEqual({ ok: true, value: stored });
    expect(Object.is(checked.ok ? checked.value : undefined, -0)).toBe(false);
  });

  it.each(labelled(refused))('SPEC B1: refuses %s: case %#', (_, field, value, words) => {
    const checked = checkValue(field, value, people);
    expect(checked).toEqual({ ok: false, message: expect.stringContaining(words) });
  });

  it('SPEC B1: takes every person id while the board is not loaded, and nothing that is no id', () => {
    expect(checkValue(column('person'), [strangerId], null).ok).toBe(true);
    expect(checkValue(column('person'), ['nobody'], null).ok).toBe(false);
  });

  it('SPEC B1: a set holds at most 500 elements', () => {
    const list = (length: number) =>
      Array.from({ length }, (_, at) => `0190a0b0-0000-7000-8000-${String(at).padStart(12, '0')}`);
    expect(checkValue(column('person'), list(500), null).ok).toBe(true);
    expect(checkValue(column('person'), list(501), null).ok).toBe(false);
  });

  it.each(fields)('SPEC B1: what $type stores is stored again unchanged: $settings', (field) => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const first = checkValue(field, value, people);
        if (!first.ok) return;
        expect(checkValue(field, first.value, people)).toEqual(first);
        expect(isSameValue(field, first.value, first.value)).toBe(true);
        expect(JSON.parse(JSON.stringify(first.value))).toEqual(first.value);
      }),
      { numRuns: 300 },
    );
  });

  it.each([...fields, ...readOnlyFields])('SPEC B1: $type never throws', (field) => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const checked = checkValue(field, value, people);
        if (!checked.ok) expect(checked.message).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});

describe('isSameValue', () => {
  it.each(
    labelled<[FieldColumn, Json, Json, boolean]>([
      [column('tags'), [one, two], [two, one], true],
      [column('tags'), [one], [one, two], false],
      [column('tags'), [one, two], [one, strangerId], false],
      [column('tags'), null, [one], false],
      [column('link'), { url: 'a', text: 'b' }, { text: 'b', url: 'a' }, true],
      [column('link'), { url: 'a' }, { url: 'a', text: 'b' }, false],
      [column('link'), { url: 'a', text: 'b' }, { url: 'a' }, false],
      [column('text'), 'a', 'b', false],
      [column('text'), null, null, true],
      [column('number'), 0, null, false],
    ]),
  )('live L21: %s: case %#', (_, field, left, right, isSame) => {
    expect(isSameValue(field, left, right)).toBe(isSame);
  });
});

describe('defaultPolicy', () => {
  it.each(labelled(defaults))('live L21: %s: default policy', (_, field, policy) => {
    expect(defaultPolicy(field)).toBe(policy);
    expect(policyOf(field)).toBe(policy);
  });

  it('live L21: the column chooses another where its type permits', () => {
    expect(policyOf(column('status', { conflictPolicy: 'user_choice' }))).toBe('user_choice');
    expect(policyOf(column('text', { conflictPolicy: 'last_writer_wins' }))).toBe(
      'last_writer_wins',
    );
    for (const type of columnTypes.filter(
      (one) => !['text', 'longText', 'tags', 'person'].includes(one),
    ))
      expect(() => column(type, { conflictPolicy: 'merge' }), type).toThrow('conflictPolicy');
    expect(() => column('person', { isMultiple: false, conflictPolicy: 'merge' })).toThrow(
      'single',
    );
    expect(column('number', { isCounter: true, conflictPolicy: 'merge' })).toBeDefined();
  });
});
