import { describe, expect, it } from 'vitest';
import { networkOf } from '../platform/network.ts';
import { describeRateLimits } from './rate-limits-contract.fixture.ts';
import { createRateLimits } from './rate-limits.ts';

describeRateLimits('memory', async (config) => createRateLimits(config));

describe('security S28: networks', () => {
  it('have one spelling each', () => {
    const spellings: Record<string, string> = {
      '192.0.2.7': '192.0.2.7',
      '::ffff:192.0.2.7': '192.0.2.7',
      '::1': '0:0:0:0::/64',
      '::': '0:0:0:0::/64',
      'fe80::1%eth0': 'fe80:0:0:0::/64',
      '2001:DB8::192.0.2.7': '2001:db8:0:0::/64',
      '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
      '2001:db8:1:2:3:4::': '2001:db8:1:2::/64',
    };
    for (const [address, network] of Object.entries(spellings))
      expect(networkOf(address), address).toBe(network);
  });
});
