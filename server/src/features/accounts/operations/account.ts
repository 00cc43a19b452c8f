import type { Account } from '@boardwire/contract/accounts';
import type { Transaction } from '../../../platform/database/database.ts';
import { unauthorized } from '../../../platform/refusal.ts';
import { findUser, type UserRow } from '../store/users.ts';

/** What somebody sees of their own account. */
export function toAccount(user: UserRow): Account {
  const {
    id,
    email,
    pendingEmail,
    name,
    locale,
    timeZone,
    theme,
    mfaEnabled,
    isInstanceOwner,
    createdAt,
  } = user;
  return {
    id,
    email,
    emailVerified: user.emailVerifiedAt !== null,
    pendingEmail,
    name,
    locale,
    timeZone,
    theme,
    mfaEnabled,
    isInstanceOwner,
    createdAt,
  };
}

/** The account of a credential. Throws UNAUTHORIZED when it is gone. */
export async function requireUser(tx: Transaction, userId: string): Promise<UserRow> {
  const user = await findUser(tx, userId);
  if (user === null) throw unauthorized('This account no longer exists', 'invalid_credential');
  return user;
}
