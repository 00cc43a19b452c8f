import * as contract from '@boardwire/contract/authentication';
import { createSecret } from '../../../kernel/ids.ts';
import { MINUTE_MS } from '../../../kernel/time.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { KeptRefusal, Refusal } from '../../../platform/refusal.ts';
import type { AccountsParts } from '../parts.ts';
import { createSlowdown } from '../slowdown.ts';
import { countRecentTokens, insertToken } from '../store/one-time-tokens.ts';
import { holdAccount, replacePassword } from '../store/user-changes.ts';
import { findUserByEmail, type UserRow } from '../store/users.ts';
import { mailVerification } from './mails.ts';
import { startSession } from './start-session.ts';

/** A challenge must be answered while the person still sits there (security S6). */
const CHALLENGE_LIFETIME_MS = 5 * MINUTE_MS;
/** Logging in again and again sends the verification mail this often. */
const RESEND_AFTER_MS = 5 * MINUTE_MS;

/** What comparing the password outside the transaction found. */
interface Check {
  isRight: boolean;
  /** The hash it was compared with; it must still be the account's. */
  hash: string | null;
  /** The same password under today's parameters, when the stored hash is older. */
  newHash: string | null;
}

/** Logging in with a password. Known and unknown addresses take the same steps (security S28). */
export function createLogInOperation(parts: AccountsParts): Operation {
  const slowdown = createSlowdown(parts.openFailureCounts('logIn'));
  return implement(contract.logIn, {
    async prepare({ email, password }, { database }): Promise<Check> {
      await slowdown.wait(email);
      const user = await database.read('all', (tx) => findUserByEmail(tx, email));
      const hash = user?.passwordHash ?? null;
      const isRight = await parts.passwords.verify(hash, password);
      if (isRight) slowdown.noteSuccess(email);
      else slowdown.noteFailure(email);
      const isOld = isRight && hash !== null && parts.passwords.needsRehash(hash);
      return { isRight, hash, newHash: isOld ? await parts.passwords.hash(password) : null };
    },
    async handle({ email }, context, { isRight, hash, newHash }) {
      if (isRight) await holdAccount(context.tx, email);
      const user = await findUserByEmail(context.tx, email);
      if (user === null || !isRight) throw refuseLogIn(context, user);
      // Another log-in has just renewed the hash, or the password is another now: only comparing again tells.
      if (user.passwordHash !== hash) throw refuseChanged();
      if (newHash !== null)
        await replacePassword(context.tx, { userId: user.id, oldHash: user.passwordHash, newHash });
      if (mustVerifyFirst(parts, user)) return demandVerification(parts, context, user);
      if (user.mfaEnabled) return challenge(context, user);
      return startSession(parts, context, user, 'password');
    },
  });
}

/**
 * Whoever signed up by themselves on an exposed instance shows first that the address is theirs. Its owner gave the
 * set-up code and an invited person was let in by a member, so neither is shut out where no mail server is.
 */
function mustVerifyFirst({ config }: AccountsParts, user: UserRow): boolean {
  return (
    config.isExposed &&
    user.emailVerifiedAt === null &&
    !user.isInstanceOwner &&
    user.invitationId === null
  );
}

async function demandVerification(parts: AccountsParts, context: OperationContext, user: UserRow) {
  const recent = { userId: user.id, kind: 'verifyEmail', periodMs: RESEND_AFTER_MS } as const;
  if ((await countRecentTokens(context.tx, recent)) === 0)
    await mailVerification(parts, context, user);
  auditRefused(context, user, 'unverified');
  return { status: 'verificationRequired', email: user.email } as const;
}

async function challenge({ tx }: OperationContext, { id, email }: UserRow) {
  const mfaToken = createSecret();
  const token = {
    kind: 'mfaChallenge',
    secret: mfaToken,
    userId: id,
    email,
    lifetimeMs: CHALLENGE_LIFETIME_MS,
  } as const;
  const expiresAt = await insertToken(tx, token);
  return { status: 'mfaRequired', requiresMfa: true, mfaToken, expiresAt } as const;
}

function refuseLogIn(context: OperationContext, user: UserRow | null): Refusal {
  auditRefused(context, user, user === null ? 'unknownAddress' : 'wrongPassword');
  return new KeptRefusal('UNAUTHORIZED', 'The address or the password is wrong', {
    reason: 'wrong_credentials',
  });
}

function refuseChanged(): Refusal {
  const message = 'The password of this account changed a moment ago; try again';
  return new Refusal('TOO_MANY_REQUESTS', message, { reason: 'password_changed' }, 1);
}

/** An unknown address is noted too, in the instance's own log: it takes as long, and tells the owner of a search for accounts. */
function auditRefused(context: OperationContext, user: UserRow | null, reason: string): void {
  context.audit({
    action: 'user.logInFailed',
    outcome: 'refused',
    chain: user === null ? 'instance' : { userId: user.id },
    details: { reason },
  });
}
