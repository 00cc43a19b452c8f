import { dropCredentials } from './request.ts';
import { block } from './result.ts';
import type { EgressRefusal } from './result.ts';
import { isCleanUrlText, parseTarget } from './target.ts';
import type { Target, Trust } from './policy.ts';
import { parseUrl } from '../../kernel/url.ts';

/** One request of a call: the first, or what a redirect made of it. */
export interface Hop {
  readonly target: Target;
  readonly trust: Trust;
  readonly headers: Record<string, string>;
}

const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308];

/** Where a redirect leads: parsed afresh, without credentials, never from https to http (security S30). */
export function nextHop(from: Hop, location: string): Hop | EgressRefusal {
  const next = isCleanUrlText(location) ? parseUrl(location, from.target.url) : null;
  if (next === null) return block('invalid_url');
  const parsed = parseTarget(next.href);
  if (!parsed.ok) return block(parsed.rule);
  const { url } = parsed.target;
  if (from.target.url.protocol === 'https:' && url.protocol === 'http:') return block('downgrade');
  // What a trusted host points to elsewhere is that host's choice, no longer the operator's.
  const trust = url.origin === from.target.url.origin ? from.trust : 'organization';
  return { target: parsed.target, trust, headers: dropCredentials(from.headers) };
}

/** The `Location` of a redirect (RFC 9110 section 15.4), nothing for any other answer. */
export function readLocation(
  status: number,
  headers: Record<string, string | string[]>,
): string | undefined {
  const { location } = headers;
  return REDIRECT_STATUSES.includes(status) && typeof location === 'string' ? location : undefined;
}
