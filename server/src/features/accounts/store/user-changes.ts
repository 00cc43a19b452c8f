import type { Transaction } from '../../../platform/database/database.ts';
import type { UserRow } from './users.ts';

/**
 * Holds an account still until the transaction ends: a session that begins and a change that ends sessions take turns,
 * so that none slips through between (security S55). What was read before must be read again.
 */
export async function holdAccount(tx: Transaction, email: string): Promise<void> {
  await tx.query(`select id from users where lower(email) = lower($1) for no key update`, [email]);
}

/** Replaces the password; false when it is no longer the one with `oldHash`. */
export async function replacePassword(
  tx: Transaction,
  change: { userId: string; oldHash: string; newHash: string },
): Promise<boolean> {
  const rows = await tx.query(
    `update users set password_hash = $3 where id = $1 and password_hash = $2 returning id`,
    [change.userId, change.oldHash, change.newHash],
  );
  return rows.length === 1;
}

/** Sets a password without the old one, and takes back an address change that waits: its author is in doubt. */
export async function resetPasswordHash(
  tx: Transaction,
  userId: string,
  hash: string,
): Promise<void> {
  await tx.query(`update users set password_hash = $2, pending_email = null where id = $1`, [
    userId,
    hash,
  ]);
}

/** Marks `email` as verified while it is the account's address; false when it was already, or is another now. */
export async function verifyAddress(
  tx: Transaction,
  userId: string,
  email: string,
): Promise<boolean> {
  const rows = await tx.query(
    `update users set email_verified_at = now()
     where id = $1 and lower(email) = lower($2) and email_verified_at is null returning id`,
    [userId, email],
  );
  return rows.length === 1;
}

export async function setPendingEmail(
  tx: Transaction,
  userId: string,
  email: string | null,
): Promise<void> {
  await tx.query(`update users set pending_email = $2 where id = $1`, [userId, email]);
}

/** Moves the account to its pending address; false when that changed or has another account. */
export async function takePendingEmail(
  tx: Transaction,
  userId: string,
  email: string,
): Promise<boolean> {
  const rows = await tx.query(
    `update users set email = $2, email_verified_at = now(), pending_email = null
     where id = $1 and lower(pending_email) = lower($2)
       and not exists (select 1 from users other where lower(other.email) = lower($2) and other.id <> $1)
     returning id`,
    [userId, email],
  );
  return rows.length === 1;
}

export async function updateProfile(
  tx: Transaction,
  userId: string,
  profile: Pick<UserRow, 'name' | 'locale' | 'timeZone' | 'theme'>,
): Promise<void> {
  await tx.query(
    `update users set name = $2, locale = $3, time_zone = $4, theme = $5 where id = $1`,
    [userId, profile.name, profile.locale, profile.timeZone, profile.theme],
  );
}
