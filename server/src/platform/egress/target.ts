import { isIP } from 'node:net';
import { judgeAddress } from './address-policy.ts';
import { allowsAddress, allowsHost, allowsPublicPort } from './allow-list.ts';
import type { Endpoint } from './allow-list.ts';
import type { EgressPolicy, Target, TargetRule, Verdict } from './policy.ts';
import { parseUrl } from '../../kernel/url.ts';

/** Longest URL that we call or store, characters; what common servers accept. */
const MAX_URL_LENGTH = 2_048;

/** Names that resolvers answer from local knowledge (RFC 6761, RFC 6762, RFC 8375, ICANN's `.internal`). */
const LOCAL_SUFFIXES: readonly string[] = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'home.arpa',
];

/**
 * Parses a URL the way sockets will see it, so that every spelling of an address becomes one (security S31):
 * WHATWG parsing folds decimal, octal, hex, short and full-width forms into the dotted quad.
 */
export function parseTarget(
  text: string,
): { ok: true; target: Target } | { ok: false; rule: TargetRule } {
  const url = isCleanUrlText(text) ? parseUrl(text) : null;
  if (url === null) return { ok: false, rule: 'invalid_url' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, rule: 'scheme' };
  if (url.username !== '' || url.password !== '') return { ok: false, rule: 'credentials' };
  url.hostname = url.hostname.replace(/\.$/, '');
  url.hash = '';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const isLiteral = isIP(host) !== 0;
  if (!isLiteral && !isHostName(host)) return { ok: false, rule: 'invalid_url' };
  return { ok: true, target: { url, host, port, isLiteral } };
}

/**
 * Whether text is short and free of blanks, control characters and backslashes. URL parsers silently drop or turn these,
 * so what a person or a log shows would not be what is called.
 */
export function isCleanUrlText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are the subject
  return text.length <= MAX_URL_LENGTH && !/[\u0000-\u0020\u007f\\]/.test(text);
}

/** Judges a host name before it is resolved: local names and our own are refused unless the operator allows them. */
export function judgeHost(
  target: { host: string; port: number; isLiteral: boolean },
  policy: EgressPolicy,
): Verdict {
  const { host, port, isLiteral } = target;
  if (isLiteral) return judgeEndpoint({ host, port, address: host }, policy);
  if (allowsHost(policy.allow, host, port)) return { ok: true };
  if (policy.ownHosts.includes(host)) return { ok: false, rule: 'ourselves' };
  return isLocalName(host) ? { ok: false, rule: 'local_name' } : { ok: true };
}

/** Judges one address that a host resolved to, on the port that will be used. */
export function judgeEndpoint(endpoint: Endpoint, policy: EgressPolicy): Verdict {
  if (allowsAddress(policy.allow, endpoint)) return { ok: true };
  const verdict = judgeAddress(endpoint.address);
  if (!verdict.ok) return verdict;
  if (policy.ownAddresses.includes(endpoint.address)) return { ok: false, rule: 'ourselves' };
  return allowsPublicPort(policy.allow, endpoint.port) ? { ok: true } : { ok: false, rule: 'port' };
}

function isHostName(host: string): boolean {
  return host.length <= 253 && host.split('.').every((label) => /^[a-z0-9_-]{1,63}$/.test(label));
}

function isLocalName(host: string): boolean {
  if (!host.includes('.')) return true;
  return LOCAL_SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`));
}
