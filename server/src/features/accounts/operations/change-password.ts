import * as contract from '@boardwire/contract/accounts';
import { implement, requireUserId, type Operation } from '../../../platform/operation.ts';
import type { AccountsParts } from '../parts.ts';
import { voidTokens } from '../store/one-time-tokens.ts';
import { resetPasswordHash } from '../store/user-changes.ts';
import { listOrganizationNames } from '../store/users.ts';
import { requireUser } from './account.ts';
import { endAndAnnounce } from './end-sessions.ts';
import { noticePasswordChanged } from './notices.ts';
import type { OwnPassword } from './own-password.ts';
import { demandStrength } from './strength.ts';

/** Changing one's own password: every other session ends, and every link that waits in a mailbox (security S55). */
export function createChangePasswordOperation(
  parts: AccountsParts,
  ownPassword: OwnPassword,
): Operation {
  return implement(contract.changePassword, {
    async prepare({ currentPassword, newPassword }, prepareContext) {
      const userId = requireUserId(prepareContext.actor);
      const owner = await prepareContext.database.read('all', async (tx) => ({
        ...(await requireUser(tx, userId)),
        organizationNames: await listOrganizationNames(tx, userId),
      }));
      demandStrength('newPassword', newPassword, owner);
      const proof = await ownPassword.prepare(currentPassword, prepareContext);
      return { proof, hash: proof.isRight ? await parts.passwords.hash(newPassword) : '' };
    },
    async handle(_input, context, { proof, hash }) {
      const { actor, tx } = context;
      const { userId } = proof;
      await context.lock(userId);
      const user = await ownPassword.demand(context, proof);
      await resetPasswordHash(tx, userId, hash);
      await voidTokens(tx, userId);
      context.emit(contract.userPasswordChanged, userId, { userId, how: 'change' });
      context.audit({ action: contract.userPasswordChanged.type, chain: { userId } });
      await noticePasswordChanged(parts, context, user);
      const except = actor.kind === 'user' ? actor.sessionId : null;
      await endAndAnnounce(context, { userId, reason: 'passwordChanged', except });
      return { done: true } as const;
    },
  });
}
