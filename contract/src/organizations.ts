import { z } from 'zod';
import { done, id, name, password, timestamp } from './common.ts';
import { defineEvent, defineOperation } from './define.ts';
import { permissionNames } from './permissions.ts';

/** An organization as its members see it. */
export const organization = z
  .object({
    id,
    name: z.string(),
    createdAt: timestamp,
    deletionScheduledFor: timestamp.nullable(),
  })
  .meta({ id: 'Organization' });

/** An organization together with what the caller may do in it. */
export const ownOrganization = organization
  .extend({
    role: z.object({ id, key: z.string().nullable(), name: z.string() }),
    permissions: z.array(z.enum(permissionNames)),
  })
  .meta({ id: 'OwnOrganization' });

const onOrganization = { object: 'organization', id: 'organizationId' } as const;

export const create = defineOperation({
  name: 'organizations.create',
  summary: 'Create an organization and become its owner.',
  method: 'POST',
  path: '/organizations',
  access: { kind: 'user' },
  input: z.strictObject({ name }),
  output: ownOrganization,
  errors: ['CONFLICT'],
});

export const list = defineOperation({
  name: 'organizations.list',
  summary: 'The organizations one belongs to; an API key sees its own alone.',
  method: 'GET',
  path: '/organizations',
  access: { kind: 'user', apiKeys: true },
  input: z.strictObject({}),
  output: z.array(ownOrganization),
  hasTag: 'answer',
});

export const get = defineOperation({
  name: 'organizations.get',
  summary: 'One organization and what one may do in it.',
  method: 'GET',
  path: '/organizations/:organizationId',
  access: { kind: 'permission', permission: 'organization:read', ...onOrganization },
  input: z.strictObject({ organizationId: id }),
  output: ownOrganization,
});

export const update = defineOperation({
  name: 'organizations.update',
  summary: 'Rename an organization.',
  method: 'PATCH',
  path: '/organizations/:organizationId',
  access: { kind: 'permission', permission: 'organization:update', ...onOrganization },
  input: z.strictObject({ organizationId: id, name }),
  output: organization,
});

export const remove = defineOperation({
  name: 'organizations.delete',
  summary:
    'Schedule the deletion of an organization; until the day comes, its owners can restore it.',
  method: 'DELETE',
  path: '/organizations/:organizationId',
  access: {
    kind: 'permission',
    permission: 'organization:delete',
    ...onOrganization,
    apiKeys: false,
  },
  input: z.strictObject({
    organizationId: id,
    confirmName: z.string().meta({ description: 'the organization’s exact name' }),
  }),
  output: organization,
  errors: ['CONFLICT'],
});

export const restore = defineOperation({
  name: 'organizations.restore',
  summary: 'Call off a scheduled deletion.',
  method: 'POST',
  path: '/organizations/:organizationId/restore',
  access: {
    kind: 'permission',
    permission: 'organization:delete',
    ...onOrganization,
    apiKeys: false,
  },
  input: z.strictObject({ organizationId: id }),
  output: organization,
  errors: ['CONFLICT'],
});

export const leave = defineOperation({
  name: 'organizations.leave',
  summary: 'Leave an organization; the last owner cannot.',
  method: 'POST',
  path: '/organizations/:organizationId/leave',
  access: {
    kind: 'permission',
    permission: 'organization:read',
    ...onOrganization,
    apiKeys: false,
  },
  input: z.strictObject({ organizationId: id }),
  output: done,
  errors: ['CONFLICT'],
});

export const transferOwnership = defineOperation({
  name: 'organizations.transferOwnership',
  summary: 'Make another member the owner and become an admin.',
  method: 'POST',
  path: '/organizations/:organizationId/transfer-ownership',
  access: {
    kind: 'permission',
    permission: 'organization:delete',
    ...onOrganization,
    apiKeys: false,
  },
  input: z.strictObject({ organizationId: id, memberId: id, currentPassword: password }),
  output: done,
  errors: ['CONFLICT'],
  rateLimit: 'logIn',
});

const organizationEvent = { version: 1, aggregate: 'organization', room: 'organization' } as const;

export const organizationCreated = defineEvent({
  type: 'organization.created',
  summary: 'Somebody created an organization.',
  ...organizationEvent,
  payload: z.object({ organizationId: id, name: z.string(), ownerId: id }),
});

export const organizationRenamed = defineEvent({
  type: 'organization.renamed',
  summary: 'An organization has another name.',
  ...organizationEvent,
  payload: z.object({ organizationId: id, from: z.string(), to: z.string() }),
});

export const organizationDeletionScheduled = defineEvent({
  type: 'organization.deletionScheduled',
  summary: 'An organization will be deleted unless an owner restores it before.',
  ...organizationEvent,
  payload: z.object({ organizationId: id, on: timestamp }),
});

export const organizationRestored = defineEvent({
  type: 'organization.restored',
  summary: 'A scheduled deletion was called off.',
  ...organizationEvent,
  payload: z.object({ organizationId: id }),
});

export const ownershipTransferred = defineEvent({
  type: 'organization.ownershipTransferred',
  summary: 'An owner handed the organization to another member.',
  ...organizationEvent,
  payload: z.object({ organizationId: id, fromUserId: id, toUserId: id }),
});
