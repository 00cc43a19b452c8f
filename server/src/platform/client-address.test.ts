import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createClientAddress } from './client-address.ts';

const ask = (trusted: string[], remoteAddress: string, forwarded?: string) => {
  const request = { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } };
  return createClientAddress(trusted)(request as unknown as IncomingMessage);
};

describe('security S28: where a live connection comes from', () => {
  it.each([
    [[], '198.51.100.1', '203.0.113.9', '198.51.100.1'],
    [['10.0.0.0/8'], '198.51.100.1', '203.0.113.9', '198.51.100.1'],
    [['10.0.0.0/8'], '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
    [['10.0.0.0/8'], '10.1.2.3', '192.0.2.66, 203.0.113.9, 10.9.9.9', '203.0.113.9'],
    [['10.0.0.0/8', '2001:db8::/32'], '2001:db8::1', '203.0.113.9', '203.0.113.9'],
    [['10.0.0.0/8'], '10.1.2.3', 'nonsense', '10.1.2.3'],
    [['10.0.0.0/8'], '10.1.2.3', undefined, '10.1.2.3'],
    [['10.0.0.1'], '10.0.0.2', '203.0.113.9', '10.0.0.2'],
  ])('security S28: %j, from %s, forwarded for %s: %s', (trusted, remote, forwarded, expected) => {
    expect(ask(trusted, remote, forwarded)).toBe(expected);
  });
});
