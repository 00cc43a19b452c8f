import { userEmailVerified, requestEmailVerification } from '@boardwire/contract/accounts';
import * as contract from '@boardwire/contract/authentication';
import { MINUTE_MS, SECOND_MS } from '../../../kernel/time.ts';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { invalid, Refusal } from '../../../platform/refusal.ts';
import type { AccountsParts } from '../parts.ts';
import { createSlowdown } from '../slowdown.ts';
import {
  countRecentTokens,
  findToken,
  takeAttempt,
  useToken,
  voidTokens,
} from '../store/one-time-tokens.ts';
import { verifyAddress } from '../store/user-changes.ts';
import { findUser } from '../store/users.ts';
import { requireUser } from './account.ts';
import { deferRefusal, takePrepared } from './deferred.ts';
import { mailVerification } from './mails.ts';
import { demandProof, provePassword, type PasswordProof } from './own-password.ts';
import { refuseLink } from './refusals.ts';

const RESEND_AFTER_MS = MINUTE_MS;

/** Proving that the account's address is one's own. */
export function createVerificationOperations(parts: AccountsParts): Operation[] {
  return [verifyEmail(parts), requestVerification(parts)];
}

/**
 * The link proves the address, the session or password proves the account: somebody who opens a mail about an account
 * that a stranger made in their name verifies nothing (security S57).
 */
function verifyEmail({ passwords, openFailureCounts }: AccountsParts): Operation {
  const slowdown = createSlowdown(openFailureCounts('ownPassword'));
  return implement(contract.verifyEmail, {
    prepare: ({ token, password }, { database, actor }) =>
      deferRefusal(async (): Promise<PasswordProof | null> => {
        const user = await database.read('all', async (tx) => {
          const owner = await findToken(tx, 'verifyEmail', token);
          return owner === null ? null : findUser(tx, owner.userId);
        });
        if (user === null) throw refuseLink();
        if (actor.kind === 'user' && actor.userId === user.id) return null;
        if (password === undefined) throw askPassword();
        return provePassword({ passwords, slowdown }, user, password);
      }),
    async handle({ token }, context, prepared) {
      const proof = takePrepared(prepared);
      const owner = await findToken(context.tx, 'verifyEmail', token);
      if (owner === null) throw refuseLink();
      await context.lock(owner.userId);
      if (proof !== null) {
        // The try counts before it is judged; a right one uses the link up below.
        if (!proof.isRight && (await takeAttempt(context.tx, 'verifyEmail', token)) === null)
          throw refuseLink();
        await demandProof(context, proof, 'password');
      }
      if ((await useToken(context.tx, 'verifyEmail', token)) === null) throw refuseLink();
      await confirmAddress(context, owner);
      await voidTokens(context.tx, owner.userId, 'verifyEmail');
      return { done: true } as const;
    },
  });
}

/** Marks the address as verified and tells of it; nothing when it was, or is no longer the account's. */
export async function confirmAddress(
  context: OperationContext,
  { userId, email }: { userId: string; email: string },
): Promise<void> {
  if (!(await verifyAddress(context.tx, userId, email))) return;
  context.emit(userEmailVerified, userId, { userId });
  context.audit({ action: userEmailVerified.type, chain: { userId } });
}

function requestVerification(parts: AccountsParts): Operation {
  return implement(requestEmailVerification, {
    async handle(_input, context) {
      const userId = requireUserId(context.actor);
      // Requests at once take turns, or all would count before one has sent.
      await context.lock(userId);
      const user = await requireUser(context.tx, userId);
      if (user.emailVerifiedAt !== null) return { done: true } as const;
      const recent = { userId: user.id, kind: 'verifyEmail', periodMs: RESEND_AFTER_MS } as const;
      if ((await countRecentTokens(context.tx, recent)) > 0) throw refuseSoon();
      await mailVerification(parts, context, user);
      return { done: true } as const;
    },
  });
}

function askPassword(): Refusal {
  return invalid({ path: 'password', message: 'Enter the password of this account' });
}

function refuseSoon(): Refusal {
  const message =
    'A mail was sent within the last minute; look into your mailbox, or try again in a minute';
  return new Refusal(
    'TOO_MANY_REQUESTS',
    message,
    { reason: 'mail_sent' },
    RESEND_AFTER_MS / SECOND_MS,
  );
}
