import type { SessionState } from '@boardwire/sdk/session-store';
import { useSyncExternalStore } from 'react';
import { followProfile } from '../i18n/choose-language.ts';
import { applyFormatSettings } from '../i18n/format.ts';
import { call } from '../lib/call.ts';
import { forgetDrafts } from '../lib/drafts.ts';
import { toFailureError } from '../lib/failure.ts';
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
  const state = client.session.get();
  // What this tab has kept since the log-out in another one.
  if (state.status === 'ended' && state.reason === 'signedOutElsewhere') wipeOffline();
  // Everything on the page is somebody else's: it starts afresh as the person whose session it is now (web W27).
  if (hasChangedHands(state)) window.location.reload();
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

/** A server that says nothing for so long must not blank the page (web W20). */
const PATIENCE_MS = 1_000;

type Restored = Awaited<ReturnType<typeof client.restore>>;

async function findSession(): Promise<void> {
  if (!mayHaveSession()) return;
  const restoring = client.restore();
  const restored = await Promise.race([restoring, waitPatiently()]);
  if (restored?.ok) return adoptRestored(restored);
  if (goOnWithKept()) {
    // Its word counts when it comes: the session may be over, or somebody else's.
    if (!restored) void restoring.then((late) => late.ok && adoptRestored(late));
    return;
  }
  const late = restored ?? (await restoring);
  if (!late.ok) throw toFailureError(late.error);
  adoptRestored(late);
}

function waitPatiently(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS));
}

function adoptRestored({ data }: Extract<Restored, { ok: true }>): void {
  if (data.status === 'signedIn' && data.account) adoptAccount(data.account);
  else if (!hasChangedHands(data)) noteSession(false);
}

/** The server is away: whoever was here last sees what this browser has kept for them (web W23). */
function goOnWithKept(): boolean {
  const account = readOfflineAccount();
  if (account === null) return false;
  client.assume(account);
  adoptAccount(account);
  return true;
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
  // A session that was over already is left as well.
  if (outcome.ok || outcome.error.code === 'UNAUTHORIZED') {
    wipeReads();
    wipeOffline();
    forgetDrafts();
  } else showFailureToast(outcome.error);
}
