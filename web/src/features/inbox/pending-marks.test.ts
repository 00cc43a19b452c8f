import { beforeEach, describe, expect, it } from 'vitest';
import { makeEntry } from './entries.fixture.ts';
import {
  dropAllMarks,
  dropHeldMarks,
  dropMark,
  holdMark,
  settleMark,
  withPendingMarks,
} from './pending-marks.ts';

const NOW = '2026-03-12T10:00:00.000Z';
const READ = { readAt: '2026-03-12T09:00:00.000Z' };

const hold = (as: 'read' | 'unread' | 'archived', organizationId = 'acme') =>
  holdMark({ organizationId, entryIds: new Set(['a']), as, until: undefined, now: NOW });
const shown = (more = {}, organizationId = 'acme') =>
  withPendingMarks(organizationId, [makeEntry('a', '1', more)])[0];

describe('web W17: an older answer does not undo what was just marked', () => {
  beforeEach(dropAllMarks);

  it('stays as marked until an answer holds the mark, in the order of the marks', () => {
    const first = hold('read');
    const second = hold('unread');
    settleMark(first, 7);
    expect(shown(READ)?.readAt).toBeNull();
    dropHeldMarks('acme', 7);
    expect(shown(READ)?.readAt).toBeNull();
    settleMark(second, 8);
    dropHeldMarks('acme', 7);
    expect(shown(READ)?.readAt).toBeNull();
    dropHeldMarks('acme', 8);
    expect(shown(READ)).toMatchObject(READ);
  });

  it('is of its entries and its organization alone, and gone when it was refused', () => {
    const mark = hold('archived');
    hold('archived', 'other');
    expect(shown()?.archivedAt).toBe(NOW);
    expect(withPendingMarks('acme', [makeEntry('b', '1')])[0]?.archivedAt).toBeNull();
    dropHeldMarks('other', 99);
    expect(shown()?.archivedAt).toBe(NOW);
    dropMark(mark);
    expect(shown()?.archivedAt).toBeNull();
    expect(shown({}, 'other')?.archivedAt).toBe(NOW);
  });
});
