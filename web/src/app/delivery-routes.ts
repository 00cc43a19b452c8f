import { createRoute } from '@tanstack/react-router';
import { readDeadFilter } from '../features/delivery/dead-filter.ts';
import { readLogFilter } from '../features/delivery/log-filter.ts';
import { page } from './base-routes.ts';
import { organization } from './shell-routes.ts';

const messageLog = createRoute({
  getParentRoute: () => organization,
  path: '/delivery',
  validateSearch: readLogFilter,
  component: page(() => import('../features/delivery/log-page.tsx'), 'LogPage'),
});

const message = createRoute({
  getParentRoute: () => organization,
  path: '/delivery/messages/$messageId',
  component: page(() => import('../features/delivery/message-page.tsx'), 'MessagePage'),
});

const queues = createRoute({
  getParentRoute: () => organization,
  path: '/delivery/queues',
  component: page(() => import('../features/delivery/queue-page.tsx'), 'QueuePage'),
});

const deadLetters = createRoute({
  getParentRoute: () => organization,
  path: '/delivery/dead-letters',
  validateSearch: readDeadFilter,
  component: page(() => import('../features/delivery/dead-letters-page.tsx'), 'DeadLettersPage'),
});

const suppressions = createRoute({
  getParentRoute: () => organization,
  path: '/delivery/suppressions',
  component: page(() => import('../features/delivery/suppressions-page.tsx'), 'SuppressionsPage'),
});

const topics = createRoute({
  getParentRoute: () => organization,
  path: '/delivery/topics',
  component: page(() => import('../features/delivery/topics-page.tsx'), 'TopicsPage'),
});

const sandbox = createRoute({
  getParentRoute: () => organization,
  path: '/delivery/sandbox',
  component: page(() => import('../features/delivery/sandbox-page.tsx'), 'SandboxPage'),
});

/** Pages about what an organization sends. */
export const deliveryRoutes = [
  messageLog,
  message,
  queues,
  deadLetters,
  suppressions,
  topics,
  sandbox,
] as const;
