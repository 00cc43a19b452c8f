import type { Permission } from '@boardwire/contract/permissions';
import type { Output } from '@boardwire/sdk/operations';
import {
  BellRing,
  DatabaseZap,
  House,
  Inbox,
  Keyboard,
  KeyRound,
  LayoutGrid,
  ListChecks,
  ListTodo,
  LockKeyhole,
  type LucideIcon,
  Mail,
  Mailbox,
  MessageSquareText,
  ScrollText,
  Send,
  Server,
  Settings,
  ShieldCheck,
  Trash2,
  UserRound,
  UsersRound,
  Webhook,
} from 'lucide-react';
import type { PlainMessageKey } from '../i18n/message-types.ts';

export type OwnOrganization = Output<'organizations.get'>;

/** A page that the sidebar, the palette and the shortcuts lead to. */
export interface Destination {
  id: string;
  label: PlainMessageKey;
  /** How the palette names it. */
  goLabel: PlainMessageKey;
  to: string;
  icon: LucideIcon;
}

interface OrganizationDestination extends Omit<Destination, 'to'> {
  path: string;
  permission: Permission;
}

const ORGANIZATION_PAGES: readonly OrganizationDestination[] = [
  {
    id: 'home',
    label: 'nav.home',
    goLabel: 'action.goHome',
    path: '',
    permission: 'organization:read',
    icon: House,
  },
  {
    id: 'inbox',
    label: 'nav.inbox',
    goLabel: 'action.goInbox',
    path: '/inbox',
    permission: 'organization:read',
    icon: Inbox,
  },
  {
    id: 'myWork',
    label: 'nav.myWork',
    goLabel: 'action.goMyWork',
    path: '/my-work',
    permission: 'organization:read',
    icon: ListTodo,
  },
  {
    id: 'boards',
    label: 'nav.boards',
    goLabel: 'action.goBoards',
    path: '/boards',
    permission: 'organization:read',
    icon: LayoutGrid,
  },
  {
    id: 'trash',
    label: 'nav.trash',
    goLabel: 'action.goTrash',
    path: '/trash',
    permission: 'organization:read',
    icon: Trash2,
  },
  {
    id: 'members',
    label: 'nav.members',
    goLabel: 'action.goMembers',
    path: '/members',
    permission: 'members:read',
    icon: UsersRound,
  },
  {
    id: 'invitations',
    label: 'nav.invitations',
    goLabel: 'action.goInvitations',
    path: '/invitations',
    permission: 'members:invite',
    icon: Mail,
  },
  {
    id: 'roles',
    label: 'nav.roles',
    goLabel: 'action.goRoles',
    path: '/roles',
    permission: 'members:read',
    icon: ShieldCheck,
  },
  {
    id: 'apiKeys',
    label: 'nav.apiKeys',
    goLabel: 'action.goApiKeys',
    path: '/api-keys',
    permission: 'apiKeys:create',
    icon: KeyRound,
  },
  {
    id: 'webhooks',
    label: 'nav.webhooks',
    goLabel: 'action.goWebhooks',
    path: '/webhooks',
    permission: 'webhooks:manage',
    icon: Webhook,
  },
  {
    id: 'notificationTemplates',
    label: 'nav.notificationTemplates',
    goLabel: 'action.goNotificationTemplates',
    path: '/notification-templates',
    permission: 'notifications:manage',
    icon: MessageSquareText,
  },
  {
    id: 'delivery',
    label: 'nav.delivery',
    goLabel: 'action.goDelivery',
    path: '/delivery',
    permission: 'notifications:manage',
    icon: Send,
  },
  {
    id: 'audit',
    label: 'nav.audit',
    goLabel: 'action.goAudit',
    path: '/audit',
    permission: 'audit:read',
    icon: ScrollText,
  },
  {
    id: 'organizationSettings',
    label: 'nav.organizationSettings',
    goLabel: 'action.goOrganizationSettings',
    path: '/settings',
    permission: 'organization:read',
    icon: Settings,
  },
];

const INSTANCE_PAGES: readonly Destination[] = [
  {
    id: 'mailbox',
    label: 'nav.mailbox',
    goLabel: 'action.goMailbox',
    to: '/dev/mailbox',
    icon: Mailbox,
  },
  {
    id: 'jobs',
    label: 'nav.jobs',
    goLabel: 'action.goJobs',
    to: '/instance/jobs',
    icon: ListChecks,
  },
  {
    id: 'cache',
    label: 'nav.cache',
    goLabel: 'action.goCache',
    to: '/instance/cache',
    icon: DatabaseZap,
  },
  {
    id: 'instanceSettings',
    label: 'nav.instanceSettings',
    goLabel: 'action.goInstanceSettings',
    to: '/instance/settings',
    icon: Server,
  },
];

const ACCOUNT_PAGES: readonly Destination[] = [
  {
    id: 'profile',
    label: 'nav.profile',
    goLabel: 'action.goProfile',
    to: '/settings/profile',
    icon: UserRound,
  },
  {
    id: 'security',
    label: 'nav.security',
    goLabel: 'action.goSecurity',
    to: '/settings/security',
    icon: LockKeyhole,
  },
  {
    id: 'notifications',
    label: 'nav.notifications',
    goLabel: 'action.goNotifications',
    to: '/settings/notifications',
    icon: BellRing,
  },
  {
    id: 'shortcuts',
    label: 'nav.shortcuts',
    goLabel: 'action.goShortcuts',
    to: '/settings/shortcuts',
    icon: Keyboard,
  },
];

/** Pages of `organization` that its member may open. */
export function organizationPages(organization: OwnOrganization | undefined): Destination[] {
  if (!organization) return [];
  return ORGANIZATION_PAGES.filter(({ permission }) =>
    organization.permissions.includes(permission),
  ).map(({ path, permission: _permission, ...page }) => ({
    ...page,
    to: `/o/${organization.id}${path}`,
  }));
}

/** Pages about the instance, for its owner. */
export function instancePages(isInstanceOwner: boolean): readonly Destination[] {
  return isInstanceOwner ? INSTANCE_PAGES : [];
}

/** Pages about the person. */
export function accountPages(): readonly Destination[] {
  return ACCOUNT_PAGES;
}
