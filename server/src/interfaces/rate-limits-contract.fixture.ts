import { describe, expect, it } from 'vitest';
import { loadConfig, type Config } from '../platform/config/config.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { RateLimits } from './rate-limits.ts';

/** Three requests a minute, two with a credential, two tries at a password. */
export const tightLimits = loadConfig({
  RATE_LIMIT_PER_MINUTE: '3',
  RATE_LIMIT_CREDENTIAL_PER_MINUTE: '2',
  RATE_LIMIT_LOGIN_PER_MINUTE: '2',
  RATE_LIMIT_MAIL_PER_MINUTE: '1',
});

/** What a use of a limit ended with: how many are left, or the refusal. */
export function outcomeOf(use: Promise<{ remaining: number } | void>): Promise<unknown> {
  return use.then(
    (state) => state?.remaining ?? 'counted',
    ({ code, details, retryAfterS }: Refusal) => ({ code, reason: details?.reason, retryAfterS }),
  );
}

/** What holds for rate limits wherever they are counted. */
export function describeRateLimits(
  engine: string,
  open: (config: Config) => Promise<RateLimits>,
): void {
  const refused = (atMostS: number) => ({
    code: 'TOO_MANY_REQUESTS',
    reason: 'rate_limit',
    retryAfterS: expect.toSatisfy((s: number) => s > atMostS - 60 && s <= atMostS) as number,
  });

  describe(`rate limits in ${engine}`, () => {
    it('SPEC F2: count down, and refuse until the minute has ended', async () => {
      const limits = await open(tightLimits);
      const use = () => outcomeOf(limits.consumeAddress('192.0.2.7'));
      expect([await use(), await use(), await use()]).toEqual([2, 1, 0]);
      expect([await use(), await use()]).toEqual([refused(60), refused(60)]);
      expect(await outcomeOf(limits.consumeAddress('192.0.2.8'))).toBe(2);
      expect(await limits.consumeCredential('192.0.2.7')).toMatchObject({ limit: 2, remaining: 1 });
    });

    it('security S28: an IPv6 network counts as one address', async () => {
      const limits = await open(tightLimits);
      await limits.consumeAddress('2001:db8:1:2::1');
      await limits.consumeAddress('2001:0db8:1:2:ffff:ffff:ffff:fffe');
      expect(await outcomeOf(limits.consumeAddress('2001:db8:1:2:3::'))).toBe(0);
      expect(await outcomeOf(limits.consumeAddress('2001:db8:1:3::1'))).toBe(2);
    });

    it('SPEC F2: log-in is blocked for 15 minutes after its limit, for any of its keys', async () => {
      const limits = await open(tightLimits);
      const logIn = (...keys: string[]) => outcomeOf(limits.consumeNamed('logIn', keys));
      expect([await logIn('ip:1', 'email:a'), await logIn('ip:2', 'email:a')]).toEqual([
        'counted',
        'counted',
      ]);
      expect([await logIn('ip:3', 'email:a'), await logIn('email:a')]).toEqual([
        refused(900),
        refused(900),
      ]);
      expect(await logIn('ip:2', 'email:b')).toBe('counted');
      expect(await outcomeOf(limits.consumeNamed('mail', ['email:a']))).toBe('counted');
    });

    it('SPEC F2: of many at once exactly as many pass as the limit allows', async () => {
      const limits = await open(tightLimits);
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, () => outcomeOf(limits.consumeAddress('192.0.2.7'))),
      );
      expect(
        outcomes
          .filter((outcome) => typeof outcome === 'number')
          .toSorted((a, b) => Number(a) - Number(b)),
      ).toEqual([0, 1, 2]);
    });
  });
}
