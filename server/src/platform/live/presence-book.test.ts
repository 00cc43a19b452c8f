import type { LivePerson } from '@boardwire/contract/sync';
import { describe, expect, it } from 'vitest';
import { createPresenceBook } from './presence-book.ts';

const BOARD = 'board';

function openBook() {
  const told: (LivePerson | undefined)[] = [];
  const book = createPresenceBook((_holder, _board, { shown }) => void told.push(shown));
  return { book, told };
}

const looksAt = (field: string): LivePerson => ({
  key: 'tab',
  user: 'ada',
  state: 'active',
  field,
});

describe('live L25, L26: who is where, as nodes say it', () => {
  it('a renewed lease is no news; another place is', () => {
    const { book, told } = openBook();
    for (const field of ['title', 'title', 'status', 'status']) {
      book.put('here', BOARD, looksAt(field));
    }
    expect(told).toEqual([looksAt('title'), looksAt('status')]);
  });

  it('a tab that comes to another node is news there, and stays when the first one lets it go', () => {
    const { book, told } = openBook();
    book.put('there', BOARD, looksAt('title'));
    book.put('here', BOARD, looksAt('title'));
    expect(told).toHaveLength(2);
    book.drop('there', BOARD, 'tab');
    expect(book.list(BOARD)).toEqual([looksAt('title')]);
    book.drop('here', BOARD, 'tab');
    expect(told.at(-1)).toBeUndefined();
    expect(book.count()).toBe(0);
  });
});
