import { z } from 'zod';
import { done, id, pageInput, pageOf, searchText, timestamp } from './common.ts';
import { defineEvent, defineOperation } from './define.ts';

/** A person in an organization; `id` is the membership's, `userId` the person's. */
export const member = z
  .object({
    id,
    userId: id,
    name: z.string(),
    email: z.string(),
    role: z.object({ id, key: z.string().nullable(), name: z.string() }),
    state: z.enum(['active', 'suspended']),
    mfaEnabled: z.boolean(),
    joinedAt: timestamp,
  })
  .meta({ id: 'Member' });

/** A person in an organization. */
export type Member = z.output<typeof member>;

const manage = {
  kind: 'permission',
  permission: 'members:manage',
  object: 'member',
  id: 'memberId',
} as const;
const oneMember = { organizationId: id, memberId: id };

export const list = defineOperation({
  name: 'members.list',
  summary: 'Members of an organization by name.',
  method: 'GET',
  path: '/organizations/:organizationId/members',
  access: {
    kind: 'permission',
    permission: 'members:read',
    object: 'organization',
    id: 'organizationId',
  },
  input: z.strictObject({
    organizationId: id,
    search: searchText.optional().meta({ description: 'part of a name or address' }),
    userId: id.optional().meta({ description: 'this person alone' }),
    ...pageInput,
  }),
  output: pageOf(member),
  paginated: true,
  hasTag: 'answer',
});

export const changeRole = defineOperation({
  name: 'members.changeRole',
  summary: 'Give a member another role; nobody grants more than they hold.',
  method: 'PATCH',
  path: '/organizations/:organizationId/members/:memberId',
  access: manage,
  input: z.strictObject({ ...oneMember, roleId: id }),
  output: member,
  errors: ['CONFLICT'],
});

export const suspend = defineOperation({
  name: 'members.suspend',
  summary: 'Shut a member out without forgetting them.',
  method: 'POST',
  path: '/organizations/:organizationId/members/:memberId/suspend',
  access: manage,
  input: z.strictObject(oneMember),
  output: member,
  errors: ['CONFLICT'],
});

export const reinstate = defineOperation({
  name: 'members.reinstate',
  summary: 'Let a suspended member back in.',
  method: 'POST',
  path: '/organizations/:organizationId/members/:memberId/reinstate',
  access: manage,
  input: z.strictObject(oneMember),
  output: member,
});

export const remove = defineOperation({
  name: 'members.remove',
  summary: 'Remove a member; their API keys of this organization end too.',
  method: 'DELETE',
  path: '/organizations/:organizationId/members/:memberId',
  access: manage,
  input: z.strictObject(oneMember),
  output: done,
  errors: ['CONFLICT'],
});

const memberEvent = { version: 1, aggregate: 'organization', room: 'organization' } as const;
const whichMember = { organizationId: id, userId: id };

export const memberJoined = defineEvent({
  type: 'member.joined',
  summary: 'Somebody joined an organization.',
  ...memberEvent,
  payload: z.object({ ...whichMember, roleId: id }),
});

export const memberRoleChanged = defineEvent({
  type: 'member.roleChanged',
  summary: 'A member has another role.',
  ...memberEvent,
  payload: z.object({ ...whichMember, fromRoleId: id, toRoleId: id }),
});

export const memberSuspended = defineEvent({
  type: 'member.suspended',
  summary: 'A member was shut out for the time being.',
  ...memberEvent,
  payload: z.object(whichMember),
});

export const memberReinstated = defineEvent({
  type: 'member.reinstated',
  summary: 'A suspended member was let back in.',
  ...memberEvent,
  payload: z.object(whichMember),
});

export const memberLeft = defineEvent({
  type: 'member.left',
  summary: 'Somebody left an organization or was removed.',
  ...memberEvent,
  payload: z.object({ ...whichMember, how: z.enum(['left', 'removed']) }),
});
