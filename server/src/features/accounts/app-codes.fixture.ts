import { Secret, TOTP } from 'otpauth';
import { sleep } from '../../kernel/time.ts';

/** The code that the app shows, `steps` half-minutes from now. */
export function appCode(secret: string, steps = 0): string {
  return TOTP.generate({
    secret: Secret.fromBase32(secret),
    timestamp: Date.now() + steps * 30_000,
  });
}

/** Waits when the app's code is about to change, so that a test stays within one step. */
export async function startOfStep(): Promise<void> {
  const leftMs = 30_000 - (Date.now() % 30_000);
  if (leftMs < 5_000) await sleep(leftMs);
}
