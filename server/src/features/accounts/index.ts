import { HOUR_MS } from '../../kernel/time.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { createChangeEmailOperations } from './operations/change-email.ts';
import { createChangePasswordOperation } from './operations/change-password.ts';
import { createCompleteMfaOperation } from './operations/complete-mfa.ts';
import { createLogInOperation } from './operations/log-in.ts';
import { createMfaOperations } from './operations/mfa.ts';
import { createOwnPassword } from './operations/own-password.ts';
import { profileOperations } from './operations/profile.ts';
import { createRefreshOperations } from './operations/refresh.ts';
import { createRegisterOperation } from './operations/register.ts';
import { createResetOperations } from './operations/reset-password.ts';
import { sessionOperations } from './operations/sessions.ts';
import { createVerificationOperations } from './operations/verify-email.ts';
import type { AccountsParts } from './parts.ts';
import { deleteExpired } from './store/expired.ts';
import { findUser } from './store/users.ts';

export { PASSWORD_MIN_LENGTH } from './domain/password-strength.ts';
export { verifyOwnPassword } from './operations/own-password.ts';
export { resetOwnerPassword } from './reset-owner-password.ts';
export { ensureSetupCode } from './setup-code.ts';
export { isSessionActive } from './store/sessions.ts';

/** Accounts: signing up and in, sessions, the second factor, and what people change about themselves. */
export function createAccountsFeature(parts: AccountsParts): Feature {
  const ownPassword = createOwnPassword(parts);
  return {
    operations: [
      createRegisterOperation(parts),
      createLogInOperation(parts),
      createCompleteMfaOperation(parts),
      ...createRefreshOperations(parts),
      ...createVerificationOperations(parts),
      ...createResetOperations(parts),
      ...profileOperations,
      createChangePasswordOperation(parts, ownPassword),
      ...createChangeEmailOperations(parts, ownPassword),
      ...createMfaOperations(parts, ownPassword),
      ...sessionOperations,
    ],
    chores: [
      {
        name: 'accounts.forget',
        intervalMs: HOUR_MS,
        run: (signal) => forgetExpired(parts, signal),
      },
    ],
  };
}

/** Whether somebody owns the instance. */
export async function isInstanceOwner(tx: Transaction, userId: string): Promise<boolean> {
  return (await findUser(tx, userId))?.isInstanceOwner === true;
}

/** The language and region of somebody, as a BCP 47 tag. */
export async function findLocale(tx: Transaction, userId: string): Promise<string> {
  return (await findUser(tx, userId))?.locale ?? 'en';
}

async function forgetExpired({ database }: AccountsParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await database.write('all', deleteExpired)));
}
