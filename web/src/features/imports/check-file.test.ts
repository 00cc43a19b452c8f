import { describe, expect, it } from 'vitest';
import { findFileProblem } from './check-file.ts';

describe('web W47: a file that cannot be imported', () => {
  it.each([
    ['board.json', 10, undefined],
    ['LIST.CSV', 10, undefined],
    ['table.tsv', 100_000_000, undefined],
    ['plan.xlsx', 10, /plan\.xlsx.*CSV/],
    ['photo.png', 10, /photo\.png/],
    ['json', 10, /neither/],
    ['empty.csv', 0, /empty/],
    ['large.csv', 100_000_001, /100 MB/],
  ] as const)('%s of %i bytes: %s', (name, size, expected) => {
    const problem = findFileProblem({ name, size });
    if (expected === undefined) expect(problem).toBeUndefined();
    else expect(problem).toMatch(expected);
  });
});
