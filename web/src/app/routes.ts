import { createRoute, redirect } from '@tanstack/react-router';
import { readAuditFilter } from '../features/audit/audit-filter.ts';
import { readViewSearch } from '../features/board/views/view-search.ts';
import { page, root } from './base-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { entryRoutes } from './entry-routes.ts';
import { jobRoutes } from './job-routes.ts';
import { readImport, readItem, readNew, readNewBoard } from './search-readers.ts';
import { organization, shell } from './shell-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

const start = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: page(() => import('../features/organizations/start-page.tsx'), 'StartPage'),
});

const newOrganization = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/new',
  component: page(
    () => import('../features/organizations/create-page.tsx'),
    'CreateOrganizationPage',
  ),
});

const ownSettings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  beforeLoad: () => redirect({ to: '/settings/profile', replace: true, throw: true }),
});

const profile = createRoute({
  getParentRoute: () => shell,
  path: '/settings/profile',
  component: page(() => import('../features/accounts/profile-page.tsx'), 'ProfilePage'),
});

const security = createRoute({
  getParentRoute: () => shell,
  path: '/settings/security',
  component: page(() => import('../features/accounts/security-page.tsx'), 'SecurityPage'),
});

const notifications = createRoute({
  getParentRoute: () => shell,
  path: '/settings/notifications',
  component: page(
    () => import('../features/notification-settings/notifications-page.tsx'),
    'NotificationsPage',
  ),
});

const shortcuts = createRoute({
  getParentRoute: () => shell,
  path: '/settings/shortcuts',
  component: page(() => import('../features/shortcuts/shortcuts-page.tsx'), 'ShortcutsPage'),
});

const instanceSettings = createRoute({
  getParentRoute: () => shell,
  path: '/instance/settings',
  component: page(() => import('../features/instance/settings-page.tsx'), 'InstanceSettingsPage'),
});

const cache = createRoute({
  getParentRoute: () => shell,
  path: '/instance/cache',
  component: page(() => import('../features/cache/cache-page.tsx'), 'CachePage'),
});

const mailbox = createRoute({
  getParentRoute: () => shell,
  path: '/dev/mailbox',
  component: page(() => import('../features/instance/mailbox-page.tsx'), 'MailboxPage'),
});

const mailIndex = createRoute({
  getParentRoute: () => mailbox,
  path: '/',
  component: page(() => import('../features/instance/mail-index.tsx'), 'MailIndex'),
});

const mail = createRoute({
  getParentRoute: () => mailbox,
  path: '/$mailId',
  component: page(() => import('../features/instance/mail-view.tsx'), 'MailView'),
});

const home = createRoute({
  getParentRoute: () => organization,
  path: '/',
  component: page(() => import('../features/home/home-page.tsx'), 'HomePage'),
});

const inbox = createRoute({
  getParentRoute: () => organization,
  path: '/inbox',
  component: page(() => import('../features/inbox/inbox-page.tsx'), 'InboxPage'),
});

const myWork = createRoute({
  getParentRoute: () => organization,
  path: '/my-work',
  component: page(() => import('../features/my-work/my-work-page.tsx'), 'MyWorkPage'),
});

const boards = createRoute({
  getParentRoute: () => organization,
  path: '/boards',
  validateSearch: readNewBoard,
  component: page(() => import('../features/boards/boards-page.tsx'), 'BoardsPage'),
});

const templates = createRoute({
  getParentRoute: () => organization,
  path: '/templates',
  component: page(() => import('../features/templates/templates-page.tsx'), 'TemplatesPage'),
});

const trash = createRoute({
  getParentRoute: () => organization,
  path: '/trash',
  component: page(() => import('../features/trash/trash-page.tsx'), 'TrashPage'),
});

const boardTrash = createRoute({
  getParentRoute: () => shell,
  path: '/boards/$boardId/trash',
  component: page(() => import('../features/board/trash/board-trash-page.tsx'), 'BoardTrashPage'),
});

const boardPeople = createRoute({
  getParentRoute: () => shell,
  path: '/boards/$boardId/people',
  component: page(() => import('../features/sharing/board-people-page.tsx'), 'BoardPeoplePage'),
});

const importing = createRoute({
  getParentRoute: () => organization,
  path: '/import',
  validateSearch: readImport,
  component: page(() => import('../features/imports/import-page.tsx'), 'ImportPage'),
});

const board = createRoute({
  getParentRoute: () => shell,
  path: '/boards/$boardId',
  validateSearch: (search: Record<string, unknown>) => ({
    ...readItem(search),
    ...readViewSearch(search),
  }),
  component: page(() => import('../features/board/board-page.tsx'), 'BoardPage'),
});

// Drawn by the board's page, which stays as it is below it: on the way back nothing has moved (web W8).
const itemPage = createRoute({
  getParentRoute: () => board,
  path: '/items/$itemId',
});

const members = createRoute({
  getParentRoute: () => organization,
  path: '/members',
  component: page(() => import('../features/members/members-page.tsx'), 'MembersPage'),
});

const invitations = createRoute({
  getParentRoute: () => organization,
  path: '/invitations',
  validateSearch: readNew,
  component: page(() => import('../features/invitations/invitations-page.tsx'), 'InvitationsPage'),
});

const roles = createRoute({
  getParentRoute: () => organization,
  path: '/roles',
  component: page(() => import('../features/roles/roles-page.tsx'), 'RolesPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => organization,
  path: '/api-keys',
  validateSearch: readNew,
  component: page(() => import('../features/api-keys/api-keys-page.tsx'), 'ApiKeysPage'),
});

const audit = createRoute({
  getParentRoute: () => organization,
  path: '/audit',
  validateSearch: readAuditFilter,
  component: page(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
});

const organizationSettings = createRoute({
  getParentRoute: () => organization,
  path: '/settings',
  component: page(
    () => import('../features/organizations/settings-page.tsx'),
    'OrganizationSettingsPage',
  ),
});

// Every component in both themes, for people who build them; not part of a production build.
// Nobody has to be signed in here: the secret in the address is the only key.
const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared/$boardId/$token',
  validateSearch: (search: Record<string, unknown>) => ({
    view: readViewSearch(search).view,
    item: readItem(search).item,
  }),
  component: page(() => import('../features/board/public/public-page.tsx'), 'PublicPage'),
});

const development = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: '/gallery',
        component: page(() => import('../gallery/gallery-page.tsx'), 'GalleryPage'),
      }),
    ]
  : [];

/** The map of the app: every path, who may enter, and the file that draws it. */
export const routeTree = root.addChildren([
  entryRoutes,
  shared,
  shell.addChildren([
    start,
    newOrganization,
    ownSettings,
    profile,
    security,
    notifications,
    shortcuts,
    instanceSettings,
    cache,
    ...jobRoutes,
    boardTrash,
    boardPeople,
    board.addChildren([itemPage]),
    mailbox.addChildren([mailIndex, mail]),
    organization.addChildren([
      home,
      inbox,
      myWork,
      boards,
      templates,
      trash,
      importing,
      members,
      invitations,
      roles,
      apiKeys,
      ...webhookRoutes,
      ...deliveryRoutes,
      audit,
      organizationSettings,
    ]),
  ]),
  ...development,
]);
