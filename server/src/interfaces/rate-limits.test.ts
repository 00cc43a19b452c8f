import { describe, expect, it } from 'vitest';
import { loadConfig } from '../platform/config/config.ts';
import { networkOf } from '../platform/network.ts';
import { createRateLimits } from './rate-limits.ts';

const config = loadConfig({ RATE_LIMIT_PER_MINUTE: '2', RATE_LIMIT_LOGIN_PER_MINUTE: '1' });

describe('rate limits', () => {
  it('security S28: an IPv6 network counts as one address', async () => {
    const limits = createRateLimits(config);
    await limits.consumeAddress('2001:db8:1:2::1');
    await limits.consumeAddress('2001:0db8:1:2:ffff:ffff:ffff:fffe');
    await expect(limits.consumeAddress('2001:db8:1:2:3::')).rejects.toThrow('Too many requests');
    await limits.consumeAddress('2001:db8:1:3::1');
  });

  it('security S28: one spelling for each network', () => {
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
