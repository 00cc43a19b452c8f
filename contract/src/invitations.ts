import { z } from 'zod';
import { done, emailAddress, id, linkToken, timestamp } from './common.ts';
import { defineEvent, defineOperation } from './define.ts';
import { ownOrganization } from './organizations.ts';

/** An invitation that waits for its answer. Without an address, whoever holds the link may take it, once. */
export const invitation = z
  .object({
    id,
    email: z.string().nullable(),
    role: z.object({ id, key: z.string().nullable(), name: z.string() }),
    invitedBy: z.object({ userId: id, name: z.string() }),
    createdAt: timestamp,
    expiresAt: timestamp,
  })
  .meta({ id: 'Invitation' });

/** An invitation with its link, which is shown this once. */
export const invitationWithLink = invitation
  .extend({ link: z.string() })
  .meta({ id: 'InvitationWithLink' });

const invite = {
  kind: 'permission',
  permission: 'members:invite',
  object: 'invitation',
  id: 'invitationId',
} as const;

export const create = defineOperation({
  name: 'invitations.create',
  summary: 'Invite somebody by mail, or by a link when no address is given.',
  method: 'POST',
  path: '/organizations/:organizationId/invitations',
  access: {
    kind: 'permission',
    permission: 'members:invite',
    object: 'organization',
    id: 'organizationId',
  },
  input: z.strictObject({ organizationId: id, email: emailAddress.optional(), roleId: id }),
  output: invitationWithLink,
  errors: ['CONFLICT'],
  rateLimit: 'mail',
});

export const list = defineOperation({
  name: 'invitations.list',
  summary: 'Invitations that were neither taken nor taken back; expired ones can be renewed.',
  method: 'GET',
  path: '/organizations/:organizationId/invitations',
  access: {
    kind: 'permission',
    permission: 'members:invite',
    object: 'organization',
    id: 'organizationId',
  },
  input: z.strictObject({ organizationId: id }),
  output: z.array(invitation),
});

export const renew = defineOperation({
  name: 'invitations.renew',
  summary: 'Send an invitation again with a new link; the old one stops working.',
  method: 'POST',
  path: '/organizations/:organizationId/invitations/:invitationId/renew',
  access: invite,
  input: z.strictObject({ organizationId: id, invitationId: id }),
  output: invitationWithLink,
  errors: ['CONFLICT'],
  rateLimit: 'mail',
});

export const revoke = defineOperation({
  name: 'invitations.revoke',
  summary: 'Take an invitation back.',
  method: 'DELETE',
  path: '/organizations/:organizationId/invitations/:invitationId',
  access: invite,
  input: z.strictObject({ organizationId: id, invitationId: id }),
  output: done,
});

export const preview = defineOperation({
  name: 'invitations.preview',
  summary: 'What an invitation link leads to, for its holder.',
  method: 'POST',
  path: '/invitations/preview',
  worksReadOnly: true,
  access: { kind: 'public' },
  input: z.strictObject({ token: linkToken }),
  output: z.object({
    organizationName: z.string(),
    roleName: z.string(),
    invitedByName: z.string(),
    email: z.string().nullable(),
    expiresAt: timestamp,
  }),
  rateLimit: 'token',
});

export const accept = defineOperation({
  name: 'invitations.accept',
  summary:
    'Join an organization; an invitation bound to an address only takes an account of that address.',
  method: 'POST',
  path: '/invitations/accept',
  access: { kind: 'user' },
  input: z.strictObject({ token: linkToken }),
  output: ownOrganization,
  errors: ['CONFLICT', 'FORBIDDEN'],
  rateLimit: 'token',
});

const invitationEvent = { version: 1, aggregate: 'organization', room: 'organization' } as const;

export const invitationCreated = defineEvent({
  type: 'invitation.created',
  summary: 'Somebody was invited.',
  ...invitationEvent,
  payload: z.object({ organizationId: id, invitationId: id, roleId: id }),
});

export const invitationRevoked = defineEvent({
  type: 'invitation.revoked',
  summary: 'An invitation was taken back.',
  ...invitationEvent,
  payload: z.object({ organizationId: id, invitationId: id }),
});
