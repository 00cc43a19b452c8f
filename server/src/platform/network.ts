import { isIPv6 } from 'node:net';

/** Groups of an IPv6 address that name the network: one customer has all addresses of a /64 (RFC 6177, RFC 7421). */
const NETWORK_GROUPS = 4;
const GROUPS = 8;

/** What limits count: an IPv4 address, also when written as IPv6, and the /64 of an IPv6 address. */
export function networkOf(ipAddress: string): string {
  const bare = ipAddress.replace(/%.*$/, '');
  if (!isIPv6(bare)) return ipAddress;
  const mapped = /^::ffff:([0-9.]+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  // The URL parser writes every spelling alike, in hexadecimal groups.
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const groupsOf = (text = '') => (text === '' ? [] : text.split(':'));
  const [first, last] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: GROUPS - first.length - last.length }, () => '0');
  return `${[...first, ...zeros, ...last].slice(0, NETWORK_GROUPS).join(':')}::/64`;
}
