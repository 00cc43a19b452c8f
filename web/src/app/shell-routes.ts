import { createRoute } from '@tanstack/react-router';
import { page, root } from './base-routes.ts';
import { requireSession } from './guards.ts';
import { StartFailedPage } from './start-screens.tsx';

/** What every page of a signed-in person stands in. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: requireSession,
  errorComponent: StartFailedPage,
  component: page(() => import('./shell.tsx'), 'Shell'),
});

/** What every page of an organization stands in. */
export const organization = createRoute({
  getParentRoute: () => shell,
  path: '/o/$organizationId',
  component: page(() => import('../features/organizations/gate.tsx'), 'OrganizationGate'),
});
