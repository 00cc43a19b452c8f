import { beforeEach, describe, expect, it } from 'vitest';
import { keepLeftValue, keepLines } from './keep-lines.ts';
import { openSentBoard } from './sent-board.fixture.ts';
import { forgetLines, showLines, storeLines } from './stored-lines.ts';
import type { Table } from './table-context.ts';
import { createTableStore } from './table-store.ts';

const stored = new Map<string, string>();
const listeners = new Set<() => void>();

beforeEach(() => {
  stored.clear();
  globalThis.localStorage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
    removeItem: (key: string) => void stored.delete(key),
  } as Storage;
});

/** A table of another tab, or of another visit of this one. */
function openTable() {
  const { board } = openSentBoard(['a'], () => false);
  let status: unknown = 'live';
  const live = {
    ...board,
    status: () => status,
    subscribe: (listener: () => void) => void listeners.add(listener),
  };
  const table = { model: { board: live }, store: createTableStore() } as unknown as Table;
  storeLines(table, 'ada');
  const lose = (left: string) => {
    status = { left, unsent: 0 };
    for (const listener of listeners) listener();
  };
  const texts = () => table.store.getState().lost.map(({ text }) => text);
  return { table, texts, lose, leave: showLines(table, 'ada') };
}

const line = (text: string) => [{ text, message: 'No' }];

describe('web W25: lines that were not saved', () => {
  it('web W25: of two tabs stand beside each other; putting them away takes one’s own alone', () => {
    const one = openTable();
    const two = openTable();
    // As in another tab, which hears nothing of this one.
    one.leave();
    two.leave();
    keepLines(one.table, line('from one'));
    keepLines(two.table, line('from two'));
    expect(openTable().texts()).toEqual(['from one', 'from two']);
    two.table.store.setState({ lost: [] });
    expect(openTable().texts()).toEqual(['from one']);
    one.table.store.setState({ lost: [] });
    expect([...stored]).toEqual([]);
  });

  it('web W25: that come after the page was left are kept, and shown to whoever is back', () => {
    const left = openTable();
    left.leave();
    const back = openTable();
    keepLines(left.table, line('late'));
    expect(back.texts()).toEqual(['late']);
    expect(openTable().texts()).toEqual(['late']);
  });

  it('web W25: so are values of cells that nobody looks at any more', () => {
    const { table, leave } = openTable();
    const keep = () =>
      keepLeftValue(table, { itemId: 'a', field: 'title' }, { value: 'Lamps', message: 'No' });
    expect(keep()).toBe(false);
    leave();
    expect(keep()).toBe(true);
    expect(openTable().texts()).toEqual([expect.stringContaining('Lamps')]);
  });

  it('web W25: of an earlier version are shown, and can be put away', () => {
    openTable().leave();
    stored.set('boardwire.draft:ada:lines:board', JSON.stringify(line('old')));
    const { table, texts } = openTable();
    expect(texts()).toEqual(['old']);
    table.store.setState({ lost: [] });
    expect([...stored]).toEqual([]);
  });

  it('web W26: of a board that was taken away do not stay, and none come to it; of a deleted one they do', () => {
    const { table, texts, lose } = openTable();
    keepLines(table, line('Salaries'));
    lose('deleted');
    expect(stored.size).toBe(1);
    lose('revoked');
    expect([texts(), [...stored]]).toEqual([[], []]);
    keepLines(table, line('Bonus'));
    expect([...stored]).toEqual([]);
  });

  it('web W26: nor where that is known at the next visit only', () => {
    keepLines(openTable().table, line('Salaries'));
    forgetLines('ada', 'board');
    expect([...stored]).toEqual([]);
  });
});
