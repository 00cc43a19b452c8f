import type { View } from '@boardwire/contract/board-model';
import { describe, expect, it } from 'vitest';
import { findView, listViews, withDefault } from './saved-views.ts';
import { readViewSearch } from './view-search.ts';
import { arrangeColumns } from './arrange-columns.ts';
import { columns } from './views.fixture.ts';

const view = (id: string, given: Partial<View> = {}): View => ({
  id,
  name: id,
  kind: 'table',
  settings: {},
  ownerId: null,
  pos: id,
  ...given,
});

describe('web W12: views', () => {
  const own = view('mine', { ownerId: 'ada' });
  const shared = [view('b'), view('a', { kind: 'kanban' }), view('c', { kind: 'timeline' })];

  it('come in order: those of every board, everybody’s, one’s own; unknown kinds are left out', () => {
    const ids = listViews(shared, [own]).map(({ id }) => id);
    expect(ids).toEqual(['table', 'kanban', 'a', 'b', 'mine']);
  });

  it('open by name, else the default one: one’s own before everybody’s', () => {
    const isDefault = { settings: { isDefault: true } };
    const all = [view('a', isDefault), view('b')];
    expect(findView(listViews(all, []), 'b').id).toBe('b');
    expect(findView(listViews(all, []), undefined).id).toBe('a');
    expect(findView(listViews(all, []), 'gone').id).toBe('a');
    expect(findView(listViews(all, [{ ...own, ...isDefault }]), undefined).id).toBe('mine');
    expect(findView(listViews([], []), undefined).id).toBe('table');
  });

  it('keep what other versions stored when they become the default', () => {
    expect(withDefault({ chart: 1 }, true)).toEqual({ chart: 1, isDefault: true });
    expect(withDefault({ chart: 1, isDefault: true }, false)).toEqual({ chart: 1 });
  });
});

describe('web W14: an address', () => {
  it('says view, search and changes, and takes nothing else', () => {
    expect(readViewSearch({ view: 'kanban', q: 42, with: { sort: [] } })).toEqual({
      view: 'kanban',
      q: '42',
      with: { sort: [] },
    });
    expect(readViewSearch({ view: '../x', q: ['a'], with: [1] })).toEqual({
      view: undefined,
      q: undefined,
      with: undefined,
    });
  });
});

describe('web W12: columns', () => {
  it('are shown in the view’s order, pinned ones first, hidden ones not', () => {
    const three = columns.slice(0, 3);
    const arrange = (hidden: string[], order: string[], pinned: string[]) =>
      arrangeColumns(three, { hidden, order, pinned }).map(({ id }) => id);
    expect(arrange([], [], [])).toEqual(['note', 'amount', 'status']);
    expect(arrange(['amount'], ['status', 'note'], [])).toEqual(['status', 'note']);
    expect(arrange([], [], ['status'])).toEqual(['status', 'note', 'amount']);
    expect(arrange([], ['amount'], [])).toEqual(['amount', 'note', 'status']);
  });
});
