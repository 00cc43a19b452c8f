import type { Column } from '@boardwire/contract/board-model';
import { describe, expect, it } from 'vitest';
import { readPasted } from './read-pasted.ts';

const options = [
  { id: 'a', name: 'In progress', color: 'orange' },
  { id: 'b', name: 'Done', color: 'green' },
];
const column = (type: string, settings: object = {}) =>
  ({ id: type, type, name: type, settings }) as unknown as Column;
const context = {
  today: '2026-03-12',
  locale: 'en-GB',
  people: [
    { id: 'p1', name: 'Ada Lovelace' },
    { id: 'p2', name: 'Émile Zola' },
  ],
};
const read = (text: string, type: string, settings?: object) =>
  readPasted(text, column(type, settings), context);
const value = (text: string, type: string, settings?: object) => {
  const parsed = read(text, type, settings);
  return parsed.ok ? parsed.value : 'misfit';
};

describe('web W5: a pasted text is read by the type of its column', () => {
  it('choices by their names, whatever the case; several where several fit', () => {
    expect(value('in progress', 'status', { options })).toBe('a');
    expect(value('Done, in progress', 'tags', { options })).toEqual(['b', 'a']);
    expect(value('emile zola; Ada Lovelace', 'person')).toEqual(['p2', 'p1']);
    expect(value('Later', 'status', { options })).toBe('misfit');
    expect(value('Done, Later', 'tags', { options })).toBe('misfit');
  });

  it.each([
    ['1,234.50', 1234.5],
    ['1.234,50', 1234.5],
    ['12,5', 12.5],
    ['1,234', 1234],
    ['€ 99.90', 99.9],
    ['-3', -3],
    ['(1,250.00)', -1250],
    ['−$3.50', -3.5],
    ['1.5E+3', 1500],
    ['50 %', 50],
    ['about ten', 'misfit'],
    ['31/12/2026', 'misfit'],
    ['Room 12, floor 3', 'misfit'],
    ['3 to 5', 'misfit'],
  ])('the number %s', (text, number) => expect(value(text, 'number')).toBe(number));

  it('days, spans, ticks, stars', () => {
    expect(value('31/12/2026', 'date')).toBe('2026-12-31');
    expect(value('soon', 'date')).toBe('misfit');
    expect(value('1.3.2026 – 5.3.2026', 'timeline')).toEqual({
      start: '2026-03-01',
      end: '2026-03-05',
    });
    expect(value('5.3.2026 – 1.3.2026', 'timeline')).toBe('misfit');
    expect(value('TRUE', 'checkbox')).toBe(true);
    expect(value('no', 'checkbox')).toBeNull();
    expect(value('maybe', 'checkbox')).toBe('misfit');
    expect(value('★★★', 'rating')).toBe(3);
    expect(value('9', 'rating')).toBe('misfit');
  });

  it('addresses, and what cannot be written', () => {
    expect(value('example.test/a', 'link')).toEqual({ url: 'https://example.test/a' });
    expect(value('nobody', 'email')).toBe('misfit');
    expect(value('x', 'createdAt')).toBe('misfit');
    expect(value('x', 'longText')).toBe('misfit');
  });

  it('nothing empties, but no title', () => {
    expect(value(' ', 'number')).toBeNull();
    expect(readPasted('', undefined, context).ok).toBe(false);
  });
});
