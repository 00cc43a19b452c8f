import { createRoute } from '@tanstack/react-router';
import { page, root } from './base-routes.ts';
import { loadEntry, requireStranger } from './guards.ts';
import { readSearch, readToken } from './search-readers.ts';

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

/** The screens before the app. */
export const entryRoutes = entry.addChildren([
  welcome,
  logIn,
  register,
  forgotPassword,
  resetPassword,
  verifyEmail,
  confirmEmail,
  acceptInvitation,
]);
