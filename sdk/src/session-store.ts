import type { Account } from '@boardwire/contract/accounts';

/**
 * Why a session is over although nobody here logged out: the server no longer accepts it, another tab logged out, or
 * another tab signed in as somebody else.
 */
export type EndReason = 'refused' | 'signedOutElsewhere' | 'accountChanged';

/** Whether somebody is signed in. `account` is missing where only tokens or an API key were given. */
export type SessionState =
  | { readonly status: 'signedOut' }
  | { readonly status: 'signedIn'; readonly account?: Account; readonly expiresAt?: string }
  | { readonly status: 'ended'; readonly reason: EndReason };

/** The session as something to watch; both functions fit React's `useSyncExternalStore`. */
export interface SessionWatch {
  get: () => SessionState;
  /** Calls `listener` after each change until the returned function is called. */
  subscribe: (listener: () => void) => () => void;
}

/** The session as its owner sees it. */
export interface SessionStore extends SessionWatch {
  set(state: SessionState): void;
}

/** Creates a store in the given state. */
export function createSessionStore(initial: SessionState): SessionStore {
  const listeners = new Set<() => void>();
  let current = initial;
  return {
    get: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(state) {
      if (state.status === 'signedOut' && current.status === 'signedOut') return;
      current = state;
      for (const listener of listeners) listener();
    },
  };
}
