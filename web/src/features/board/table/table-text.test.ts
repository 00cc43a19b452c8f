import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable, writeHtmlTable, writeTable } from './table-text.ts';

describe('web W5: cells on the clipboard', () => {
  it('reads what Excel copies: tabs, quotes around lines and quotes, an end of line at the end', () => {
    const text = 'Title\tNote\r\n"two\nlines"\t"she said ""yes"""\r\n\t5"\r\n';
    expect(readTable(text)).toEqual([
      ['Title', 'Note'],
      ['two\nlines', 'she said "yes"'],
      ['', '5"'],
    ]);
  });

  it('leaves a quote alone that does not close', () => {
    expect(readTable('"open\tnext')).toEqual([['"open', 'next']]);
  });

  it('reads again what it wrote', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r', ' ', 'é', '<') });
    const tables = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }),
      );
    fc.assert(
      fc.property(tables, (rows) => {
        // One empty cell is no different from nothing.
        fc.pre(rows.at(-1)?.join('') !== '' || (rows[0]?.length ?? 0) > 1);
        expect(readTable(writeTable(rows))).toEqual(rows);
      }),
    );
  });

  it('security S37: an HTML table holds texts, and no markup of theirs', () => {
    expect(writeHtmlTable([['<img src=x onerror=alert(1)>', 'a & "b"']])).toBe(
      '<table><tr><td>&lt;img src=x onerror=alert(1)&gt;</td><td>a &amp; &quot;b&quot;</td></tr></table>',
    );
  });
});
