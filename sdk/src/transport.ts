import type { Route } from '@boardwire/contract/route';
import type { Deadline } from './deadline.ts';
import type { Settings } from './options.ts';
import type { Remembered } from './remembered.ts';
import type { PreparedRequest } from './request.ts';
import { readAnswer } from './response.ts';
import type { Answer } from './response.ts';
import type { Failure, LocalErrorCode, Result } from './result.ts';
import { readRetryDelayMs } from './retry.ts';

/** One call on its way: what all of its tries have in common. */
export interface Exchange {
  route: Route;
  request: PreparedRequest;
  requestId: string;
  /** Makes repeating a write harmless (reliability R2). */
  idempotencyKey: string | undefined;
  deadline: Deadline;
}

/** Sends a call and repeats it while that is harmless and may help. */
export type Send = (exchange: Exchange, bearer: string | undefined) => Promise<Result<unknown>>;

/** Creates the way to the server; throws a TypeError for a credential or key that no header can carry. */
export function createTransport(settings: Settings, remembered: Remembered): Send {
  return async (exchange, bearer) => {
    const known = remembered.find(exchange);
    const init = {
      method: exchange.request.method,
      headers: writeHeaders(settings, exchange, bearer, known?.tag),
      body: exchange.request.body ?? null,
      credentials: settings.tokenDelivery === 'cookie' ? 'same-origin' : 'omit',
      redirect: 'manual',
      signal: exchange.deadline.signal,
    } satisfies RequestInit;
    for (let tries = 1; ; tries += 1) {
      const result = await tryOnce(settings, exchange, init, (answer) =>
        remembered.complete(exchange, answer, known),
      );
      const delayMs = tries > settings.retries ? undefined : readRetryDelayMs(result, tries);
      if (delayMs === undefined || delayMs >= exchange.deadline.remainingMs()) return result;
      await exchange.deadline.wait(delayMs);
      const interruption = exchange.deadline.interruption();
      if (interruption) return fail(interruption, exchange.requestId);
    }
  };
}

async function tryOnce(
  { fetch }: Settings,
  { route, request, requestId, deadline }: Exchange,
  init: RequestInit,
  complete: (answer: Answer) => Answer,
): Promise<Result<unknown>> {
  const answer = await fetchAnswer(fetch, request.url, init);
  if (answer === undefined) return fail(deadline.interruption() ?? 'NETWORK_ERROR', requestId);
  return readAnswer(route, complete(answer), requestId);
}

async function fetchAnswer(
  fetch: Settings['fetch'],
  url: string,
  init: RequestInit,
): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch {
    return undefined;
  }
}

function writeHeaders(
  settings: Settings,
  exchange: Exchange,
  bearer: string | undefined,
  tag: string | undefined,
): Headers {
  const headers = new Headers({
    accept: exchange.route.download ? '*/*' : 'application/json',
    'x-request-id': exchange.requestId,
  });
  if (exchange.request.body !== undefined) headers.set('content-type', 'application/json');
  if (exchange.idempotencyKey !== undefined)
    headers.set('idempotency-key', exchange.idempotencyKey);
  if (tag !== undefined) headers.set('if-none-match', tag);
  if (settings.userAgent !== undefined) headers.set('user-agent', settings.userAgent);
  if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
  return headers;
}

const sentences = {
  NETWORK_ERROR: 'The server could not be reached.',
  TIMEOUT: 'The server did not answer in time.',
  ABORTED: 'The call was given up.',
  BAD_RESPONSE: 'The answer could not be read.',
} as const satisfies Record<LocalErrorCode, string>;

/** The failure of a call without an answer. */
export function fail(code: LocalErrorCode, requestId: string): Failure {
  return { ok: false, error: { code, message: sentences[code], requestId, status: 0 } };
}
