import { describe, expect, it } from 'vitest';
import { describeFilter } from './describe-filter.ts';
import type { FilterGroup } from './filter-tree.ts';
import { context } from './views.fixture.ts';

describe('web W14: a filter as a sentence', () => {
  it('reads with and, or and brackets', () => {
    const filter: FilterGroup = {
      join: 'and',
      parts: [
        { field: 'title', operator: 'contains', value: 'ship' },
        {
          join: 'or',
          parts: [
            { field: 'status', operator: 'anyOf', value: ['todo', 'done'] },
            { field: 'due', operator: 'within', value: 'thisWeek' },
          ],
        },
        { field: 'ready', operator: 'unchecked' },
      ],
    };
    expect(describeFilter(filter, context)).toBe(
      'Item contains “ship” and (status is any of todo or done or due is within this week) and ready is not checked',
    );
  });

  it('names who looks, ranges, and what is not filled in', () => {
    const parts: FilterGroup['parts'] = [
      { field: 'owner', operator: 'anyOf', value: ['me'] },
      { field: 'amount', operator: 'between', value: [1, null] },
      { field: 'gone', operator: 'is', value: 'x' },
    ];
    expect(describeFilter({ join: 'or', parts }, context)).toBe(
      'owner is any of Me or amount is between 1 and … or Removed column',
    );
  });
});
