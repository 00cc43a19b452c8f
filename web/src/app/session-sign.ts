import type { SessionWatch } from '@boardwire/sdk/session-store';
import { PREFERENCES_KEY } from './preferences.ts';

/**
 * Whether this browser was left signed in. The session itself is in a cookie that scripts cannot see; without this sign
 * every first visit would ask for it, and be refused with an error in the console.
 */
const SIGN_KEY = 'boardwire.session';

/** Whether asking for a session is worth it. A browser from before there was a sign has preferences instead. */
export function mayHaveSession(): boolean {
  try {
    const sign = localStorage.getItem(SIGN_KEY);
    return sign === null ? localStorage.getItem(PREFERENCES_KEY) !== null : sign === 'open';
  } catch {
    // Storage is blocked: only the server knows.
    return true;
  }
}

/** Remembers for the next visit whether there is a session. */
export function noteSession(isOpen: boolean): void {
  try {
    localStorage.setItem(SIGN_KEY, isOpen ? 'open' : 'closed');
  } catch {
    // Nothing is remembered then, and the next visit asks the server.
  }
}

/** Keeps the sign as the session goes. Whoever finds somebody else signed in has a session, only not their own. */
export function followSessionSign(session: SessionWatch): void {
  session.subscribe(() => {
    const state = session.get();
    noteSession(
      state.status === 'signedIn' ||
        (state.status === 'ended' && state.reason === 'accountChanged'),
    );
  });
}
