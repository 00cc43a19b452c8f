import { describe, expect, it } from 'vitest';
import { dueGroupOf, groupByDue, type AssignedItem, type DueClock } from './due-groups.ts';

/** A Thursday. */
const THURSDAY: DueClock = { today: '2026-03-12', timeZone: 'Europe/Berlin', weekStart: 1 };

function item(id: string, due: string | null): AssignedItem {
  const board = { id: 'b', name: 'Board' };
  return { id, key: id, title: id, board, parentId: null, status: null, due, createdAt: '' };
}

describe('due dates', () => {
  it.each([
    ['2026-03-11', 'overdue'],
    ['2026-03-12', 'today'],
    ['2026-03-13', 'week'],
    ['2026-03-15', 'week'],
    ['2026-03-16', 'later'],
    [null, 'none'],
    // 23:30 in UTC is the next day in Berlin; 22:30 is today.
    ['2026-03-11T23:30:00Z', 'today'],
    ['2026-03-11T22:30:00Z', 'overdue'],
  ])('web W2: %s on a Thursday is %s', (due, group) => {
    expect(dueGroupOf(due, THURSDAY)).toBe(group);
  });

  it('web W42: the week ends where the language ends it', () => {
    const american = { ...THURSDAY, weekStart: 0 };
    expect(dueGroupOf('2026-03-14', american)).toBe('week');
    expect(dueGroupOf('2026-03-15', american)).toBe('later');
    const sunday = { ...american, today: '2026-03-15' };
    expect(dueGroupOf('2026-03-21', sunday)).toBe('week');
    expect(dueGroupOf('2026-03-22', sunday)).toBe('later');
    expect(dueGroupOf('2026-03-16', { ...THURSDAY, today: '2026-03-15' })).toBe('later');
  });

  it('keeps the order within a group, and leaves empty groups out', () => {
    const items = [item('a', '2026-03-12'), item('b', null), item('c', '2026-03-12')];
    const groups = groupByDue(items, THURSDAY);
    expect(groups.map(({ group }) => group)).toEqual(['today', 'none']);
    expect(groups[0]?.items.map(({ id }) => id)).toEqual(['a', 'c']);
  });
});
