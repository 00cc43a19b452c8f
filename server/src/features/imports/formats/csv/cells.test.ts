import { describe, expect, it } from 'vitest';
import { parseDate } from './dates.ts';
import { inferDate, inferType } from './infer.ts';
import { parseNumber } from './numbers.ts';

describe('SPEC B6: dates as people write them', () => {
  it.each([
    ['22/Sep/25 9:26 AM', 'd MMM y', '2025-09-22T09:26:00Z'],
    ['22/Sep/25 12:05 AM', 'd MMM y', '2025-09-22T00:05:00Z'],
    ['22/Sep/25 12:05 PM', 'd MMM y', '2025-09-22T12:05:00Z'],
    ['3. März 2026', 'd MMM y', '2026-03-03'],
    ['15 janv. 2026', 'd MMM y', '2026-01-15'],
    ['Mar 3, 2026', 'MMM d, y', '2026-03-03'],
    ['31.12.2026', 'd/M/y', '2026-12-31'],
    ['12/31/2026', 'M/d/y', '2026-12-31'],
    ['2026-02-28T23:30:00+02:00', 'y-M-d', '2026-02-28T21:30:00Z'],
    ['2026-02-28 23:30:15.123Z', 'y-M-d', '2026-02-28T23:30:15Z'],
    ['2026-03-01 00:00:00', 'y-M-d', '2026-03-01'],
    ['29/02/2024', 'd/M/y', '2024-02-29'],
    ['1/2/69', 'd/M/y', '2069-02-01'],
    ['1/2/70', 'd/M/y', '1970-02-01'],
    ['0001-01-01', 'y-M-d', '0001-01-01'],
  ] as const)('%s', (text, format, date) => {
    expect(parseDate(text, format, 'UTC')).toBe(date);
  });

  it.each([
    ['31/02/2026', 'd/M/y'],
    ['29/02/2026', 'd/M/y'],
    ['12/31/2026', 'd/M/y'],
    ['0000-01-01', 'y-M-d'],
    ['2026-13-01', 'y-M-d'],
    ['2026-01-01 25:00', 'y-M-d'],
    ['2026-01-01 13:00 pm', 'y-M-d'],
    ['3 Foo 2026', 'd MMM y'],
    ['9999-12-31T23:00:00-05:00', 'y-M-d'],
    ['tomorrow', 'y-M-d'],
    ['', 'y-M-d'],
  ] as const)('%s is none', (text, format) => {
    expect(parseDate(text, format, 'UTC')).toBeUndefined();
  });

  it('reads times on the clock of the zone, also around its changes', () => {
    const zurich = (text: string) => parseDate(text, 'y-M-d', 'Europe/Zurich');
    expect(zurich('2026-01-15 12:00')).toBe('2026-01-15T11:00:00Z');
    expect(zurich('2026-07-15 12:00')).toBe('2026-07-15T10:00:00Z');
    expect(zurich('2026-03-29 01:30')).toBe('2026-03-29T00:30:00Z');
    expect(zurich('2026-03-29 03:30')).toBe('2026-03-29T01:30:00Z');
    expect(zurich('2026-07-15')).toBe('2026-07-15');
  });

  it('tells day from month by the cells', () => {
    expect(inferDate(['05/06/2020', '05/21/2020'])).toEqual({ as: 'date', format: 'M/d/y' });
    expect(inferDate(['05/06/2020', '21/05/2020'])).toEqual({ as: 'date', format: 'd/M/y' });
    expect(inferDate(['05/06/2020'])).toMatchObject({ isUncertain: true });
    expect(inferDate(['05.06.2020'])).toEqual({ as: 'date', format: 'd/M/y' });
    expect(inferDate(['soon', 'later', '2026-01-01'])).toBeUndefined();
  });
});

describe('SPEC B6: numbers as people write them', () => {
  it.each([
    ['1,234.50', '.', 1234.5, ''],
    ['1.234,50', ',', 1234.5, ''],
    ['1 234,5', ',', 1234.5, ''],
    ["1'234", '.', 1234, ''],
    ['-5', '.', -5, ''],
    ['−5', '.', -5, ''],
    ['€ 12', '.', 12, '€'],
    ['35 %', '.', 35, '%'],
    ['1.5e3', '.', 1500, ''],
    ['.5', '.', 0.5, ''],
  ] as const)('%s', (text, decimal, value, unit) => {
    expect(parseNumber(text, decimal)).toEqual({ value, unit });
  });

  it.each([
    ['1,2,3', '.'],
    ['1.5', ','],
    ['12.34.56', '.'],
    ['ten', '.'],
    ['', '.'],
    ['1-2', '.'],
    ['0|i001wn:', '.'],
    ['x5', '.'],
    ['Q1', '.'],
    ['1e999', '.'],
  ] as const)('%s is none', (text, decimal) => {
    expect(parseNumber(text, decimal)).toBeUndefined();
  });
});

describe('SPEC B6: types by what the cells look like', () => {
  it.each([
    [['yes', 'no', 'Ja'], 'checkbox'],
    [['0', '1', '1'], 'number'],
    [['1 h', '2 h', '3 d'], 'text'],
    [['1', '2', '3', '4', '5 d'], 'number'],
    [['007', '011'], 'text'],
    [['12345678901234567'], 'text'],
    [['1.2.20', '1.3.1'], 'text'],
    [['2026-01-01', '2026-01-02'], 'date'],
    [['a@example.com', 'b@example.org'], 'email'],
    [['https://example.com'], 'link'],
    [['one\ntwo'], 'longText'],
    [['Open', 'Done', 'Open', 'Done', 'Open'], 'status'],
    [['Call Ada', 'Call Bob'], 'text'],
    [['=1+1', '@me'], 'text'],
  ] as const)('%j is %s', (cells, as) => {
    expect(inferType(cells, 'Header').as).toBe(as);
  });

  it('finds decimals and unit', () => {
    expect(inferType(['1,50 €', '2,25 €'], 'x')).toEqual({ as: 'number', decimal: ',', unit: '€' });
    expect(inferType(['1,500', '2,250'], 'x')).toEqual({ as: 'number', decimal: '.' });
  });
});
