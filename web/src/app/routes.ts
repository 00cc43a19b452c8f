import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readAuditFilter } from '../features/audit/audit-filter.ts';
import { loadEntry, readNext, requireSession, requireStranger } from './guards.ts';
import { loadModule } from '../lib/load-module.ts';
import { Root } from './root.tsx';
import { StartFailedPage } from './start-screens.tsx';

const page: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(() => loadModule(load), name);
// Every key is answered, refused ones as undefined: the router keeps what a reader leaves out.
const readToken = ({ token }: Record<string, unknown>): { token?: string | undefined } => ({
  token: typeof token === 'string' ? token : undefined,
});
const readNew = (search: Record<string, unknown>): { new?: true | undefined } => ({
  new: search['new'] === true ? true : undefined,
});
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const readItem = ({ item }: Record<string, unknown>): { item?: string | undefined } => ({
  item: typeof item === 'string' && UUID.test(item) ? item : undefined,
});
/** Which import is at hand, and the board that a new one goes into. */
const readImport = (
  search: Record<string, unknown>,
): { import?: string | undefined; board?: string | undefined } => {
  const read = (value: unknown) =>
    typeof value === 'string' && UUID.test(value) ? value : undefined;
  return { import: read(search['import']), board: read(search['board']) };
};
const readSearch = ({ next }: Record<string, unknown>): { next?: string | undefined } => ({
  next: readNext(next),
});

const root = createRootRoute({ component: Root, errorComponent: StartFailedPage });

const entry = createRoute({
  getParentRoute: () => root,
  id: 'entry',
  component: page(() => import('../entry/entry-layout.tsx'), 'EntryLayout'),
});

const welcome = createRoute({
  getParentRoute: () => entry,
  path: '/welcome',
  beforeLoad: loadEntry,
  component: page(() => import('../features/authentication/wizard-page.tsx'), 'WizardPage'),
});

const logIn = createRoute({
  getParentRoute: () => entry,
  path: '/log-in',
  validateSearch: readSearch,
  beforeLoad: requireStranger,
  component: page(() => import('../features/authentication/log-in-page.tsx'), 'LogInPage'),
});

const register = createRoute({
  getParentRoute: () => entry,
  path: '/register',
  validateSearch: readSearch,
  beforeLoad: requireStranger,
  component: page(() => import('../features/authentication/register-page.tsx'), 'RegisterPage'),
});

const forgotPassword = createRoute({
  getParentRoute: () => entry,
  path: '/forgot-password',
  beforeLoad: loadEntry,
  component: page(
    () => import('../features/authentication/forgot-password-page.tsx'),
    'ForgotPasswordPage',
  ),
});

const resetPassword = createRoute({
  getParentRoute: () => entry,
  path: '/reset-password',
  validateSearch: readToken,
  beforeLoad: loadEntry,
  component: page(
    () => import('../features/authentication/reset-password-page.tsx'),
    'ResetPasswordPage',
  ),
});

const verifyEmail = createRoute({
  getParentRoute: () => entry,
  path: '/verify-email',
  validateSearch: readToken,
  beforeLoad: loadEntry,
  component: page(
    () => import('../features/authentication/verify-email-page.tsx'),
    'VerifyEmailPage',
  ),
});

const confirmEmail = createRoute({
  getParentRoute: () => entry,
  path: '/confirm-email',
  validateSearch: readToken,
  beforeLoad: loadEntry,
  component: page(() => import('../features/accounts/confirm-email-page.tsx'), 'ConfirmEmailPage'),
});

const acceptInvitation = createRoute({
  getParentRoute: () => entry,
  path: '/invitations/accept',
  validateSearch: readToken,
  beforeLoad: loadEntry,
  component: page(() => import('../features/invitations/accept-page.tsx'), 'AcceptInvitationPage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: requireSession,
  errorComponent: StartFailedPage,
  component: page(() => import('./shell.tsx'), 'Shell'),
});

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

const instanceSettings = createRoute({
  getParentRoute: () => shell,
  path: '/instance/settings',
  component: page(() => import('../features/instance/settings-page.tsx'), 'InstanceSettingsPage'),
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

const organization = createRoute({
  getParentRoute: () => shell,
  path: '/o/$organizationId',
  component: page(() => import('../features/organizations/gate.tsx'), 'OrganizationGate'),
});

const home = createRoute({
  getParentRoute: () => organization,
  path: '/',
  component: page(() => import('../features/organizations/home-page.tsx'), 'HomePage'),
});

const boards = createRoute({
  getParentRoute: () => organization,
  path: '/boards',
  validateSearch: readNew,
  component: page(() => import('../features/boards/boards-page.tsx'), 'BoardsPage'),
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
  validateSearch: readItem,
  component: page(() => import('../features/board/board-page.tsx'), 'BoardPage'),
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
  entry.addChildren([
    welcome,
    logIn,
    register,
    forgotPassword,
    resetPassword,
    verifyEmail,
    confirmEmail,
    acceptInvitation,
  ]),
  shell.addChildren([
    start,
    newOrganization,
    ownSettings,
    profile,
    security,
    instanceSettings,
    board,
    mailbox.addChildren([mailIndex, mail]),
    organization.addChildren([
      home,
      boards,
      importing,
      members,
      invitations,
      roles,
      apiKeys,
      audit,
      organizationSettings,
    ]),
  ]),
  ...development,
]);
