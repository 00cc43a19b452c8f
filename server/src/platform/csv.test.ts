import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { guardFormula, stripFormulaGuard, toCsv } from './csv.ts';

describe('csv', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    "'=1",
    "''=1",
  ])('security S36: %j gets one more apostrophe', (text) => {
    expect(guardFormula(text)).toBe(`'${text}`);
  });

  it.each(['', 'a=1', "it's", "'quoted'", '1-2', ' =1'])(
    'security S36: %j stays as it is',
    (text) => {
      expect(guardFormula(text)).toBe(text);
    },
  );

  it('security S36: the round trip is exact', () => {
    const unit = fc.constantFrom("'", '=', '+', '-', '@', '\t', 'a', '＝');
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(stripFormulaGuard(guardFormula(text))).toBe(text);
      }),
    );
  });

  it('quotes what needs it (RFC 4180)', () => {
    expect(
      toCsv([
        ['a', 1, null],
        ['x,y', 'say "hi"', 'two\nlines'],
      ]),
    ).toBe('a,1,\r\n"x,y","say ""hi""","two\nlines"\r\n');
  });
});
