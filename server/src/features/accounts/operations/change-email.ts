import * as contract from '@boardwire/contract/accounts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { invalid } from '../../../platform/refusal.ts';
import type { AccountsParts } from '../parts.ts';
import { findToken, useToken, voidTokens } from '../store/one-time-tokens.ts';
import { setPendingEmail, takePendingEmail } from '../store/user-changes.ts';
import { findUserByEmail, type UserRow } from '../store/users.ts';
import { requireUser } from './account.ts';
import { mailAccountExists, mailEmailChange } from './mails.ts';
import { noticeEmailChanged } from './notices.ts';
import type { OwnPassword } from './own-password.ts';
import { refuseLink, refuseTakenAddress } from './refusals.ts';

/** Moving an account to another address: asked for with the password, done by the link sent there. */
export function createChangeEmailOperations(
  parts: AccountsParts,
  ownPassword: OwnPassword,
): Operation[] {
  return [changeEmail(parts, ownPassword), confirmEmailChange(parts)];
}

function changeEmail(parts: AccountsParts, ownPassword: OwnPassword): Operation {
  return implement(contract.changeEmail, {
    prepare: ({ currentPassword }, context) => ownPassword.prepare(currentPassword, context),
    async handle({ newEmail }, context, proof) {
      const { tx } = context;
      const { userId } = proof;
      await context.lock(userId);
      const user = await ownPassword.demand(context, proof);
      if (newEmail === user.email)
        throw invalid({ path: 'newEmail', message: 'This is your address already' });
      const other = await findUserByEmail(tx, newEmail);
      if (other !== null && !parts.config.isExposed) throw refuseTakenAddress();
      await setPendingEmail(tx, userId, newEmail);
      await voidTokens(tx, userId, 'changeEmail');
      await inviteToConfirm(parts, context, { user, newEmail, other });
      context.audit({
        action: 'user.emailChangeRequested',
        chain: { userId },
        details: { newEmail },
      });
      return { done: true } as const;
    },
  });
}

/** On an exposed instance the asker does not learn that an address has an account; its owner hears of it. */
async function inviteToConfirm(
  parts: AccountsParts,
  context: OperationContext,
  { user, newEmail, other }: { user: UserRow; newEmail: string; other: UserRow | null },
): Promise<void> {
  if (other === null) await mailEmailChange(parts, context, user, newEmail);
  else await mailAccountExists(parts, context, other);
}

function confirmEmailChange(parts: AccountsParts): Operation {
  return implement(contract.confirmEmailChange, {
    async handle({ token }, context) {
      const { tx } = context;
      const owner = await findToken(tx, 'changeEmail', token);
      if (owner === null) throw refuseLink();
      const { userId, email } = owner;
      // Whoever registers this address takes turns with us.
      await context.lock(`email:${email}`);
      await context.lock(userId);
      const before = await requireUser(tx, userId);
      if ((await findUserByEmail(tx, email)) !== null) throw refuseTakenAddress();
      const isUsed = (await useToken(tx, 'changeEmail', token)) !== null;
      if (!isUsed || !(await takePendingEmail(tx, userId, email))) throw refuseLink();
      await voidTokens(tx, userId);
      context.emit(contract.userEmailChanged, userId, { userId });
      context.audit({
        action: contract.userEmailChanged.type,
        chain: { userId },
        details: { from: before.email, to: email },
      });
      await noticeEmailChanged(parts, context, before, email);
      return { done: true } as const;
    },
  });
}
