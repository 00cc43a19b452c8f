import { useEffect, useMemo, useSyncExternalStore } from 'react';
import {
  type Action,
  actionRegistry,
  type PaletteSource,
  type TargetActions,
  type TargetKind,
} from './actions.ts';
import { usePreferences } from './preferences.ts';
import { withOwnKeys } from './shortcut-keymap.ts';

/** Offers `actions` while the calling screen is shown; memoize the array. */
export function useActions(actions: readonly Action[]): void {
  useEffect(() => actionRegistry.register(actions), [actions]);
}

/** Answers what can be done with things of this kind while the calling screen is shown; memoize the function. */
export function useTargetActions(kind: TargetKind, actionsOf: TargetActions): void {
  useEffect(() => actionRegistry.offer(kind, actionsOf), [kind, actionsOf]);
}

/** Lets the palette find more while the calling screen is shown; memoize the function. */
export function usePaletteSource(source: PaletteSource): void {
  useEffect(() => actionRegistry.addSource(source), [source]);
}

/** What can be done now, in the order of registration, with the keys that this person has. */
export function useAvailableActions(): readonly Action[] {
  const actions = useSyncExternalStore(actionRegistry.subscribe, actionRegistry.list);
  const ownKeys = usePreferences((preferences) => preferences.ownKeys);
  return useMemo(() => actions.map((action) => withOwnKeys(action, ownKeys)), [actions, ownKeys]);
}
