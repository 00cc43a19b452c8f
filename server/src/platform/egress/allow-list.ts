import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isMetadata, isWithin } from './address-policy.ts';

/** Web ports, the only ones open without an entry that names another (security S30). */
const DEFAULT_PORTS: readonly number[] = [80, 443];

type PortRule = number | 'any' | 'default';

interface AllowEntry {
  readonly text: string;
  readonly port: PortRule;
  readonly target:
    | { kind: 'everything' }
    | { kind: 'host'; host: string }
    | { kind: 'subdomains'; suffix: string }
    | { kind: 'range'; cidr: [ipaddr.IPv4 | ipaddr.IPv6, number] };
}

/** What the operator opens beyond the public web: parsed entries of `EGRESS_ALLOW` or the admin page. */
export type AllowList = readonly AllowEntry[];

/** One endpoint in question: `host` as normalized by `parseTarget`, `address` one of its checked answers. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

/** The list that opens nothing. */
export const ALLOW_NOTHING: AllowList = [];

/**
 * Parses `EGRESS_ALLOW`: entries separated by commas or blanks, each `host`, `*.domain`, an address, a CIDR or `*`
 * (every public host), optionally followed by `:port` or `:*`. Without a port an entry opens 80 and 443.
 * IPv6 with a port needs brackets: `[fd00::/8]:8080`.
 */
export function parseAllowList(
  text: string,
): { ok: true; list: AllowList } | { ok: false; entry: string } {
  const list: AllowEntry[] = [];
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const parsed = parseEntry(entry);
    if (!parsed) return { ok: false, entry };
    list.push(parsed);
  }
  return { ok: true, list };
}

/** Whether the operator named this host itself, which lifts the rules for names and the range rules for its addresses. */
export function allowsHost(list: AllowList, host: string, port: number): boolean {
  return list.some((entry) => matchesHost(entry, host) && matchesPort(entry.port, port));
}

/** Whether the operator opened this refused address on this port, by its host or by a range around it. */
export function allowsAddress(list: AllowList, endpoint: Endpoint): boolean {
  return list.some(
    (entry) =>
      matchesPort(entry.port, endpoint.port) &&
      (matchesHost(entry, endpoint.host) || matchesRange(entry, endpoint.address)),
  );
}

/** Whether the port is open towards hosts that no range rule refuses. */
export function allowsPublicPort(list: AllowList, port: number): boolean {
  if (DEFAULT_PORTS.includes(port)) return true;
  return list.some((entry) => entry.target.kind === 'everything' && matchesPort(entry.port, port));
}

function matchesPort(rule: PortRule, port: number): boolean {
  if (rule === 'any') return true;
  return rule === 'default' ? DEFAULT_PORTS.includes(port) : rule === port;
}

function matchesHost({ target }: AllowEntry, host: string): boolean {
  if (target.kind === 'host') return target.host === host;
  return target.kind === 'subdomains' && host.endsWith(target.suffix);
}

function matchesRange({ target }: AllowEntry, address: string): boolean {
  if (target.kind !== 'range' || isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  const isExact = target.cidr[1] === (parsed.kind() === 'ipv4' ? 32 : 128);
  return isWithin(parsed, target.cidr) && (isExact || !isMetadata(parsed));
}

function parseEntry(text: string): AllowEntry | undefined {
  const match =
    /^\[(?<bracketed>[^\]]+)\](?::(?<bracketPort>\d+|\*))?$/.exec(text) ??
    /^(?<plain>[^:[\]]+)(?::(?<plainPort>\d+|\*))?$/.exec(text) ??
    /^(?<ipv6>[0-9a-fA-F:.]+(?:\/\d+)?)$/.exec(text);
  const groups = match?.groups ?? {};
  const name = groups['bracketed'] ?? groups['plain'] ?? groups['ipv6'];
  const port = parsePort(groups['bracketPort'] ?? groups['plainPort']);
  const target = name === undefined ? undefined : parseName(name.toLowerCase());
  return target && port ? { text, port, target } : undefined;
}

function parsePort(text: string | undefined): PortRule | undefined {
  if (text === undefined) return 'default';
  if (text === '*') return 'any';
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function parseName(name: string): AllowEntry['target'] | undefined {
  if (name === '*') return { kind: 'everything' };
  if (isIP(name) !== 0) return { kind: 'range', cidr: exactRange(name) };
  if (name.includes('/')) {
    const [address = '', prefix = ''] = name.split('/');
    if (isIP(address) === 0 || !/^\d+$/.test(prefix) || !ipaddr.isValidCIDR(name)) return undefined;
    return { kind: 'range', cidr: ipaddr.parseCIDR(name) };
  }
  const host = name.startsWith('*.') ? name.slice(2) : name;
  if (!/^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$/.test(host) || /^[\d.]+$/.test(host)) return undefined;
  return name.startsWith('*.')
    ? { kind: 'subdomains', suffix: `.${host}` }
    : { kind: 'host', host };
}

function exactRange(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  return [ipaddr.parse(address), isIP(address) === 4 ? 32 : 128];
}
