import { z } from 'zod';
import { done, id, name } from './common.ts';
import { defineEvent, defineOperation } from './define.ts';
import { permissionNames } from './permissions.ts';

/** A role: a named set of permissions. Built-in ones have a `key` and cannot be changed. */
export const role = z
  .object({
    id,
    key: z.enum(['owner', 'admin', 'member', 'guest']).nullable(),
    name: z.string(),
    permissions: z.array(z.enum(permissionNames)),
    memberCount: z.number().int(),
  })
  .meta({ id: 'Role' });

/** A role: a named set of permissions. */
export type Role = z.output<typeof role>;

const permissionSet = z
  .array(z.enum(permissionNames))
  .max(200)
  .refine((list) => new Set(list).size === list.length, 'Each permission once')
  .refine((list) => list.includes('organization:read'), 'A role includes organization:read');
const manage = {
  kind: 'permission',
  permission: 'roles:manage',
  object: 'role',
  id: 'roleId',
} as const;

export const list = defineOperation({
  name: 'roles.list',
  summary: 'Roles of an organization and how many members have each.',
  method: 'GET',
  path: '/organizations/:organizationId/roles',
  access: {
    kind: 'permission',
    permission: 'members:read',
    object: 'organization',
    id: 'organizationId',
  },
  input: z.strictObject({ organizationId: id }),
  output: z.array(role),
  hasTag: 'answer',
});

export const create = defineOperation({
  name: 'roles.create',
  summary: 'Create a role; its permissions are among one’s own.',
  method: 'POST',
  path: '/organizations/:organizationId/roles',
  access: {
    kind: 'permission',
    permission: 'roles:manage',
    object: 'organization',
    id: 'organizationId',
  },
  input: z.strictObject({ organizationId: id, name, permissions: permissionSet }),
  output: role,
  errors: ['CONFLICT'],
});

export const update = defineOperation({
  name: 'roles.update',
  summary: 'Change a custom role.',
  method: 'PATCH',
  path: '/organizations/:organizationId/roles/:roleId',
  access: manage,
  input: z.strictObject({
    organizationId: id,
    roleId: id,
    name: name.optional(),
    permissions: permissionSet.optional(),
  }),
  output: role,
  errors: ['CONFLICT'],
});

export const remove = defineOperation({
  name: 'roles.delete',
  summary: 'Delete a custom role that nobody has.',
  method: 'DELETE',
  path: '/organizations/:organizationId/roles/:roleId',
  access: manage,
  input: z.strictObject({ organizationId: id, roleId: id }),
  output: done,
  errors: ['CONFLICT'],
});

const roleEvent = { version: 1, aggregate: 'organization', room: 'organization' } as const;
const rolePayload = z.object({
  organizationId: id,
  roleId: id,
  name: z.string(),
  permissions: z.array(z.string()),
});

export const roleCreated = defineEvent({
  type: 'role.created',
  summary: 'An organization has a new role.',
  ...roleEvent,
  payload: rolePayload,
});

export const roleUpdated = defineEvent({
  type: 'role.updated',
  summary: 'A role has another name or other permissions.',
  ...roleEvent,
  payload: rolePayload,
});

export const roleDeleted = defineEvent({
  type: 'role.deleted',
  summary: 'A role is gone.',
  ...roleEvent,
  payload: z.object({ organizationId: id, roleId: id, name: z.string() }),
});
