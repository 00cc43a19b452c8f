import * as contract from '@boardwire/contract/invitations';
import { memberJoined } from '@boardwire/contract/members';
import { assertPresent } from '../../../kernel/assert.ts';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { notFound } from '../../../platform/refusal.ts';
import { checkAcceptance, invitationState } from '../domain.ts';
import { hashInvitationToken } from '../invitation-links.ts';
import type { OrganizationsParts } from '../parts.ts';
import { loadGrant } from '../store/grants.ts';
import { findInvitationByToken, useInvitation, type InvitationRow } from '../store/invitations.ts';
import { findMemberByUser, insertMember } from '../store/members.ts';
import { findPerson } from '../store/people.ts';
import { readOwn } from './organizations.ts';
import { refuseAcceptance } from './refusals.ts';

const preview = implement(contract.preview, {
  async handle({ token }, { tx, now }) {
    const found = await findInvitationByToken(tx, hashInvitationToken(token));
    if (found === null || invitationState(found, now) !== 'open' || isDeleted(found))
      throw notFound('This invitation');
    return {
      organizationName: found.organizationName,
      roleName: found.role.name,
      invitedByName: found.invitedBy.name,
      email: found.email,
      expiresAt: found.expiresAt,
    };
  },
});

function accept({ sendsMail }: Pick<OrganizationsParts, 'sendsMail'>): Operation {
  return implement(contract.accept, {
    async handle({ token }, context) {
      const { tx, actor, now } = context;
      const userId = requireUserId(actor);
      const tokenHash = hashInvitationToken(token);
      const organizationId = (await requireInvitation(context, tokenHash)).organizationId;
      await context.lock(organizationId);
      // Read again: until the lock was ours, others may have used it, taken it back or lost their right to invite.
      const invitation = await requireInvitation(context, tokenHash);
      await demandAcceptable(context, {
        invitation,
        userId,
        canVerify: await sendsMail(tx),
      });
      if (!(await useInvitation(tx, invitation.id, userId))) refuseAcceptance('used');
      const roleId = invitation.role.id;
      await insertMember(tx, { organizationId, userId, roleId, now });
      context.emit(memberJoined, organizationId, { organizationId, userId, roleId });
      context.audit({
        action: 'member.joined',
        chain: { organizationId },
        target: { type: 'user', id: userId },
        details: { invitationId: invitation.id, role: invitation.role.name },
      });
      context.bumpEpoch({ kind: 'user', subjectId: userId });
      return readOwn(context, organizationId);
    },
  });
}

/** What the holder of an invitation link can do. */
export function createAcceptanceOperations(
  parts: Pick<OrganizationsParts, 'sendsMail'>,
): Operation[] {
  return [preview, accept(parts)];
}

async function requireInvitation(
  { tx }: OperationContext,
  tokenHash: Buffer,
): Promise<InvitationRow> {
  const found = await findInvitationByToken(tx, tokenHash);
  if (found === null) throw notFound('This invitation');
  return found;
}

/** Throws Refusal. Without a mail server nobody can verify an address (`canVerify`), so none is asked to. */
async function demandAcceptable(
  { tx, now }: OperationContext,
  {
    invitation,
    userId,
    canVerify,
  }: { invitation: InvitationRow; userId: string; canVerify: boolean },
): Promise<void> {
  const { organizationId } = invitation;
  const account = assertPresent(await findPerson(tx, { userId }), 'account');
  const membership = await findMemberByUser(tx, organizationId, userId);
  const obstacle = checkAcceptance(
    {
      invitation: { ...invitation, role: invitation.rank },
      isOrganizationDeleted: isDeleted(invitation),
      account,
      isAddressProven: account.isVerified || invitation.provesAddress || !canVerify,
      membershipState: membership?.member.state ?? null,
      inviter: await loadGrant(tx, invitation.invitedBy.userId, organizationId),
    },
    now,
  );
  refuseAcceptance(obstacle);
}

function isDeleted({ organizationDeletionScheduledFor }: InvitationRow): boolean {
  return organizationDeletionScheduledFor !== null;
}
