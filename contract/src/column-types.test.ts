import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  columnSettings,
  columnTypes,
  fieldChange,
  fieldValue,
  OptionSchema,
} from './column-types.ts';

const id = '0190a0b0-0000-7000-8000-000000000001';
const option = { id, name: 'Done', color: 'green', isDone: true };

function nest(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
}

describe('json', () => {
  it.each([
    ['null', null],
    ['a text of 10,000 characters', 'x'.repeat(10_000)],
    ['four levels', nest(4)],
    ['500 elements', Array.from({ length: 500 }, () => id)],
  ])('SPEC B1: takes %s', (_, value) => {
    expect(fieldValue.safeParse(value).success).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['a longer text', 'x'.repeat(10_001)],
    ['five levels', nest(5)],
    ['100,000 levels', nest(100_000)],
    ['1,001 parts', Array.from({ length: 1_000 }, () => 1)],
    ['a key that replaces prototypes', JSON.parse('{"__proto__":{}}')],
    ['a number that JSON lacks', NaN],
    ['a function', () => 1],
  ])('SPEC B1: refuses %s', (_, value) => {
    expect(fieldValue.safeParse(value).success).toBe(false);
  });
});

describe('fieldChange', () => {
  it.each([
    [{ set: null }],
    [{ set: 'b', base: 'a' }],
    [{ add: [id] }],
    [{ remove: [id] }],
    [{ add: [id], remove: [] }],
    [{ increment: -1.5 }],
  ])('live L21: takes %j', (change) => {
    expect(fieldChange.parse(change)).toEqual(change);
  });

  it.each([
    [{}],
    [{ base: 'a' }],
    [{ set: 1, increment: 1 }],
    [{ set: 1, add: [id] }],
    [{ increment: Infinity }],
    [{ increment: '1' }],
    [{ add: [1] }],
    [{ add: Array.from({ length: 501 }, () => id) }],
  ])('live L21: refuses %j', (change) => {
    expect(fieldChange.safeParse(change).success).toBe(false);
  });
});

describe('columnSettings', () => {
  it('SPEC B1: every type takes no settings at all and can be documented', () => {
    for (const type of columnTypes) {
      expect(columnSettings[type].safeParse({}).success, type).toBe(true);
      expect(z.toJSONSchema(columnSettings[type])).toMatchObject({ type: 'object' });
    }
    expect(z.toJSONSchema(fieldChange)).toHaveProperty('anyOf');
  });

  it.each([
    ['status', { options: [option, option] }],
    ['status', { options: [{ ...option, color: '#f00' }] }],
    ['status', { options: Array.from({ length: 501 }, () => option) }],
    ['number', { min: 2, max: 1 }],
    ['number', { decimals: 11 }],
    ['number', { conflictPolicy: 'merge' }],
    ['rating', { max: 11 }],
    ['text', { color: 'red' }],
    ['createdAt', { conflictPolicy: 'merge' }],
  ] as const)('SPEC B1: %s refuses %j', (type, settings) => {
    expect(columnSettings[type].safeParse(settings).success).toBe(false);
  });

  it('SPEC B1: options may share a name', () => {
    const twin = { ...option, id: id.replace(/1$/, '2') };
    expect(columnSettings.status.parse({ options: [option, twin] }).options).toEqual([
      option,
      twin,
    ]);
    expect(OptionSchema.safeParse({ ...option, name: ' ' }).success).toBe(false);
    expect(columnSettings.rating.parse({})).toEqual({ max: 5 });
  });
});
