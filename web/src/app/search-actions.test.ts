import { Search } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import type { Action, ActionGroup } from './actions.ts';
import { searchActions } from './search-actions.ts';

function action(title: string, group: ActionGroup = 'navigate', keywords?: string): Action {
  const base = { id: title, title, group, icon: Search, run: () => undefined };
  return keywords === undefined ? base : { ...base, keywords };
}

const titlesOf = (actions: readonly Action[], search: string) =>
  searchActions(actions, search).flatMap(([, found]) => found.map(({ title }) => title));

describe('web W1: what the palette finds', () => {
  it('wants every word, whatever their order and case', () => {
    const actions = [action('Go to Boards'), action('Go to home'), action('New board')];
    expect(titlesOf(actions, 'BOARD go')).toEqual(['Go to Boards']);
    expect(titlesOf(actions, 'nothing')).toEqual([]);
  });

  it('puts beginnings of names first, then of words, then the rest', () => {
    const actions = [action('Keyboard'), action('Your board'), action('Board')];
    expect(titlesOf(actions, 'board')).toEqual(['Board', 'Your board', 'Keyboard']);
  });

  it('finds by keywords, behind names', () => {
    const actions = [action('Use the dark theme', 'navigate', 'night'), action('Nightly report')];
    expect(titlesOf(actions, 'night')).toEqual(['Nightly report', 'Use the dark theme']);
  });

  it('keeps items and boards before commands, and no group drowns another', () => {
    const items = Array.from({ length: 30 }, (_, at) => action(`Plan ${at}`, 'items'));
    const found = searchActions([action('Plan the week', 'help'), ...items], 'plan');
    expect(found.map(([group, rows]) => [group, rows.length])).toEqual([
      ['items', 8],
      ['help', 1],
    ]);
  });
});
