import { userPasswordChanged } from '@boardwire/contract/accounts';
import * as contract from '@boardwire/contract/authentication';
import { HOUR_MS } from '../../../kernel/time.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import type { AccountsParts } from '../parts.ts';
import { deleteMfa } from '../store/mfa.ts';
import { countRecentTokens, findToken, useToken, voidTokens } from '../store/one-time-tokens.ts';
import { resetPasswordHash } from '../store/user-changes.ts';
import { findUser, findUserByEmail, listOrganizationNames, type UserRow } from '../store/users.ts';
import { requireUser } from './account.ts';
import { deferRefusal, takePrepared } from './deferred.ts';
import { endAndAnnounce } from './end-sessions.ts';
import { mailReset } from './mails.ts';
import { noticePasswordChanged } from './notices.ts';
import { refuseLink } from './refusals.ts';
import { demandStrength } from './strength.ts';
import { confirmAddress } from './verify-email.ts';

/** Reset mails that one account gets in an hour, whoever asks for them. */
const MAX_MAILS_AN_HOUR = 5;

/** Setting a new password by mail. */
export function createResetOperations(parts: AccountsParts): Operation[] {
  return [requestReset(parts), resetPassword(parts)];
}

/** Always the same answer. An unknown address leaves a note too, so that it takes as long (security S28). */
function requestReset(parts: AccountsParts): Operation {
  return implement(contract.requestPasswordReset, {
    async handle({ email }, context) {
      // Whoever asks for the same address takes turns, or all would count before one has sent.
      await context.lock(`email:${email}`);
      const user = await findUserByEmail(context.tx, email);
      const isSent = user !== null && (await hasMailsLeft(context, user));
      if (isSent) await mailReset(parts, context, user);
      if (user === null) await imitateMail(context);
      context.audit({
        action: 'user.passwordResetRequested',
        outcome: isSent ? 'done' : 'refused',
        chain: user === null ? 'instance' : { userId: user.id },
        details: user === null ? { reason: 'unknownAddress' } : {},
      });
      return { done: true } as const;
    },
  });
}

/** As many trips to the database as limit, link, mail and event take together. */
const TRIPS_OF_A_MAIL = 4;

async function imitateMail({ tx }: OperationContext): Promise<void> {
  for (let trip = 0; trip < TRIPS_OF_A_MAIL; trip += 1)
    await tx.query('select id from users where false');
}

async function hasMailsLeft({ tx }: OperationContext, { id }: UserRow): Promise<boolean> {
  const recent = { userId: id, kind: 'resetPassword', periodMs: HOUR_MS } as const;
  return (await countRecentTokens(tx, recent)) < MAX_MAILS_AN_HOUR;
}

/**
 * Ends every session and keeps the second factor (security S27). An address that was never verified may have been
 * somebody else's to register: what they left behind goes, second factor and API keys included (security S57).
 */
function resetPassword(parts: AccountsParts): Operation {
  return implement(contract.resetPassword, {
    prepare: ({ token, newPassword }, { database }) =>
      deferRefusal(async () => {
        const owner = await database.read('all', (tx) => readPasswordOwner(tx, token));
        if (owner === null) throw refuseLink();
        demandStrength('newPassword', newPassword, owner);
        return parts.passwords.hash(newPassword);
      }),
    async handle({ token }, context, prepared) {
      const hash = takePrepared(prepared);
      const owner = await findToken(context.tx, 'resetPassword', token);
      if (owner === null) throw refuseLink();
      const { userId } = owner;
      await context.lock(userId);
      const user = await requireUser(context.tx, userId);
      if (user.emailVerifiedAt === null) await parts.revokeApiKeys(context, userId);
      const isUsed = (await useToken(context.tx, 'resetPassword', token)) !== null;
      // The secret is bound to the address that it was sent to.
      if (!isUsed || user.email !== owner.email) throw refuseLink();
      await resetPasswordHash(context.tx, userId, hash);
      await voidTokens(context.tx, userId);
      if (user.emailVerifiedAt === null) await deleteMfa(context.tx, userId);
      await confirmAddress(context, owner);
      context.emit(userPasswordChanged, userId, { userId, how: 'reset' });
      context.audit({ action: 'user.passwordReset', chain: { userId } });
      await noticePasswordChanged(parts, context, user);
      await endAndAnnounce(context, { userId, reason: 'passwordReset' });
      return { done: true } as const;
    },
  });
}

async function readPasswordOwner(tx: Transaction, token: string) {
  const owner = await findToken(tx, 'resetPassword', token);
  const user = owner === null ? null : await findUser(tx, owner.userId);
  if (user === null) return null;
  return {
    name: user.name,
    email: user.email,
    organizationNames: await listOrganizationNames(tx, user.id),
  };
}
