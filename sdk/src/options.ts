/** Tokens of a program's session, to be kept between runs. */
export interface StoredTokens {
  accessToken: string;
  /** Null when the server keeps it in a cookie. */
  refreshToken: string | null;
  /** ISO 8601. */
  accessTokenExpiresAt: string;
}

/** How to reach a Boardwire server and who is asking. Give an API key, tokens, or neither and log in. */
export interface ClientOptions {
  /** Where the server is, such as `https://boards.example.com`; on a web page its own origin when left out. */
  baseUrl?: string;
  /** An API key, `bw_sk_…`. */
  apiKey?: string;
  accessToken?: string;
  refreshToken?: string;
  /** Hears of new tokens, before they are used, so that a program can store them; null when the session is over. */
  onTokens?: (tokens: StoredTokens | null) => void | Promise<void>;
  /** Where the refresh token lives: `cookie` for the web app of the same origin, `body` (the default) for programs. */
  tokenDelivery?: 'cookie' | 'body';
  /** How long a call may take, retries included; 30 seconds when left out. */
  timeoutMs?: number;
  /** How often a call is repeated when the server is away or busy; 2 when left out. */
  retries?: number;
  /** Names the program in the list of sessions; browsers send their own. */
  userAgent?: string;
  /** Stands in for the global `fetch`. */
  fetch?: typeof globalThis.fetch;
}

/** Options with every default in place. */
export interface Settings {
  /** Ends in `/api/v1`. */
  apiUrl: string;
  tokenDelivery: 'cookie' | 'body';
  timeoutMs: number;
  retries: number;
  userAgent: string | undefined;
  fetch: typeof globalThis.fetch;
}

/** Where calls are, below the server's address. */
export const API_PATH = '/api/v1';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_RETRIES = 2;
const DEFAULT_USER_AGENT = 'boardwire-sdk/0.1.0';

/** Fills in the defaults; throws a TypeError when there is no server to talk to. */
export function readOptions(options: ClientOptions): Settings {
  const tokenDelivery = options.tokenDelivery ?? 'body';
  return {
    apiUrl: readBaseUrl(options.baseUrl) + API_PATH,
    tokenDelivery,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    retries: options.retries ?? DEFAULT_RETRIES,
    userAgent: options.userAgent ?? (tokenDelivery === 'body' ? DEFAULT_USER_AGENT : undefined),
    // Called later as a bare function: browsers refuse a fetch whose `this` is not the window.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  };
}

function readBaseUrl(baseUrl: string | undefined): string {
  const page = typeof location === 'undefined' ? undefined : location.origin;
  const chosen = baseUrl ?? page;
  if (chosen === undefined) throw new TypeError('baseUrl is needed outside of a web page');
  const url = new URL(chosen, page);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`baseUrl must begin with http:// or https://, not ${url.protocol}`);
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}
