import { describe, expect, it } from 'vitest';
import { createTotpSecret, describeTotp, matchTotpStep } from './totp.ts';

/** RFC 6238 appendix B: the ASCII secret `12345678901234567890`, its codes cut to six digits. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const VECTORS = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
] as const;

describe('security S6: codes of authenticator apps', () => {
  it.each(VECTORS)('RFC 6238 at second %i: %s', (second, code) => {
    expect(matchTotpStep(SECRET, code, second * 1_000)).toBe(Math.floor(second / 30));
  });

  it('are known one step early and late, by the step they belong to, and no further', () => {
    const stepOf = (second: number) => matchTotpStep(SECRET, '005924', second * 1_000);
    const step = Math.floor(1_234_567_890 / 30);
    expect([-60, -30, 0, 30, 60].map((offset) => stepOf(1_234_567_890 + offset))).toEqual([
      null,
      step,
      step,
      step,
      null,
    ]);
  });

  it('are never anything but six digits of this secret', () => {
    for (const code of ['', '5924', '0005924', '005925', 'abcdef', '٠٠٥٩٢٤']) {
      expect(matchTotpStep(SECRET, code, 1_234_567_890_000)).toBeNull();
    }
  });

  it('come from 160 random bits, and a URI that apps read', () => {
    const secret = createTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(createTotpSecret()).not.toBe(secret);
    const uri = new URL(describeTotp(secret, 'ada@example.test'));
    expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual([
      'otpauth:',
      'totp',
      '/Boardwire:ada@example.test',
    ]);
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      secret,
      issuer: 'Boardwire',
      digits: '6',
      period: '30',
    });
  });
});
