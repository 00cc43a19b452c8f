import { z } from 'zod';
import * as contract from '@boardwire/contract/members';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import { memberPages, type MemberPageKey } from '../member-pages.ts';
import { checkMemberChange, type Rank } from '../domain.ts';
import {
  countOtherOwners,
  deleteMember,
  listMembers,
  setMemberRole,
  setMemberState,
  type RankedMember,
} from '../store/members.ts';
import { findRole } from '../store/roles.ts';
import { requireActing, type Acting } from './acting.ts';
import { requireMember } from './ownership.ts';
import { refuseObstacle } from './refusals.ts';

const place = z.tuple([z.string(), z.uuid()]);

const list = implement(contract.list, {
  async handle({ search, userId, cursor, limit }, context) {
    const { organizationId } = requireActing(context);
    const after = decodeCursor(cursor, place);
    const key: MemberPageKey = {
      search: search === undefined || search === '' ? null : search,
      userId: userId ?? null,
      after: after && { sortName: after[0], id: after[1] },
      limit,
    };
    const rows = await context.cached(memberPages, {
      scope: { organizationId },
      key,
      load: (tx) => listMembers(tx, { organizationId, ...key }),
    });
    const page = toPage(rows, limit, ({ sortName, id }) => [sortName, id]);
    return { ...page, items: page.items.map(({ sortName: _, ...member }) => member) };
  },
});

const changeRole = implement(contract.changeRole, {
  async handle({ memberId, roleId }, context) {
    const acting = requireActing(context);
    const { organizationId } = acting;
    const before = await requireMember(context, organizationId, memberId);
    const role = await findRole(context.tx, organizationId, roleId);
    if (role === null) throw notFound('This role');
    await demandMayChange(context, acting, before, role);
    if (role.id === before.member.role.id) return before.member;
    const { userId } = before.member;
    await setMemberRole(context.tx, {
      organizationId,
      memberId: before.member.id,
      roleId: role.id,
    });
    const fromRoleId = before.member.role.id;
    context.emit(contract.memberRoleChanged, organizationId, {
      organizationId,
      userId,
      fromRoleId,
      toRoleId: role.id,
    });
    context.audit({
      action: 'member.roleChanged',
      chain: { organizationId },
      target: { type: 'user', id: userId },
      details: { from: before.member.role.name, to: role.name },
    });
    context.bumpEpoch({ kind: 'user', subjectId: userId });
    return { ...before.member, role: { id: role.id, key: role.key, name: role.name } };
  },
});

const suspend = implement(contract.suspend, {
  async handle({ memberId }, context) {
    const acting = requireActing(context);
    const before = await requireMember(context, acting.organizationId, memberId);
    refuseOneself(acting, before, 'Nobody suspends themselves');
    await demandMayChange(context, acting, before, null);
    if (before.member.state === 'suspended') return before.member;
    return setState(context, acting, before, 'suspended');
  },
});

const reinstate = implement(contract.reinstate, {
  async handle({ memberId }, context) {
    const acting = requireActing(context);
    const before = await requireMember(context, acting.organizationId, memberId);
    await demandMayChange(context, acting, before, before.rank);
    if (before.member.state === 'active') return before.member;
    return setState(context, acting, before, 'active');
  },
});

async function setState(
  context: OperationContext,
  { organizationId }: Acting,
  { member }: RankedMember,
  state: contract.Member['state'],
): Promise<contract.Member> {
  const { userId } = member;
  const event = state === 'suspended' ? contract.memberSuspended : contract.memberReinstated;
  await setMemberState(context.tx, { organizationId, memberId: member.id, state });
  context.emit(event, organizationId, { organizationId, userId });
  context.audit({
    action: event.type,
    chain: { organizationId },
    target: { type: 'user', id: userId },
  });
  context.bumpEpoch({ kind: 'user', subjectId: userId });
  return { ...member, state };
}

const remove = implement(contract.remove, {
  async handle({ memberId }, context) {
    const acting = requireActing(context);
    const { organizationId } = acting;
    const before = await requireMember(context, organizationId, memberId);
    refuseOneself(acting, before, 'To go yourself, leave the organization');
    await demandMayChange(context, acting, before, null);
    const { id, userId, name } = before.member;
    await deleteMember(context.tx, organizationId, id);
    context.emit(contract.memberLeft, organizationId, { organizationId, userId, how: 'removed' });
    context.audit({
      action: 'member.removed',
      chain: { organizationId },
      target: { type: 'user', id: userId },
      details: { name, role: before.member.role.name },
    });
    context.bumpEpoch({ kind: 'user', subjectId: userId });
    return { done: true } as const;
  },
});

/** Members of an organization: listing and managing them. */
export const memberOperations: readonly Operation[] = [
  list,
  changeRole,
  suspend,
  reinstate,
  remove,
];

function refuseOneself({ membershipId }: Acting, { member }: RankedMember, message: string): void {
  if (member.id === membershipId) throw conflict('oneself', message);
}

async function demandMayChange(
  { tx }: OperationContext,
  { organizationId, holder }: Acting,
  { member, rank }: RankedMember,
  to: Rank | null,
): Promise<void> {
  const otherOwners = await countOtherOwners(tx, organizationId, member.id);
  const isActive = member.state === 'active';
  refuseObstacle(checkMemberChange(holder, { from: rank, isActive, to, otherOwners }));
}
