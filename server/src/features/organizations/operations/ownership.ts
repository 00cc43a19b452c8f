import { memberLeft, memberRoleChanged } from '@boardwire/contract/members';
import * as contract from '@boardwire/contract/organizations';
import { assertPresent } from '../../../kernel/assert.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import { checkGrant, checkOwnerStays } from '../domain.ts';
import type { OrganizationsParts } from '../parts.ts';
import {
  countOtherOwners,
  deleteMember,
  findMember,
  setMemberRole,
  type RankedMember,
} from '../store/members.ts';
import { findRoleByKey } from '../store/roles.ts';
import { requireActing, type Acting } from './acting.ts';
import { refuseObstacle } from './refusals.ts';

/** Leaving an organization and handing it over. */
export function createOwnershipOperations(parts: OrganizationsParts): Operation[] {
  return [leave, transferOwnership(parts)];
}

const leave = implement(contract.leave, {
  async handle(_input, context) {
    const { organizationId, membershipId, userId } = requireActing(context);
    const { rank } = await requireMember(context, organizationId, membershipId);
    const otherOwners = await countOtherOwners(context.tx, organizationId, membershipId);
    refuseObstacle(checkOwnerStays({ from: rank, isActive: true, to: null, otherOwners }));
    await deleteMember(context.tx, organizationId, membershipId);
    context.emit(memberLeft, organizationId, { organizationId, userId, how: 'left' });
    context.audit({
      action: 'member.left',
      chain: { organizationId },
      target: { type: 'user', id: userId },
    });
    context.bumpEpoch({ kind: 'user', subjectId: userId });
    return { done: true } as const;
  },
});

function transferOwnership({ passwordCheck }: OrganizationsParts): Operation {
  return implement(contract.transferOwnership, {
    prepare: ({ currentPassword }, context) => passwordCheck.prepare(currentPassword, context),
    async handle({ memberId }, context, prepared) {
      await passwordCheck.demand(context, prepared);
      const acting = requireActing(context);
      refuseObstacle(checkGrant(acting.holder, { key: 'owner', permissions: [] }));
      const heir = await requireMember(context, acting.organizationId, memberId);
      if (heir.rank.key === 'owner')
        throw conflict('already_owner', 'This member is an owner already');
      if (heir.member.state === 'suspended') {
        throw conflict('suspended', 'This member is suspended: reinstate them first');
      }
      await swapRoles(context, acting, heir);
      return { done: true } as const;
    },
  });
}

async function swapRoles(
  context: OperationContext,
  acting: Acting,
  heir: RankedMember,
): Promise<void> {
  const { organizationId, userId, membershipId } = acting;
  const owner = assertPresent(
    await findRoleByKey(context.tx, organizationId, 'owner'),
    'owner role',
  );
  const admin = assertPresent(
    await findRoleByKey(context.tx, organizationId, 'admin'),
    'admin role',
  );
  const changes = [
    {
      memberId: heir.member.id,
      userId: heir.member.userId,
      from: heir.member.role.id,
      to: owner.id,
    },
    { memberId: membershipId, userId, from: owner.id, to: admin.id },
  ];
  for (const change of changes) {
    await setMemberRole(context.tx, {
      organizationId,
      memberId: change.memberId,
      roleId: change.to,
    });
    context.emit(memberRoleChanged, organizationId, {
      organizationId,
      userId: change.userId,
      fromRoleId: change.from,
      toRoleId: change.to,
    });
    context.bumpEpoch({ kind: 'user', subjectId: change.userId });
  }
  const toUserId = heir.member.userId;
  context.emit(contract.ownershipTransferred, organizationId, {
    organizationId,
    fromUserId: userId,
    toUserId,
  });
  context.audit({
    action: 'organization.ownershipTransferred',
    chain: { organizationId },
    target: { type: 'user', id: toUserId },
  });
}

/** The member with their rank. Throws NOT_FOUND. */
export async function requireMember(
  { tx }: OperationContext,
  organizationId: string,
  memberId: string,
): Promise<RankedMember> {
  const found = await findMember(tx, organizationId, memberId);
  if (found === null) throw notFound('This member');
  return found;
}
