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
  'notifications:send': 'Send notifications to people and addresses',
  'notifications:sendCritical': 'Send notifications that break quiet hours',
  'notifications:manage':
    'See deliveries, providers and templates, and stop and redrive deliveries',
  'webhooks:manage': 'Add and change webhooks, and see what they were sent',
  'audit:read': 'Read and export the audit log',
  'workspaces:manage': 'Create, rename and delete workspaces',
  'boards:create': 'Create boards and import them',
  'boards:seeAll': 'See every board, private ones too',
  'board:read': 'See boards that are open to the organization',
  'item:write': 'Create, edit, move and delete items',
  'comment:write': 'Comment and react',
  'board:manage': 'Change a board’s columns, groups and views',
  'board:administer': 'Share, archive and delete boards',
} as const;

/** The name of a permission. */
export type Permission = keyof typeof permissions;

/** All permission names, in the order of the table. */
export const permissionNames = Object.keys(permissions) as Permission[];

/** What the level of a named person gives them on one board, whatever their role. */
export const boardLevelPermissions = {
  viewer: ['board:read'],
  commenter: ['board:read', 'comment:write'],
  editor: ['board:read', 'comment:write', 'item:write', 'board:manage'],
  owner: ['board:read', 'comment:write', 'item:write', 'board:manage', 'board:administer'],
} as const satisfies Record<string, readonly Permission[]>;

/** The key of a role that every organization has. */
export type SystemRoleKey = 'owner' | 'admin' | 'member' | 'guest';

/** Permissions of the built-in roles; they live in code so that a later feature reaches every organization. */
export const systemRoles: Record<SystemRoleKey, { name: string; permissions: Permission[] }> = {
  owner: { name: 'Owner', permissions: permissionNames },
  admin: {
    name: 'Admin',
    permissions: permissionNames.filter(
      (name) => name !== 'organization:delete' && name !== 'boards:seeAll',
    ),
  },
  member: {
    name: 'Member',
    permissions: [
      'organization:read',
      'members:read',
      'apiKeys:create',
      'boards:create',
      'board:read',
      'item:write',
      'comment:write',
      'board:manage',
    ],
  },
  guest: { name: 'Guest', permissions: ['organization:read'] },
};
