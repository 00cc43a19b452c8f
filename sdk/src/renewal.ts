import type { Session } from '@boardwire/contract/authentication';
import type { CallError, Failure, Result } from './result.ts';
import type { SessionStore } from './session-store.ts';
import type { Tabs } from './tabs.ts';
import type { Vault } from './vault.ts';

/** What became of a try to renew: new tokens, a refusal that ended the session, or no word from the server. */
export type Renewed =
  | { kind: 'renewed' }
  | { kind: 'refused' }
  | { kind: 'unknown'; failure: Failure };

/** Renews the tokens, once for however many calls ask. */
export interface Renewal {
  /** Before a call: when the access token is missing or about to end. */
  renewIfDue(): Promise<Renewed>;
  /** After a 401: `spent` is the token that was refused; a newer one is not renewed again. */
  replace(spent: string | undefined): Promise<Renewed>;
}

/** What renewing needs from the rest of the client. */
export interface RenewalParts {
  vault: Vault;
  store: SessionStore;
  tabs: Tabs;
  sendRefresh: (refreshToken: string | undefined) => Promise<Result<unknown>>;
}

/** Codes with which the server says that the session is over; a busy or absent server says nothing about it. */
const refusals: ReadonlySet<CallError['code']> = new Set([
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'VALIDATION_ERROR',
]);

/** Creates the renewal of the vault's tokens. */
export function createRenewal(parts: RenewalParts): Renewal {
  const { vault, tabs } = parts;
  let running: Promise<Renewed> | undefined;

  function renew(): Promise<Renewed> {
    running ??= tabs.exclusively(() => renewNow(parts)).finally(() => (running = undefined));
    return running;
  }

  return {
    async renewIfDue() {
      return vault.isDue() ? renew() : describe(vault);
    },
    async replace(spent) {
      if (vault.accessToken() !== spent) return describe(vault);
      if (vault.canRenew()) return renew();
      await vault.end('refused');
      return { kind: 'refused' };
    },
  };
}

async function renewNow({ vault, store, sendRefresh }: RenewalParts): Promise<Renewed> {
  const begunIn = vault.era();
  const result = await sendRefresh(vault.refreshToken());
  if (vault.era() !== begunIn) return describe(vault);
  if (!result.ok) {
    if (!refusals.has(result.error.code)) return { kind: 'unknown', failure: result };
    await vault.end('refused');
    return { kind: 'refused' };
  }
  const session = result.data as Session;
  if (isSomebodyElse(store, session)) await vault.end('accountChanged');
  else await vault.adopt(session);
  return describe(vault);
}

/** The cookie is shared: another tab may have signed in with another account. */
function isSomebodyElse(store: SessionStore, session: Session): boolean {
  const state = store.get();
  const account = state.status === 'signedIn' ? state.account : undefined;
  return account !== undefined && account.id !== session.account.id;
}

function describe(vault: Vault): Renewed {
  return { kind: vault.accessToken() === undefined ? 'refused' : 'renewed' };
}
