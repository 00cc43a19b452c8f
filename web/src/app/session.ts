import type { SessionState } from '@boardwire/sdk/session-store';
import { useSyncExternalStore } from 'react';
import { followProfile } from '../i18n/choose-language.ts';
import { applyFormatSettings } from '../i18n/format.ts';
import { call } from '../lib/call.ts';
import { forgetDrafts } from '../lib/drafts.ts';
import { type Failure, toFailureError } from '../lib/failure.ts';
import { showFailureToast } from '../lib/write.ts';
import { client } from '../lib/client.ts';
import { keepForOffline, readOfflineAccount, wipeOffline } from './offline-session.ts';
import { setPreference } from './preferences.ts';
import { queryClient } from '../lib/query-client.ts';
import { followSessionSign, mayHaveSession, noteSession } from './session-sign.ts';
import { type Account, rememberAccount } from './use-account.ts';

let starting: Promise<void> | undefined;

followSessionSign(client.session);
keepForOffline();
client.session.subscribe(() => {
  // Everything on the page is somebody else's: it starts afresh as the person whose session it is now (web W27).
  if (hasChangedHands(client.session.get())) window.location.reload();
});

/** Whether another tab signed in as somebody else. */
export function hasChangedHands(state: SessionState): boolean {
  return state.status === 'ended' && state.reason === 'accountChanged';
}

/** Takes over the person's account and what it says about theme, language and time zone. */
export function adoptAccount(account: Account): void {
  rememberAccount(account);
  setPreference({ theme: account.theme });
  followProfile(account.locale);
  applyFormatSettings({ locale: account.locale, timeZone: account.timeZone });
}

async function findSession(): Promise<void> {
  if (!mayHaveSession()) return;
  const restored = await client.restore();
  if (!restored.ok) return goOnOffline(restored.error);
  if (restored.data.status === 'signedIn' && restored.data.account)
    adoptAccount(restored.data.account);
  else noteSession(false);
}

/** The server is away: whoever was here last sees what this browser has kept for them (web W23). */
function goOnOffline(error: Failure): void {
  const account = readOfflineAccount();
  if (account === null) throw toFailureError(error);
  client.assume(account);
  adoptAccount(account);
}

/** Finds out, once, whether the cookie still holds a session; throws when the server is away. */
export async function startSession(): Promise<void> {
  starting ??= findSession().catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  await starting;
}

/** Whether somebody is signed in, or was until the session ended under them. */
export function hasSession(): boolean {
  return client.session.get().status !== 'signedOut';
}

export function useSession(): SessionState {
  return useSyncExternalStore(client.session.subscribe, client.session.get);
}

/** Forgets all that was read; what the log-in page is just reading about the instance is nobody's own. */
function wipeReads(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'instance.status' });
}

/** Ends the session here and on the server, and wipes what was read (web W30). */
export async function logOut(): Promise<void> {
  const outcome = await call('authentication.logOut', {});
  if (outcome.ok) {
    wipeReads();
    wipeOffline();
    forgetDrafts();
  } else showFailureToast(outcome.error);
}
