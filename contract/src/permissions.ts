/**
 * Every permission there is, with the sentence shown beside its checkbox.
 * A role is a set of these; an API key's scopes are a subset of its owner's.
 */
export const permissions = {
  'organization:read': 'See the organization',
  'organization:update': 'Rename the organization and change its settings',
  'organization:delete': 'Delete the organization, restore it and hand it over',
  'members:read': 'See members, roles and invitations',
  'members:invite': 'Invite people',
  'members:manage': 'Change roles, suspend and remove members',
  'roles:manage': 'Create, change and delete roles',
  'apiKeys:create': 'Create API keys for oneself',
  'apiKeys:manage': 'See and revoke everybody’s API keys',
  'audit:read': 'Read and export the audit log',
} as const;

/** The name of a permission. */
export type Permission = keyof typeof permissions;

/** All permission names, in the order of the table. */
export const permissionNames = Object.keys(permissions) as Permission[];

/** The key of a role that every organization has. */
export type SystemRoleKey = 'owner' | 'admin' | 'member' | 'guest';

/** Permissions of the built-in roles; they live in code so that a later feature reaches every organization. */
export const systemRoles: Record<SystemRoleKey, { name: string; permissions: Permission[] }> = {
  owner: { name: 'Owner', permissions: permissionNames },
  admin: {
    name: 'Admin',
    permissions: permissionNames.filter((name) => name !== 'organization:delete'),
  },
  member: { name: 'Member', permissions: ['organization:read', 'members:read', 'apiKeys:create'] },
  guest: { name: 'Guest', permissions: ['organization:read'] },
};
