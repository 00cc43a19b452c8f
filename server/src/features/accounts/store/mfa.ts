import type { Transaction } from '../../../platform/database/database.ts';
import { hashToken } from './token-hash.ts';

/** The second factor of an account, whether turned on or only begun. */
interface MfaRow {
  secretSealed: string;
  isEnabled: boolean;
}

/** From so many wrong codes in a row on, the app's codes pause: a stolen password does not buy endless guesses. */
const MAX_FAILURES = 10;
const PAUSE = `interval '15 minutes'`;

export async function findMfa(tx: Transaction, userId: string): Promise<MfaRow | null> {
  const [row] = await tx.query<MfaRow>(
    `select secret_sealed as "secretSealed", enabled_at is not null as "isEnabled" from user_mfa where user_id = $1`,
    [userId],
  );
  return row ?? null;
}

/** Begins anew with another secret; nothing happens when the second factor is on. */
export async function beginMfa(
  tx: Transaction,
  userId: string,
  secretSealed: string,
): Promise<void> {
  await tx.query(
    `insert into user_mfa (user_id, secret_sealed) values ($1, $2)
     on conflict (user_id) do update set secret_sealed = excluded.secret_sealed, last_step = 0, failures = 0
     where user_mfa.enabled_at is null`,
    [userId, secretSealed],
  );
}

/** Turns the second factor on with the step of its first code; false when it is on already. */
export async function enableMfa(tx: Transaction, userId: string, step: number): Promise<boolean> {
  const rows = await tx.query(
    `update user_mfa set enabled_at = now(), last_step = $2 where user_id = $1 and enabled_at is null returning user_id`,
    [userId, step],
  );
  return rows.length === 1;
}

export async function deleteMfa(tx: Transaction, userId: string): Promise<void> {
  await tx.query(`delete from recovery_codes where user_id = $1`, [userId]);
  await tx.query(`delete from user_mfa where user_id = $1`, [userId]);
}

/** Takes a try of the app's codes, counted as wrong until `acceptStep`; null while they pause or are off. */
export async function takeCodeAttempt(tx: Transaction, userId: string): Promise<string | null> {
  const [row] = await tx.query<{ secretSealed: string }>(
    `update user_mfa set failures = failures + 1,
       paused_until = case when failures + 1 >= ${MAX_FAILURES} then now() + ${PAUSE} end
     where user_id = $1 and enabled_at is not null and (paused_until is null or paused_until <= now())
     returning secret_sealed as "secretSealed"`,
    [userId],
  );
  return row?.secretSealed ?? null;
}

/** Accepts a code by its step, each step once; false when it or a later one was used (security S6). */
export async function acceptStep(tx: Transaction, userId: string, step: number): Promise<boolean> {
  const rows = await tx.query(
    `update user_mfa set last_step = $2, failures = 0, paused_until = null
     where user_id = $1 and last_step < $2 returning user_id`,
    [userId, step],
  );
  return rows.length === 1;
}

/** Replaces all recovery codes. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  userId: string,
  codes: readonly string[],
): Promise<void> {
  await tx.query(`delete from recovery_codes where user_id = $1`, [userId]);
  await tx.query(`insert into recovery_codes (user_id, code_hash) select $1, unnest($2::bytea[])`, [
    userId,
    codes.map((code) => hashRecoveryCode(userId, code)),
  ]);
}

/** Uses a recovery code up; false when there is none such, or somebody was quicker. */
export async function useRecoveryCode(
  tx: Transaction,
  userId: string,
  code: string,
): Promise<boolean> {
  const rows = await tx.query(
    `update recovery_codes set used_at = now() where user_id = $1 and code_hash = $2 and used_at is null returning user_id`,
    [userId, hashRecoveryCode(userId, code)],
  );
  return rows.length === 1;
}

/** Bound to the person, so that equal codes of two people do not look alike. */
function hashRecoveryCode(userId: string, code: string): Buffer {
  return hashToken(`${userId} ${code}`);
}
