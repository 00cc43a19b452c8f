import { Secret, TOTP } from 'otpauth';

/** RFC 4226 section 4, R6: 160 bits are recommended. */
const SECRET_BYTES = 20;
/** Authenticator apps assume these of RFC 6238, whatever the URI says. */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 };
/** Steps of difference between the clocks, each way (security S6). */
const WINDOW_STEPS = 1;

/** A fresh secret for an authenticator app, in base32. */
export function createTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The `otpauth://` URI of a secret, for a QR code. */
export function describeTotp(secret: string, account: string): string {
  return new TOTP({ ...PARAMETERS, issuer: 'Boardwire', label: account, secret }).toString();
}

/** The step that `code` belongs to, counted from the epoch; null when it is none of the steps around `nowMs`. */
export function matchTotpStep(secret: string, code: string, nowMs: number): number | null {
  // The package throws for other text of the same length.
  if (!/^[0-9]{6}$/.test(code)) return null;
  const delta = TOTP.validate({
    ...PARAMETERS,
    token: code,
    secret: Secret.fromBase32(secret),
    timestamp: nowMs,
    window: WINDOW_STEPS,
  });
  return delta === null
    ? null
    : TOTP.counter({ period: PARAMETERS.period, timestamp: nowMs }) + delta;
}
