import type { RateLimit } from './result.ts';

const SECOND_MS = 1_000;

/** `Retry-After` in either of its forms (RFC 9110 section 10.2.3): seconds, or a date. */
export function readRetryAfterMs(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * SECOND_MS;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - readServerTimeMs(headers));
}

/** The server's clock when it answered, in milliseconds since 1970; ours when it does not say. */
function readServerTimeMs(headers: Headers): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? Date.now() : date;
}

/** The `X-RateLimit-*` headers, when all are there. */
export function readRateLimit(headers: Headers): RateLimit | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((part) =>
    Number.parseInt(headers.get(`x-ratelimit-${part}`) ?? '', 10),
  );
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  if (Number.isNaN(limit + remaining + reset)) return undefined;
  return { limit, remaining, resetMs: reset * SECOND_MS };
}
