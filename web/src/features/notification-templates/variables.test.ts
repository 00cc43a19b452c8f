import { describe, expect, it } from 'vitest';
import { insertVariable, listVariables, offsetOf, readSample } from './variables.ts';

describe('SPEC D3: variables of a template', () => {
  it('are the names of the example values, as deep as they go', () => {
    const sample = { name: 'Ada', order: { number: 7, lines: [1] }, 'not a name': 1 };
    expect(listVariables(sample)).toEqual(['name', 'order.number', 'order.lines']);
  });

  it('go where the caret is, in the place of what is selected', () => {
    expect(insertVariable('Hello you!', 'name', { from: 6, to: 9 })).toEqual({
      text: 'Hello {{ name }}!',
      caret: 16,
    });
  });

  it('example values are a JSON object, or it is said why not', () => {
    expect(readSample(' ')).toEqual({ ok: true, values: {} });
    expect(readSample('{"a": 1}')).toEqual({ ok: true, values: { a: 1 } });
    expect(readSample('[1]').ok).toBe(false);
    expect(readSample('{"a": ').ok).toBe(false);
  });

  it('a place by line and column is found again', () => {
    expect(offsetOf('ab\ncde\nf', { line: 2, column: 3 })).toBe(5);
    expect(offsetOf('ab', { line: 1, column: 9 })).toBe(2);
  });
});
