import { unreachable } from '../../kernel/assert.ts';
import { HOUR_MS, SECOND_MS } from '../../kernel/time.ts';
import type { EgressAnswer, EgressRefusal } from '../../platform/egress/result.ts';
import type { ports } from '../delivery/index.ts';

/** What is kept of an answer's body, characters; with the rest of the record it stays below the ledger's 2 kB. */
const BODY_LENGTH = 1_500;
/** A Retry-After beyond this counts as this much: the schedule of the ledger knows better (delivery D14). */
const RETRY_AFTER_MAX_MS = 6 * HOUR_MS;
const HTTP_TOO_MANY = 429;

/** An open breaker lets a call try again after half a minute; those that wait for it come one after the other. */
const PUT_OFF_MS = 30 * SECOND_MS;

/** Adds to a refusal that nobody was asked: it is laid back, and is no attempt (delivery D13). */
export function putOff(): { isUntried: true; retryAfterMs: number } {
  return { isUntried: true, retryAfterMs: PUT_OFF_MS * (1 + Math.random()) };
}

/** What a call without an answer comes to: only what may have arrived is in doubt. */
export function judgeFailure({ reason, rule }: EgressRefusal): ports.SendResult {
  switch (reason) {
    case 'breaker_open':
    case 'busy':
      return { kind: 'refused', cause: 'transient', code: reason, ...putOff() };
    case 'dns':
    case 'network':
    case 'timeout':
    case 'aborted':
      return { kind: 'refused', cause: 'transient', code: reason };
    case 'uncertain':
    case 'too_large':
      return { kind: 'uncertain', code: reason };
    case 'invalid':
    case 'too_many_redirects':
      return { kind: 'refused', cause: 'permanent', code: reason };
    case 'blocked':
      return { kind: 'refused', cause: 'permanent', code: rule ?? reason };
    default:
      return unreachable(reason);
  }
}

/**
 * What an answer with an error status comes to where the provider does not say more: 429 waits, 401 and 403 are about our
 * credentials, other 4xx about the message, 5xx passes.
 */
export function judgeStatus(
  answer: EgressAnswer,
  secrets: readonly string[] = [],
): ports.SendResult {
  const { status } = answer;
  const said = {
    code: `http_${status}`,
    answer: quote(answer, secrets),
    ...readRetryAfter(answer),
  };
  if (status === HTTP_TOO_MANY) return { kind: 'refused', cause: 'throttled', ...said };
  if (status === 401 || status === 403) return { kind: 'refused', cause: 'auth', ...said };
  if (status >= 500 || status === 408) return { kind: 'refused', cause: 'transient', ...said };
  return { kind: 'refused', cause: 'permanent', ...said };
}

/** Milliseconds that an answer asks to stay away, when it does: a number of seconds or a date (RFC 9110 section 10.2.3). */
export function readRetryAfter({ headers }: Pick<EgressAnswer, 'headers'>): {
  retryAfterMs?: number;
} {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return {};
  const waitMs = /^\d{1,9}$/.test(value)
    ? Number(value) * SECOND_MS
    : Date.parse(value) - Date.now();
  if (!Number.isFinite(waitMs) || waitMs <= 0) return {};
  return { retryAfterMs: Math.min(waitMs, RETRY_AFTER_MAX_MS) };
}

/** An answer for the ledger: its status and the beginning of its text, without the secrets of whoever asked. */
export function quote({ status, body }: EgressAnswer, secrets: readonly string[] = []): string {
  const text = Buffer.from(body).toString('utf8');
  const redacted = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
  return JSON.stringify({ status, body: toStorable(redacted).slice(0, BODY_LENGTH) });
}

/** Reads an answer as a JSON object; empty when it is none. */
export function readJson({ body }: Pick<EgressAnswer, 'body'>): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A database stores no NUL, and JSON no half of a pair. */
function toStorable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}
