import type { Action } from './actions.ts';

export type KeyMatch = { kind: 'action'; action: Action } | { kind: 'prefix' } | { kind: 'none' };

/** What `keys` (the presses so far) means among `actions`: one of them, the start of one, nothing. */
export function matchKeys(actions: readonly Action[], keys: string): KeyMatch {
  const action = actions.find((candidate) => candidate.keys === keys);
  if (action) return { kind: 'action', action };
  const isPrefix = actions.some((candidate) => candidate.keys?.startsWith(`${keys} `));
  return isPrefix ? { kind: 'prefix' } : { kind: 'none' };
}
