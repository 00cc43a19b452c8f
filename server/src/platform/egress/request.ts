import type { Trust } from './policy.ts';

/**
 * What a second arrival of the call would do at the far side: nothing (reads), nothing more (the receiver drops
 * repeats), or the thing twice. Only the first two are retried and share kept-alive connections.
 */
export type CallEffect = 'none' | 'repeatable' | 'once';

/** One outgoing call. */
export interface EgressRequest {
  /** Short fixed name of what is called, the label of metrics: `webhook`, `ai`, `stripe`. Never user input. */
  readonly target: string;
  readonly trust: Trust;
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
  /** `none` for GET and HEAD, `once` otherwise. */
  readonly effect?: CallEffect;
  /** `webhook`: no redirects, no retries here (its ledger retries), 64 kB of the answer kept, the rest cut. */
  readonly profile?: 'standard' | 'webhook';
  /** What shares a circuit breaker and bulkhead within the target, such as an endpoint's id; the origin by default. */
  readonly circuit?: string;
  /** Of each attempt, redirects included; 15 s by default. */
  readonly timeoutMs?: number;
  /** Of the answer's body; 10 MB by default, 64 kB for webhooks. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** Profile limits (security S30); standard calls may follow three hops. */
export const PROFILES = {
  standard: { maxRedirects: 3, maxBytes: 10_000_000, retries: 2, truncates: false },
  webhook: { maxRedirects: 0, maxBytes: 64_000, retries: 0, truncates: true },
} as const;

/** Time-out of one attempt (security S30). */
export const DEFAULT_TIMEOUT_MS = 15_000;

/** Headers that steer the connection or carry ambient identity; the module sets its own or none. */
const FORBIDDEN_HEADERS: readonly string[] = [
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** All that a redirect's next hop is told; everything else may be a credential. */
const REDIRECT_HEADERS: readonly string[] = ['accept', 'accept-language', 'user-agent'];

/** The call's effect: what it declares, else what its method promises (RFC 9110 section 9.2.1). */
export function readEffect(request: EgressRequest): CallEffect {
  const isRead = request.method === undefined || ['GET', 'HEAD'].includes(request.method);
  return request.effect ?? (isRead ? 'none' : 'once');
}

/** Normalizes request headers; the name of the first unacceptable one when they break RFC 9110 or are not ours to set. */
export function prepareHeaders(
  headers: Record<string, string>,
): { ok: true; headers: Record<string, string> } | { ok: false; header: string } {
  const prepared: Record<string, string> = { 'user-agent': 'Boardwire' };
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    const isAcceptable =
      /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(key) &&
      /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value) &&
      !FORBIDDEN_HEADERS.includes(key) &&
      !key.startsWith('proxy-');
    if (!isAcceptable) return { ok: false, header: JSON.stringify(name) };
    prepared[key] = value;
  }
  return { ok: true, headers: prepared };
}

/** The headers that survive a redirect: credentials are dropped on every hop (security S30). */
export function dropCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => REDIRECT_HEADERS.includes(name)),
  );
}
