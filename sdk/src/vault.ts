import type { Session } from '@boardwire/contract/authentication';
import type { ClientOptions, StoredTokens } from './options.ts';
import type { EndReason, SessionStore } from './session-store.ts';

/** An access token is renewed this long before it ends, so that no call has to be sent twice. */
const RENEW_AHEAD_MS = 60_000;

interface Tokens {
  accessToken: string | undefined;
  refreshToken: string | undefined;
  /** By our clock. */
  renewAtMs: number;
}

/** The tokens of the session, in memory alone. */
export interface Vault {
  accessToken(): string | undefined;
  refreshToken(): string | undefined;
  /** Whether there is a refresh token, or may be one in the cookie. */
  canRenew(): boolean;
  /** Whether the access token is missing or about to end, and can be renewed. */
  isDue(): boolean;
  /** Changes with every log-in, log-out and renewal: what was asked in an earlier era must not be believed. */
  era(): number;
  adopt(session: Session): Promise<void>;
  /** Forgets a session that is over; without one, it only learns that the cookie is of no use. */
  end(reason: EndReason): Promise<void>;
  /** Forgets the session after a log-out. */
  forget(): Promise<void>;
  /** Allows another try with the cookie, after an earlier one was refused. */
  expectCookie(): void;
}

/** Creates a vault that holds what the options give. */
export function createVault(options: ClientOptions, store: SessionStore): Vault {
  const usesCookie = options.tokenDelivery === 'cookie';
  let tokens = readGivenTokens(options);
  let mayHaveCookie = usesCookie;
  let era = 0;
  const canRenew = () => (usesCookie ? mayHaveCookie : tokens?.refreshToken !== undefined);

  async function adopt(session: Session): Promise<void> {
    era += 1;
    tokens = readSessionTokens(session);
    mayHaveCookie = usesCookie;
    await options.onTokens?.(toStoredTokens(session));
    const { account, accessTokenExpiresAt: expiresAt } = session;
    store.set({ status: 'signedIn', account, expiresAt });
  }

  async function drop(): Promise<void> {
    era += 1;
    mayHaveCookie = false;
    if (tokens === undefined) return;
    tokens = undefined;
    await options.onTokens?.(null);
  }

  return {
    accessToken: () => tokens?.accessToken,
    refreshToken: () => tokens?.refreshToken,
    canRenew,
    isDue: () => canRenew() && Date.now() >= (tokens?.renewAtMs ?? 0),
    era: () => era,
    adopt,
    async end(reason) {
      await drop();
      if (store.get().status === 'signedIn') store.set({ status: 'ended', reason });
    },
    async forget() {
      await drop();
      store.set({ status: 'signedOut' });
    },
    expectCookie: () => void (mayHaveCookie = usesCookie),
  };
}

function readGivenTokens({ accessToken, refreshToken }: ClientOptions): Tokens | undefined {
  if (accessToken === undefined && refreshToken === undefined) return undefined;
  // Tokens are opaque: when a given one ends is learned from the server's 401.
  const renewAtMs = accessToken === undefined ? 0 : Number.POSITIVE_INFINITY;
  return { accessToken, refreshToken, renewAtMs };
}

function readSessionTokens(session: Session): Tokens {
  const endsAtMs = Date.parse(session.accessTokenExpiresAt);
  const leftMs = endsAtMs - Date.now();
  return {
    accessToken: session.accessToken,
    refreshToken: session.refreshToken ?? undefined,
    // A fresh token that seems to end at once means that our clock is wrong: then wait for the server's 401.
    renewAtMs: leftMs > 2 * RENEW_AHEAD_MS ? endsAtMs - RENEW_AHEAD_MS : Number.POSITIVE_INFINITY,
  };
}

function toStoredTokens({
  accessToken,
  refreshToken,
  accessTokenExpiresAt,
}: Session): StoredTokens {
  return { accessToken, refreshToken, accessTokenExpiresAt };
}
