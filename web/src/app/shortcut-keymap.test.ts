import { Search } from 'lucide-react';
import { afterEach, describe, expect, it } from 'vitest';
import { usePreferences } from './preferences.ts';
import { SHORTCUTS } from './shortcut-catalogue.ts';
import { effectiveKeys, findClash, keysOf, withOwnKeys } from './shortcut-keymap.ts';

const action = { title: '', group: 'edit', icon: Search, run: () => undefined } as const;

describe('web W3: single-letter keys can be changed or turned off (WCAG 2.1.4)', () => {
  const before = usePreferences.getState();
  afterEach(() => usePreferences.setState(before, true));

  it('gives each action of the catalogue its keys, others keep their own', () => {
    expect(withOwnKeys({ ...action, id: 'item.status' }, {}).keys).toBe('s');
    expect(withOwnKeys({ ...action, id: 'palette', keys: 'mod+k' }, {}).keys).toBe('mod+k');
  });

  it('takes the own keys instead, and none for one that is off', () => {
    const own = { 'item.status': 'q', 'item.date': null };
    expect(withOwnKeys({ ...action, id: 'item.status', keys: 's' }, own).keys).toBe('q');
    expect(withOwnKeys({ ...action, id: 'item.date', keys: 'd' }, own)).not.toHaveProperty('keys');
  });

  it('turns all of them off at once', () => {
    expect(keysOf('item.status')).toBe('s');
    usePreferences.setState({ characterShortcuts: false });
    expect(keysOf('item.status')).toBeUndefined();
  });

  it('knows which keys would never be reached', () => {
    expect(findClash('item.status', 'a', {})?.id).toBe('item.assignee');
    expect(findClash('item.status', 'g', {})?.id).toBe('go.home');
    expect(findClash('item.status', 'a x', {})?.id).toBe('item.assignee');
    expect(findClash('item.status', 's', {})).toBeUndefined();
    expect(findClash('item.status', 'a', { 'item.assignee': 'q' })).toBeUndefined();
    expect(findClash('item.status', 'a', { 'item.assignee': null })).toBeUndefined();
  });

  it('has no two shortcuts of which one hides the other', () => {
    for (const { id, keys } of SHORTCUTS) expect(findClash(id, keys, {}), id).toBeUndefined();
    expect(effectiveKeys('nothing', {})).toBeUndefined();
  });
});
