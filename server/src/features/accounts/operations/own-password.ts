import type { OperationContext, PrepareContext } from '../../../platform/operation.ts';
import { requireUserId } from '../../../platform/operation.ts';
import type { OpenFailureCounts } from '../../../platform/failure-counts.ts';
import type { Passwords } from '../../../platform/passwords.ts';
import { invalid, KeptRefusal, unauthorized } from '../../../platform/refusal.ts';
import { createSlowdown, type Slowdown } from '../slowdown.ts';
import { findUser, type UserRow } from '../store/users.ts';

/** What comparing a password outside the transaction found. */
export interface PasswordProof {
  userId: string;
  /** The hash it was compared with; it must still be the account's. */
  hash: string;
  isRight: boolean;
}

/** Asks a signed-in person for their password again, before a step that cannot be taken back. */
export interface OwnPassword {
  /** Compares the password outside the transaction, since that is slow. */
  prepare(password: string, context: PrepareContext): Promise<PasswordProof>;
  /** The account, when the password was right and still is. Throws Refusal; the failure is kept in the audit log. */
  demand(context: OperationContext, proof: PasswordProof): Promise<UserRow>;
}

/** What the check stands on. */
export interface OwnPasswordParts {
  passwords: Passwords;
  openFailureCounts: OpenFailureCounts;
}

/** Creates the check. */
export function createOwnPassword({ passwords, openFailureCounts }: OwnPasswordParts): OwnPassword {
  const slowdown = createSlowdown(openFailureCounts('ownPassword'));
  return {
    async prepare(password, { database, actor }) {
      const userId = requireUserId(actor);
      const user = await database.read('all', (tx) => findUser(tx, userId));
      if (user === null) throw unauthorized('This account no longer exists', 'invalid_credential');
      return provePassword({ passwords, slowdown }, user, password);
    },
    demand: (context, proof) => demandProof(context, proof, 'currentPassword'),
  };
}

/** The check for other features, which need no more than a yes. */
export function verifyOwnPassword(parts: OwnPasswordParts): {
  prepare(password: string, context: PrepareContext): Promise<PasswordProof>;
  demand(context: OperationContext, proof: PasswordProof): Promise<void>;
} {
  const { prepare, demand } = createOwnPassword(parts);
  return { prepare, demand: async (context, proof) => void (await demand(context, proof)) };
}

/** Compares a password with an account's, slower after failures. */
export async function provePassword(
  { passwords, slowdown }: { passwords: Passwords; slowdown: Slowdown },
  { id, passwordHash }: UserRow,
  password: string,
): Promise<PasswordProof> {
  await slowdown.wait(id);
  const isRight = await passwords.verify(passwordHash, password);
  if (isRight) slowdown.noteSuccess(id);
  else slowdown.noteFailure(id);
  return { userId: id, hash: passwordHash, isRight };
}

/** The account whose password was proved; `field` is where the password stood in the input. Throws Refusal. */
export async function demandProof(
  context: OperationContext,
  { userId, hash, isRight }: PasswordProof,
  field: string,
): Promise<UserRow> {
  const user = await findUser(context.tx, userId);
  if (user !== null && isRight && user.passwordHash === hash) return user;
  context.audit({ action: 'user.passwordRefused', outcome: 'refused', chain: { userId } });
  const { code, message, details } = invalid({
    path: field,
    message: 'This is not the password of this account',
  });
  throw new KeptRefusal(code, message, details);
}
