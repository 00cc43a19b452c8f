import { randomInt } from 'node:crypto';
import type { OperationContext } from '../../../platform/operation.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Sealer } from '../../../platform/sealing.ts';
import { matchTotpStep } from '../../../platform/totp.ts';
import { acceptStep, takeCodeAttempt, useRecoveryCode } from '../store/mfa.ts';

/** How a code was found right. */
export type Factor = 'app' | 'recoveryCode';

const APP_CODE = /^\d{6}$/;
const RECOVERY_CODES = 10;
/** Crockford's base 32 in lower case: nothing to confuse on paper. */
const RECOVERY_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** 80 random bits: the stored hash cannot be searched through. */
const RECOVERY_LENGTH = 16;
const RECOVERY_GROUP = /.{4}(?=.)/g;
/** As long as the app's codes pause after too many wrong ones. */
const PAUSE_S = 900;

/** Where the secret of somebody's app is sealed for. */
export function sealPlace(userId: string): string {
  return `user_mfa.secret_sealed ${userId}`;
}

/**
 * Checks a code of somebody's app or one of their recovery codes, and uses it up; null when it is wrong. The caller
 * commits a wrong try. Throws TOO_MANY_REQUESTS while the app's codes pause; recovery codes never do.
 */
export async function checkSecondFactor(
  { sealer }: { sealer: Sealer },
  context: OperationContext,
  { userId, code }: { userId: string; code: string },
): Promise<Factor | null> {
  const typed = code.toLowerCase().replaceAll(/[\s-]/g, '');
  if (!APP_CODE.test(typed))
    return (await useRecoveryCode(context.tx, userId, typed)) ? 'recoveryCode' : null;
  const sealed = await takeCodeAttempt(context.tx, userId);
  if (sealed === null) throw refusePaused();
  const step = matchTotpStep(sealer.open(sealed, sealPlace(userId)), typed, context.now.getTime());
  return step !== null && (await acceptStep(context.tx, userId, step)) ? 'app' : null;
}

/** Notes in the log that a second factor was refused, or that a recovery code is gone. */
export function auditSecondFactor(
  context: OperationContext,
  userId: string,
  factor: Factor | null,
): void {
  if (factor === 'app') return;
  const action = factor === null ? 'user.codeRefused' : 'user.recoveryCodeUsed';
  context.audit({ action, outcome: factor === null ? 'refused' : 'done', chain: { userId } });
}

/** Ten fresh recovery codes, as they are shown. */
export function createRecoveryCodes(): string[] {
  const pick = () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)];
  const code = () => Array.from({ length: RECOVERY_LENGTH }, pick).join('');
  return Array.from({ length: RECOVERY_CODES }, () => code().replaceAll(RECOVERY_GROUP, '$&-'));
}

/** A recovery code as it is stored. */
export function normalizeRecoveryCode(shown: string): string {
  return shown.replaceAll('-', '');
}

function refusePaused(): Refusal {
  const message =
    'Too many wrong codes: codes of the app pause for 15 minutes; a recovery code still works';
  return new Refusal('TOO_MANY_REQUESTS', message, { reason: 'codes_paused' }, PAUSE_S);
}
