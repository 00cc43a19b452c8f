import { useEffect, useSyncExternalStore } from 'react';
import { type Action, actionRegistry } from './actions.ts';

/** Offers `actions` while the calling screen is shown; memoize the array. */
export function useActions(actions: readonly Action[]): void {
  useEffect(() => actionRegistry.register(actions), [actions]);
}

/** What can be done now, in the order of registration. */
export function useAvailableActions(): readonly Action[] {
  return useSyncExternalStore(actionRegistry.subscribe, actionRegistry.list);
}
