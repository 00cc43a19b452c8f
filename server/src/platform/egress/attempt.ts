import type { Agent } from 'undici';
import { resolveChecked } from './checked-addresses.ts';
import type { CheckContext } from './checked-addresses.ts';
import { ConnectRefusedError } from './connector.ts';
import { exchange, toError } from './exchange.ts';
import type { Answer } from './exchange.ts';
import { nextHop, readLocation } from './redirect.ts';
import type { Hop } from './redirect.ts';
import { DEFAULT_TIMEOUT_MS, PROFILES, readEffect } from './request.ts';
import type { EgressRequest } from './request.ts';
import { block, refuse } from './result.ts';
import type { EgressRefusal, EgressResult } from './result.ts';
import type { Target, Trust } from './policy.ts';

/** The connection pools and checks that attempts run on. */
export interface AttemptContext extends CheckContext {
  agentFor(trust: Trust, keepsAlive: boolean): Agent;
}

/** One attempt: the request and its redirects, each hop checked, under one deadline. */
export async function attempt(
  request: EgressRequest,
  first: { target: Target; headers: Record<string, string> },
  context: AttemptContext,
): Promise<EgressResult> {
  const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new DeadlineError(timeoutMs)), timeoutMs);
  const signal = request.signal
    ? AbortSignal.any([deadline.signal, request.signal])
    : deadline.signal;
  try {
    return await followHops(request, { ...first, trust: request.trust }, signal, context);
  } finally {
    clearTimeout(timer);
  }
}

async function followHops(
  request: EgressRequest,
  first: Hop,
  signal: AbortSignal,
  context: AttemptContext,
): Promise<EgressResult> {
  const { maxRedirects } = PROFILES[request.profile ?? 'standard'];
  // Only reads are followed: a redirected write would be repeated somewhere that the caller never named.
  const follows = maxRedirects > 0 && ['GET', 'HEAD'].includes(request.method ?? 'GET');
  let hop = first;
  for (let hops = 0; ; hops += 1) {
    const result = await performHop(request, hop, signal, context);
    const location = result.ok && follows ? readLocation(result.status, result.headers) : undefined;
    if (location === undefined) return result;
    if (hops === maxRedirects)
      return refuse('too_many_redirects', `more than ${maxRedirects} hops`);
    const next = nextHop(hop, location);
    if ('ok' in next) return next;
    hop = next;
  }
}

async function performHop(
  request: EgressRequest,
  hop: Hop,
  signal: AbortSignal,
  context: AttemptContext,
): Promise<EgressResult> {
  const keepsAlive = readEffect(request) !== 'once';
  // A new connection is checked as it opens; one kept from an earlier use was checked then, so its name is checked again.
  const checked = await raceAbort(resolveChecked(hop.target, hop.trust, context), signal);
  if (checked === undefined)
    return describeFailure(request, { sent: false, error: toError(signal.reason) });
  if (!checked.ok)
    return checked.reason === 'dns' ? refuse('dns', checked.detail) : block(checked.rule);
  const profile = PROFILES[request.profile ?? 'standard'];
  const end = await exchange(context.agentFor(hop.trust, keepsAlive), {
    url: hop.target.url,
    method: request.method ?? 'GET',
    headers: hop.headers,
    body: request.body,
    maxBytes: request.maxBytes ?? profile.maxBytes,
    signal,
  });
  return end.kind === 'failed'
    ? describeFailure(request, end)
    : describeAnswer(request, hop, end.answer);
}

function describeAnswer(request: EgressRequest, hop: Hop, answer: Answer): EgressResult {
  const { status, headers, body, cut } = answer;
  const { truncates } = PROFILES[request.profile ?? 'standard'];
  if (cut === undefined || truncates)
    return {
      ok: true,
      status,
      headers,
      body,
      truncated: cut !== undefined,
      url: hop.target.url.href,
    };
  return cut === 'too_large'
    ? refuse('too_large', `answer of ${hop.target.host} exceeds its limit`)
    : describeFailure(request, { sent: true, error: cut });
}

/** Thrown into an attempt that outlives its time-out. */
class DeadlineError extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`);
    this.name = 'DeadlineError';
  }
}

/** The reason of a call without an answer; a write whose bytes may have left is uncertain, whatever broke it. */
function describeFailure(
  request: EgressRequest,
  end: { sent: boolean; error: Error },
): EgressRefusal {
  const { error } = end;
  if (error instanceof ConnectRefusedError) {
    const { refusal } = error;
    return refusal.reason === 'dns' ? refuse('dns', refusal.detail) : block(refusal.rule);
  }
  if (end.sent && readEffect(request) !== 'none') return refuse('uncertain', error.message);
  if (error instanceof DeadlineError || isConnectTimeout(error))
    return refuse('timeout', error.message);
  return refuse(request.signal?.aborted ? 'aborted' : 'network', error.message);
}

function isConnectTimeout(error: Error): boolean {
  return 'code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT';
}

/** The promise's value, or nothing as soon as the signal aborts. */
function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
