import { isCharacterShortcut } from '../lib/shortcut-keys.ts';
import type { Action } from './actions.ts';
import { usePreferences } from './preferences.ts';
import { SHORTCUTS, type Shortcut, type ShortcutId } from './shortcut-catalogue.ts';

/** Keys that a person chose, by the id of the shortcut; null turns it off. */
export type OwnKeys = Readonly<Record<string, string | null>>;

const byId = new Map<string, Shortcut>(SHORTCUTS.map((shortcut) => [shortcut.id, shortcut]));

/** The keys of a shortcut as this person has them; undefined when it is off. */
export function effectiveKeys(id: string, ownKeys: OwnKeys): string | undefined {
  const own = ownKeys[id];
  return own === null ? undefined : (own ?? byId.get(id)?.keys);
}

/** The keys of a shortcut of the catalogue; undefined when it, or all of a single letter, are off. */
export function keysOf(id: ShortcutId): string | undefined {
  const { ownKeys, characterShortcuts } = usePreferences.getState();
  const keys = effectiveKeys(id, ownKeys);
  return keys !== undefined && !characterShortcuts && isCharacterShortcut(keys) ? undefined : keys;
}

/** The action with the keys that this person has for it. */
export function withOwnKeys(action: Action, ownKeys: OwnKeys): Action {
  if (!byId.has(action.id)) return action;
  const { keys: _keys, ...rest } = action;
  const keys = effectiveKeys(action.id, ownKeys);
  return keys === undefined ? rest : { ...rest, keys };
}

/** The shortcut that already has these keys, or one that begins with them or that they begin with. */
export function findClash(id: string, keys: string, ownKeys: OwnKeys): Shortcut | undefined {
  return SHORTCUTS.find((other) => {
    const isSeparate = other.id === id || !meet(id, other.id);
    const taken = isSeparate ? undefined : effectiveKeys(other.id, ownKeys);
    if (taken === undefined) return false;
    return taken === keys || taken.startsWith(`${keys} `) || keys.startsWith(`${taken} `);
  });
}

/** Keys that the inbox and boards share. */
const ON_BOTH: ReadonlySet<string> = new Set(['item.next', 'item.previous']);

/** Whether both can be pressed on one page: the inbox is no board. */
function meet(left: string, right: string): boolean {
  const places = [left, right].map((id) => (ON_BOTH.has(id) ? undefined : byId.get(id)?.group));
  return (
    !places.includes('inbox') || !places.some((group) => group === 'board' || group === 'item')
  );
}
