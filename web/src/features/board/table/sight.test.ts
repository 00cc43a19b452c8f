import { describe, expect, it } from 'vitest';
import type { TableRow } from '../views/rows.ts';
import type { GridColumn } from './grid-columns.ts';
import { findColumnSight, listDrawnRows } from './sight.ts';

const rows = Array.from({ length: 10_000 }, (_, index): TableRow => ({
  kind: 'item',
  key: `i${index}`,
  itemId: `i${index}`,
  level: 1,
  childCount: 0,
}));

describe('web W32: of ten thousand lines and a hundred columns', () => {
  it('those near what is in sight are drawn, in order', () => {
    const drawn = listDrawnRows(rows, { first: 500, count: 20 }, undefined);
    expect(drawn.length).toBeLessThan(50);
    expect(drawn).toContain(500);
    expect(drawn).toContain(520);
    expect(drawn).toEqual(drawn.toSorted((left, right) => left - right));
  });

  it('web W38: the one with the focus is drawn wherever it is, in its place among them', () => {
    expect(listDrawnRows(rows, { first: 500, count: 20 }, 'i3')[0]).toBe(3);
    expect(listDrawnRows(rows, { first: 500, count: 20 }, 'i9000').at(-1)).toBe(9_000);
    expect(listDrawnRows(rows, { first: 500, count: 20 }, 'gone')).not.toContain(-1);
  });

  it('columns in sight are drawn, others are not', () => {
    const loose = Array.from({ length: 100 }, (_, index) => ({ index }) as GridColumn);
    const leftsPx = Array.from({ length: 101 }, (_, index) => index * 100);
    const { from, to } = findColumnSight({ loose, leftsPx }, { leftPx: 3_000, widthPx: 1_000 });
    expect(from).toBe(30);
    expect(to).toBeGreaterThanOrEqual(40);
    expect(to).toBeLessThan(50);
    expect(findColumnSight({ loose: [], leftsPx: [0] }, { leftPx: 0, widthPx: 900 }).to).toBe(0);
  });
});
