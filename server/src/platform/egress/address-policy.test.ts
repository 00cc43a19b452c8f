import { describe, expect, it } from 'vitest';
import { judgeAddress } from './address-policy.ts';

/** Each refused range with its first and last address, and the public neighbours where there are any. */
const RANGES: readonly (readonly [rule: string, first: string, last: string])[] = [
  ['unspecified', '0.0.0.0', '0.255.255.255'],
  ['private', '10.0.0.0', '10.255.255.255'],
  ['shared_address_space', '100.64.0.0', '100.127.255.255'],
  ['loopback', '127.0.0.0', '127.255.255.255'],
  ['link_local', '169.254.0.0', '169.254.255.255'],
  ['private', '172.16.0.0', '172.31.255.255'],
  ['reserved', '192.0.0.0', '192.0.0.255'],
  ['documentation', '192.0.2.0', '192.0.2.255'],
  ['reserved', '192.31.196.0', '192.31.196.255'],
  ['reserved', '192.52.193.0', '192.52.193.255'],
  ['reserved', '192.88.99.0', '192.88.99.255'],
  ['private', '192.168.0.0', '192.168.255.255'],
  ['reserved', '192.175.48.0', '192.175.48.255'],
  ['benchmarking', '198.18.0.0', '198.19.255.255'],
  ['documentation', '198.51.100.0', '198.51.100.255'],
  ['documentation', '203.0.113.0', '203.0.113.255'],
  ['multicast', '224.0.0.0', '239.255.255.255'],
  ['reserved', '240.0.0.0', '255.255.255.255'],
  ['unspecified', '::', '::'],
  ['loopback', '::1', '::1'],
  ['embedded_ipv4', '::2', '::ffff:ffff'],
  ['embedded_ipv4', '::ffff:0:0', '::ffff:255.255.255.255'],
  ['embedded_ipv4', '::ffff:0:0:0', '::ffff:0:ffff:ffff'],
  ['embedded_ipv4', '64:ff9b::', '64:ff9b::ffff:ffff'],
  ['embedded_ipv4', '64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
  ['reserved', '100::', '100::ffff:ffff:ffff:ffff'],
  ['embedded_ipv4', '2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['reserved', '2001:1::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['documentation', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['embedded_ipv4', '2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['reserved', '2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff'],
  ['documentation', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['reserved', '5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['private', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['link_local', 'fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['private', 'fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['multicast', 'ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
];

const PUBLIC: readonly string[] = [
  '1.0.0.0',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '168.63.129.15',
  '168.63.129.17',
  '2000::1',
  '2001:200::',
  '2001:db7::1',
  '2001:db9::1',
  '2003::',
  '2606:2800:220:1::1',
  '3ffe::1',
];

describe('security S31: address policy', () => {
  it.each(RANGES)('security S31: refuses %s %s … %s', (rule, first, last) => {
    expect(judgeAddress(first)).toEqual({ ok: false, rule });
    expect(judgeAddress(last)).toEqual({ ok: false, rule });
  });

  it.each(PUBLIC)('security S31: lets the public neighbour %s pass', (address) => {
    expect(judgeAddress(address)).toEqual({ ok: true });
  });

  it.each(['169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192', '168.63.129.16'])(
    'security S31: names %s as metadata',
    (address) => expect(judgeAddress(address)).toEqual({ ok: false, rule: 'metadata' }),
  );

  it('security S31: refuses IPv6 outside the public space even where no range is listed', () => {
    for (const address of ['200::1', '4000::1', '64:ff9b:2::1', 'a000::1', '1fff::1'])
      expect(judgeAddress(address)).toEqual({ ok: false, rule: 'reserved' });
  });

  it('security S31: refuses zones, ISATAP and what is no address', () => {
    expect(judgeAddress('2606:4700::1%eth0')).toEqual({ ok: false, rule: 'zone_id' });
    expect(judgeAddress('2606:4700::5efe:a00:1')).toEqual({ ok: false, rule: 'embedded_ipv4' });
    expect(judgeAddress('2606:4700::200:5efe:a00:1')).toEqual({ ok: false, rule: 'embedded_ipv4' });
    for (const text of ['', '127.1', '0x7f000001', 'example.com', '93.184.215.14.', '[::1]'])
      expect(judgeAddress(text)).toEqual({ ok: false, rule: 'unparseable_address' });
  });
});
