import type { LucideIcon } from 'lucide-react';

export type ActionGroup = 'create' | 'navigate' | 'organization' | 'account' | 'view' | 'help';

/** Something a person can do. The palette, the shortcuts and their list are all read from here. */
export interface Action {
  id: string;
  title: string;
  group: ActionGroup;
  icon: LucideIcon;
  /** One press (`mod+k`, `?`) or two after another (`g h`). */
  keys?: string;
  /** More words that find it in the palette. */
  keywords?: string;
  run: () => void;
}

export interface ActionRegistry {
  /** Adds actions until the returned function is called; a later id shadows an earlier one. */
  register: (actions: readonly Action[]) => () => void;
  /** What can be done now. The array is the same until something changes. */
  list: () => readonly Action[];
  subscribe: (listener: () => void) => () => void;
}

function mergeActions(sets: Iterable<readonly Action[]>): readonly Action[] {
  const byId = new Map<string, Action>();
  for (const set of sets) for (const action of set) byId.set(action.id, action);
  return [...byId.values()];
}

export function createActionRegistry(): ActionRegistry {
  const sets = new Set<readonly Action[]>();
  const listeners = new Set<() => void>();
  let merged: readonly Action[] = [];
  const update = () => {
    merged = mergeActions(sets);
    for (const listener of listeners) listener();
  };
  return {
    register: (actions) => {
      sets.add(actions);
      update();
      return () => {
        sets.delete(actions);
        update();
      };
    },
    list: () => merged,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type KeyMatch = { kind: 'action'; action: Action } | { kind: 'prefix' } | { kind: 'none' };

/** What `keys` (the presses so far) means among `actions`: one of them, the start of one, nothing. */
export function matchKeys(actions: readonly Action[], keys: string): KeyMatch {
  const action = actions.find((candidate) => candidate.keys === keys);
  if (action) return { kind: 'action', action };
  const isPrefix = actions.some((candidate) => candidate.keys?.startsWith(`${keys} `));
  return isPrefix ? { kind: 'prefix' } : { kind: 'none' };
}

/** The registry of the running app. */
export const actionRegistry = createActionRegistry();
