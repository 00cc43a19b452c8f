import { describe, expect, it } from 'vitest';
import { makeEntry as entry } from './entries.fixture.ts';
import { applyMark, type InboxEntry, mergeEntries } from './entries.ts';

const NOW = '2026-03-12T10:00:00.000Z';

const [old, middle, young] = [entry('a', '1'), entry('b', '2'), entry('c', '3')];
const page = (items: InboxEntry[], nextCursor: string | null = null) => [{ items, nextCursor }];
const ids = (pages: { items: InboxEntry[] }[]) =>
  pages.flatMap(({ items }) => items.map(({ id }) => id));

describe('web W17: what changed is written into the lists that are loaded', () => {
  it('a new one stands at its place, over all pages, and one behind them comes later', () => {
    expect(ids(mergeEntries(page([young, old]), [middle], 'all'))).toEqual(['c', 'b', 'a']);
    expect(ids(mergeEntries(page([young, middle], 'more'), [old], 'all'))).toEqual(['c', 'b']);
    expect(ids(mergeEntries(page([young, middle]), [old], 'all'))).toEqual(['c', 'b', 'a']);
    const two = [...page([young], 'more'), ...page([old])];
    expect(ids(mergeEntries(two, [middle], 'all'))).toEqual(['c', 'b', 'a']);
  });

  it('what was archived, put off or withdrawn goes, and what came again goes to the top', () => {
    const mark = (as: 'archived' | 'snoozed') => applyMark(middle, { as, until: NOW, now: NOW });
    expect(ids(mergeEntries(page([young, middle]), [mark('archived')], 'all'))).toEqual(['c']);
    expect(ids(mergeEntries(page([young, middle]), [mark('snoozed')], 'unread'))).toEqual(['c']);
    expect(ids(mergeEntries(page([]), [mark('archived')], 'archived'))).toEqual(['b']);
    const gone = { ...middle, withdrawnAt: NOW, archivedAt: NOW };
    expect(ids(mergeEntries(page([middle]), [gone], 'archived'))).toEqual([]);
    const again = { ...old, arrivedAt: '4' };
    expect(ids(mergeEntries(page([young, old]), [again], 'all'))).toEqual(['a', 'c']);
  });

  it('web W10: what was read stays among the unread until the list is opened anew', () => {
    const read = applyMark(middle, { as: 'read', now: NOW });
    const merged = mergeEntries(page([young, middle]), [read], 'unread');
    expect(merged[0]?.items[1]).toMatchObject({ id: 'b', readAt: NOW, seenAt: NOW });
    expect(ids(mergeEntries(page([young]), [read], 'unread'))).toEqual(['c']);
  });

  it('what was read by archiving it is unread again when it comes back; what was read before stays read', () => {
    const archive = (entry: InboxEntry) => applyMark(entry, { as: 'archived', now: NOW });
    const restore = (entry: InboxEntry) => applyMark(entry, { as: 'restored', now: '5' });
    expect(restore(archive(middle))).toMatchObject({ readAt: null, archivedAt: null });
    const read = { ...middle, readAt: '4' };
    expect(restore(archive(read))).toMatchObject({ readAt: '4', archivedAt: null });
  });
});
