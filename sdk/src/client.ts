import type { Account } from '@boardwire/contract/accounts';
import { sendRefresh, withExchange } from './caller.ts';
import { createNamespaces } from './namespaces.ts';
import type { Call, CallOptions, Namespaces } from './operations.ts';
import { API_PATH, readOptions } from './options.ts';
import type { ClientOptions } from './options.ts';
import { createPages } from './pages.ts';
import type { Pages } from './pages.ts';
import { createRemembered } from './remembered.ts';
import { createRenewal } from './renewal.ts';
import type { Failure } from './result.ts';
import { completeInput, sendInSession } from './session-call.ts';
import type { SessionParts } from './session-call.ts';
import { createSessionStore } from './session-store.ts';
import type { SessionState, SessionStore, SessionWatch } from './session-store.ts';
import { alone, createTabs } from './tabs.ts';
import { createTransport } from './transport.ts';
import { createVault } from './vault.ts';

/** A typed client of one server: each operation as `client.noun.verb(input)`, and what they have in common. */
export interface Client extends Namespaces {
  /** Calls an operation by name. */
  call: Call;
  /** Reads a list page by page. */
  pages: Pages;
  session: SessionWatch;
  /** Where the server is, without `/api/v1`. */
  readonly baseUrl: string;
  /**
   * A credential for a connection that is not a call: the API key or a fresh access token, another one than `refused`.
   * Null when nobody is signed in; rejects when the server could not be asked.
   */
  credential(refused?: string | null): Promise<string | null>;
  /**
   * Picks up the session after a reload or restart: asks for an access token with the cookie or the given refresh
   * token. It fails only when the server could not be asked; that nobody is signed in is an answer.
   */
  restore(): Promise<{ ok: true; data: SessionState } | Failure>;
  /**
   * Goes on as the person who was signed in here last, while the server cannot be asked. The first answer decides:
   * the session ends if it is over or somebody else's.
   */
  assume(account: Account): void;
}

interface Parts extends SessionParts {
  store: SessionStore;
}

/** Creates a client; throws a TypeError when the options name no server. */
export function createClient(options: ClientOptions = {}): Client {
  const parts = createParts(options);
  const callByName = async (name: string, input: object = {}, callOptions: CallOptions = {}) =>
    withExchange(parts.settings, name, completeInput(parts, name, input), callOptions, (exchange) =>
      sendInSession(parts, exchange),
    );
  // The one place where the names' types are tied to the calls.
  const call = callByName as Call;
  return {
    ...createNamespaces(callByName),
    call,
    pages: createPages(call),
    session: { get: parts.store.get, subscribe: parts.store.subscribe },
    baseUrl: parts.settings.apiUrl.slice(0, -API_PATH.length),
    credential: (refused = null) => readCredential(parts, refused),
    restore: () => restore(parts),
    assume(account) {
      if (parts.store.get().status === 'signedOut')
        parts.store.set({ status: 'signedIn', account });
    },
  };
}

function createParts(options: ClientOptions): Parts {
  const { apiKey } = options;
  const settings = readOptions(options);
  const usesCookie = settings.tokenDelivery === 'cookie';
  const isGiven = (apiKey ?? options.accessToken) !== undefined;
  const store = createSessionStore({ status: isGiven ? 'signedIn' : 'signedOut' });
  const remembered = createRemembered();
  const send = createTransport(settings, remembered);
  let reader = readReader(store);
  store.subscribe(() => {
    const now = readReader(store);
    // What one person read is not left for the next one.
    if (now !== reader) remembered.clear();
    reader = now;
  });
  const vault = createVault(options, store);
  const tabs = usesCookie ? createTabs(settings.apiUrl, settings.timeoutMs) : alone;
  tabs.onSignedOut(() => void vault.end('signedOutElsewhere'));
  const renewal = createRenewal({
    vault,
    store,
    tabs,
    sendRefresh: (refreshToken) => sendRefresh(settings, send, refreshToken),
  });
  return { settings, send, store, vault, renewal, tabs, apiKey };
}

/** Who reads: an account, somebody whose account is not known (yet), or nobody. */
function readReader(store: SessionStore): string | null {
  const state = store.get();
  return state.status === 'signedIn' ? (state.account?.id ?? '') : null;
}

async function restore({ store, vault, renewal }: Parts): ReturnType<Client['restore']> {
  vault.expectCookie();
  const renewed = await renewal.renewIfDue();
  return renewed.kind === 'unknown' ? renewed.failure : { ok: true, data: store.get() };
}

async function readCredential(
  { apiKey, vault, renewal }: Parts,
  refused: string | null,
): Promise<string | null> {
  if (apiKey !== undefined) return apiKey === refused ? null : apiKey;
  const isRefused = refused !== null && refused === vault.accessToken();
  const renewed = isRefused ? await renewal.replace(refused) : await renewal.renewIfDue();
  const token = vault.accessToken();
  if (renewed.kind === 'unknown' && (isRefused || token === undefined)) {
    throw new Error(renewed.failure.error.message);
  }
  return token ?? null;
}
