import { createRoute } from '@tanstack/react-router';
import { readTemplateSearch } from '../features/notification-templates/template-search.ts';
import { readCallSearch } from '../features/webhooks/call-search.ts';
import { page } from './base-routes.ts';
import { readNew } from './search-readers.ts';
import { organization } from './shell-routes.ts';

const webhooks = createRoute({
  getParentRoute: () => organization,
  path: '/webhooks',
  validateSearch: readNew,
  component: page(() => import('../features/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});

const endpoint = createRoute({
  getParentRoute: () => organization,
  path: '/webhooks/$endpointId',
  validateSearch: readCallSearch,
  component: page(() => import('../features/webhooks/endpoint-page.tsx'), 'EndpointPage'),
});

const messageTemplates = createRoute({
  getParentRoute: () => organization,
  path: '/notification-templates',
  component: page(
    () => import('../features/notification-templates/templates-page.tsx'),
    'NotificationTemplatesPage',
  ),
});

const messageTemplate = createRoute({
  getParentRoute: () => organization,
  path: '/notification-templates/$key',
  validateSearch: readTemplateSearch,
  component: page(
    () => import('../features/notification-templates/template-page.tsx'),
    'NotificationTemplatePage',
  ),
});

/** Pages about what programs hear, and about the words of messages. */
export const webhookRoutes = [webhooks, endpoint, messageTemplates, messageTemplate] as const;
