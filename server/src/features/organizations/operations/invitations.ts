import type { OutputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/invitations';
import { createId } from '../../../kernel/ids.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { conflict, notFound, Refusal } from '../../../platform/refusal.ts';
import { checkGrant, invitationState } from '../domain.ts';
import { createLinks, type InvitationLinks } from '../invitation-links.ts';
import type { OrganizationsParts } from '../parts.ts';
import {
  countWaitingInvitations,
  findWaitingByEmail,
  findWaitingInvitation,
  insertInvitation,
  listWaitingInvitations,
  renewInvitation,
  revokeInvitation,
  type InvitationRow,
} from '../store/invitations.ts';
import { findMemberByEmail } from '../store/members.ts';
import { findPerson } from '../store/people.ts';
import { findRole } from '../store/roles.ts';
import { refuseWhileDeletionIsScheduled, requireActing, type Acting } from './acting.ts';
import { requireOrganization } from './organizations.ts';
import { refuseObstacle } from './refusals.ts';

/** Unanswered invitations of one organization; a list that people read has no more. */
const MAX_WAITING = 1_000;

/** Inviting people and taking invitations back. */
export function createInvitationOperations(parts: OrganizationsParts): Operation[] {
  return [create(parts), list, renew(parts), revoke];
}

function create(parts: OrganizationsParts): Operation {
  return implement(contract.create, {
    async handle({ email = null, roleId }, context) {
      const { tx, now } = context;
      const acting = requireActing(context);
      const { organizationId, userId } = acting;
      refuseWhileDeletionIsScheduled(acting);
      const role = await findRole(tx, organizationId, roleId);
      if (role === null) throw notFound('This role');
      refuseObstacle(checkGrant(acting.holder, role));
      if (email !== null) await refuseKnownAddress(context, organizationId, email);
      await refuseTooMany(context, organizationId);
      const id = createId();
      const links = createLinks(parts.config.PUBLIC_URL, { email, invitedBy: userId, now });
      await insertInvitation(tx, {
        organizationId,
        id,
        email,
        roleId: role.id,
        now,
        ...links.terms,
      });
      context.emit(contract.invitationCreated, organizationId, {
        organizationId,
        invitationId: id,
        roleId: role.id,
      });
      auditInvitation(context, 'invitation.created', { organizationId, id, email, role });
      return sendAndDescribe(parts, context, id, links);
    },
  });
}

const list = implement(contract.list, {
  async handle(_input, context) {
    const rows = await listWaitingInvitations(context.tx, requireActing(context).organizationId);
    return rows.map(toInvitation);
  },
});

function renew(parts: OrganizationsParts): Operation {
  return implement(contract.renew, {
    async handle({ invitationId }, context) {
      const acting = requireActing(context);
      const { organizationId, userId } = acting;
      refuseWhileDeletionIsScheduled(acting);
      const before = await requireWaiting(context, acting, invitationId);
      refuseObstacle(checkGrant(acting.holder, before.rank));
      const { id, email } = before;
      if (email !== null) await refuseMember(context, organizationId, email);
      // Whoever renews an invitation stands for it from now on.
      const links = createLinks(parts.config.PUBLIC_URL, {
        email,
        invitedBy: userId,
        now: context.now,
      });
      await renewInvitation(context.tx, id, links.terms);
      auditInvitation(context, 'invitation.renewed', before);
      return sendAndDescribe(parts, context, id, links);
    },
  });
}

const revoke = implement(contract.revoke, {
  async handle({ invitationId }, context) {
    const acting = requireActing(context);
    const { organizationId } = acting;
    const before = await requireWaiting(context, acting, invitationId);
    if (!(await revokeInvitation(context.tx, organizationId, before.id)))
      throw notFound('This invitation');
    context.emit(contract.invitationRevoked, organizationId, {
      organizationId,
      invitationId: before.id,
    });
    auditInvitation(context, 'invitation.revoked', before);
    return { done: true } as const;
  },
});

async function requireWaiting(
  { tx }: OperationContext,
  { organizationId }: Acting,
  invitationId: string,
): Promise<InvitationRow> {
  const found = await findWaitingInvitation(tx, organizationId, invitationId);
  if (found === null) throw notFound('This invitation');
  return found;
}

async function refuseKnownAddress(
  context: OperationContext,
  organizationId: string,
  email: string,
): Promise<void> {
  await refuseMember(context, organizationId, email);
  const waiting = await findWaitingByEmail(context.tx, organizationId, email);
  if (waiting === null) return;
  if (invitationState(waiting, context.now) === 'expired') {
    await revokeInvitation(context.tx, organizationId, waiting.id);
    return;
  }
  throw new Refusal(
    'CONFLICT',
    `${email} is invited already: renew that invitation, or take it back first`,
    {
      reason: 'already_invited',
      invitationId: waiting.id,
    },
  );
}

async function refuseMember(
  { tx }: OperationContext,
  organizationId: string,
  email: string,
): Promise<void> {
  const found = await findMemberByEmail(tx, organizationId, email);
  if (found === null) return;
  if (found.member.state === 'suspended') {
    throw conflict('member_suspended', `${email} is a suspended member: reinstate them instead`);
  }
  throw conflict('already_member', `${email} is a member already`);
}

async function refuseTooMany({ tx }: OperationContext, organizationId: string): Promise<void> {
  if ((await countWaitingInvitations(tx, organizationId)) < MAX_WAITING) return;
  throw conflict(
    'too_many_invitations',
    `${MAX_WAITING} invitations wait for an answer: take some back first`,
  );
}

function auditInvitation(
  context: OperationContext,
  action: string,
  {
    organizationId,
    id,
    email,
    role,
  }: Pick<InvitationRow, 'organizationId' | 'id' | 'email'> & { role: { name: string } },
): void {
  context.audit({
    action,
    chain: { organizationId },
    target: { type: 'invitation', id },
    details: { email, role: role.name },
  });
}

async function sendAndDescribe(
  { queueMail }: OrganizationsParts,
  context: OperationContext,
  id: string,
  { link, mailLink }: InvitationLinks,
): Promise<OutputOf<typeof contract.create>> {
  const row = await requireWaiting(context, requireActing(context), id);
  if (row.email !== null) {
    const organization = await requireOrganization(context, row.organizationId);
    await queueMail(context, {
      template: 'invitation',
      to: row.email,
      locale: await readLocale(context, row),
      organizationId: row.organizationId,
      params: {
        organizationName: organization.name,
        inviterName: row.invitedBy.name,
        roleName: row.role.name,
        link: mailLink,
        expiresAt: row.expiresAt,
      },
    });
  }
  return { ...toInvitation(row), link };
}

/** The language of whoever has the address, else of the inviter. */
async function readLocale(
  { tx }: OperationContext,
  { email, invitedBy }: InvitationRow,
): Promise<string> {
  const reader = email === null ? null : await findPerson(tx, { email });
  const writer = await findPerson(tx, { userId: invitedBy.userId });
  return reader?.locale ?? writer?.locale ?? 'en';
}

function toInvitation({
  id,
  email,
  role,
  invitedBy,
  createdAt,
  expiresAt,
}: InvitationRow): OutputOf<typeof contract.list>[number] {
  return { id, email, role, invitedBy, createdAt, expiresAt };
}
