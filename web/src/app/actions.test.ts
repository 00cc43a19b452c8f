import { Search } from 'lucide-react';
import { describe, expect, it, vi } from 'vitest';
import { groupActions } from './action-groups.ts';
import { type Action, createActionRegistry } from './actions.ts';
import { matchKeys } from './match-keys.ts';

function action(id: string, keys?: string): Action {
  const base: Action = { id, title: id, group: 'navigate', icon: Search, run: () => undefined };
  return keys === undefined ? base : { ...base, keys };
}

describe('web W1: one action registry', () => {
  it('offers what is registered until it is taken back', () => {
    const registry = createActionRegistry();
    const remove = registry.register([action('a')]);
    registry.register([action('b')]);
    expect(registry.list().map(({ id }) => id)).toEqual(['a', 'b']);
    remove();
    expect(registry.list().map(({ id }) => id)).toEqual(['b']);
  });

  it('lets a screen shadow an action of the frame, and gives it back', () => {
    const registry = createActionRegistry();
    const frame = action('search', '/');
    const screen = action('search', '/');
    registry.register([frame]);
    const leave = registry.register([screen]);
    expect(registry.list()).toEqual([screen]);
    leave();
    expect(registry.list()[0]).toBe(frame);
  });

  it('tells listeners of changes and keeps the same list between them', () => {
    const registry = createActionRegistry();
    const listener = vi.fn();
    const stop = registry.subscribe(listener);
    registry.register([action('a')]);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(registry.list()).toBe(registry.list());
    stop();
    registry.register([action('b')]);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('asks the newest that knows a thing what can be done with it', () => {
    const registry = createActionRegistry();
    registry.offer('board', (id) => [action(`frame ${id}`)]);
    const leave = registry.offer('board', (id) => (id === 'own' ? [action('screen')] : []));
    const idsOf = (id: string) => registry.actionsOf('board', id).map((one) => one.id);
    expect(idsOf('own')).toEqual(['screen']);
    expect(idsOf('other')).toEqual(['frame other']);
    leave();
    expect(idsOf('own')).toEqual(['frame own']);
    expect(registry.actionsOf('item', 'own')).toEqual([]);
  });

  it('finds by every source, while it is there', () => {
    const registry = createActionRegistry();
    const leave = registry.addSource((search) => [action(`item ${search}`)]);
    expect(registry.find('x').map(({ id }) => id)).toEqual(['item x']);
    leave();
    expect(registry.find('x')).toEqual([]);
  });

  it('groups actions in the order of registration', () => {
    const groups = groupActions([action('a'), { ...action('x'), group: 'help' }, action('b')]);
    expect(groups.get('navigate')?.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(groups.get('help')?.map(({ id }) => id)).toEqual(['x']);
  });
});

describe('web W2: shortcuts', () => {
  const actions = [action('home', 'g h'), action('palette', 'mod+k'), action('none')];

  it('match one press', () => {
    expect(matchKeys(actions, 'mod+k')).toMatchObject({
      kind: 'action',
      action: { id: 'palette' },
    });
  });

  it('match two presses after another, and wait for the second', () => {
    expect(matchKeys(actions, 'g')).toEqual({ kind: 'prefix' });
    expect(matchKeys(actions, 'g h')).toMatchObject({ kind: 'action', action: { id: 'home' } });
    expect(matchKeys(actions, 'g x')).toEqual({ kind: 'none' });
    expect(matchKeys(actions, 'h')).toEqual({ kind: 'none' });
  });
});
