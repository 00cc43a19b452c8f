import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Why an address or host name is refused; stable, safe to show to whoever set the target. */
export type AddressRule =
  | 'unparseable_address'
  | 'zone_id'
  | 'metadata'
  | 'loopback'
  | 'unspecified'
  | 'private'
  | 'shared_address_space'
  | 'link_local'
  | 'multicast'
  | 'documentation'
  | 'benchmarking'
  | 'embedded_ipv4'
  | 'reserved';

/** The verdict on one address: `rule` names the range that refuses it. */
export type AddressVerdict = { ok: true } | { ok: false; rule: AddressRule };

type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Cloud metadata services. They lie inside refused ranges or even in public space, and stay refused when an operator
 * allows a range around them: only an entry for the very address opens them (security S31).
 */
const METADATA_ADDRESSES: readonly string[] = [
  '169.254.169.254',
  'fd00:ec2::254',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
];

/** Refused ranges (security S31; IANA special-purpose registries, RFC 6890). The first match names the rule. */
const REFUSED_RANGES: readonly (readonly [AddressRule, string])[] = [
  ['unspecified', '0.0.0.0/8'],
  ['private', '10.0.0.0/8'],
  ['shared_address_space', '100.64.0.0/10'],
  ['loopback', '127.0.0.0/8'],
  ['link_local', '169.254.0.0/16'],
  ['private', '172.16.0.0/12'],
  ['reserved', '192.0.0.0/24'],
  ['documentation', '192.0.2.0/24'],
  ['reserved', '192.31.196.0/24'],
  ['reserved', '192.52.193.0/24'],
  ['reserved', '192.88.99.0/24'],
  ['private', '192.168.0.0/16'],
  ['reserved', '192.175.48.0/24'],
  ['benchmarking', '198.18.0.0/15'],
  ['documentation', '198.51.100.0/24'],
  ['documentation', '203.0.113.0/24'],
  ['multicast', '224.0.0.0/4'],
  ['reserved', '240.0.0.0/4'],
  ['unspecified', '::/128'],
  ['loopback', '::1/128'],
  ['embedded_ipv4', '::/96'],
  ['embedded_ipv4', '::ffff:0:0/96'],
  ['embedded_ipv4', '::ffff:0:0:0/96'],
  ['embedded_ipv4', '64:ff9b::/96'],
  ['embedded_ipv4', '64:ff9b:1::/48'],
  ['reserved', '100::/64'],
  ['embedded_ipv4', '2001::/32'],
  ['reserved', '2001::/23'],
  ['documentation', '2001:db8::/32'],
  ['embedded_ipv4', '2002::/16'],
  ['reserved', '2620:4f:8000::/48'],
  ['documentation', '3fff::/20'],
  ['reserved', '5f00::/16'],
  ['private', 'fc00::/7'],
  ['link_local', 'fe80::/10'],
  ['private', 'fec0::/10'],
  ['multicast', 'ff00::/8'],
];

/** Only this part of the IPv6 space is assigned to public hosts (RFC 4291 section 2.4); the rest is refused whole. */
const PUBLIC_IPV6: Cidr = ipaddr.parseCIDR('2000::/3');

const refusedRanges = REFUSED_RANGES.map(([rule, cidr]) => ({
  rule,
  cidr: ipaddr.parseCIDR(cidr),
}));
const metadataAddresses = METADATA_ADDRESSES.map((address) => ipaddr.parse(address).toString());

/** Whether `address` lies in `cidr`; never across families, so that a mapped address does not borrow an IPv4 permission. */
export function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, cidr: Cidr): boolean {
  return address.kind() === cidr[0].kind() && address.match(cidr);
}

/** Whether this is a cloud metadata address, which only an exact permission opens. */
export function isMetadata(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return metadataAddresses.includes(address.toString());
}

/** Judges a canonical IP address (dotted quad or IPv6, no brackets) as a target that an organization may name. */
export function judgeAddress(address: string): AddressVerdict {
  if (address.includes('%')) return { ok: false, rule: 'zone_id' };
  if (isIP(address) === 0) return { ok: false, rule: 'unparseable_address' };
  const parsed = ipaddr.parse(address);
  if (isMetadata(parsed)) return { ok: false, rule: 'metadata' };
  const refused = refusedRanges.find(({ cidr }) => isWithin(parsed, cidr));
  if (refused) return { ok: false, rule: refused.rule };
  if (parsed.kind() === 'ipv6' && !parsed.match(PUBLIC_IPV6))
    return { ok: false, rule: 'reserved' };
  if (isIsatap(parsed)) return { ok: false, rule: 'embedded_ipv4' };
  return { ok: true };
}

/** ISATAP hides an IPv4 address in the interface identifier `0:5efe:a.b.c.d` or `200:5efe:…` (RFC 5214 section 6.1). */
function isIsatap(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.kind() === 'ipv4') return false;
  const [high, low] = (address as ipaddr.IPv6).parts.slice(4, 6);
  return low === 0x5efe && (high === 0 || high === 0x0200);
}
