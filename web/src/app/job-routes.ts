import { createRoute } from '@tanstack/react-router';
import { readDeadFilter } from '../features/delivery/dead-filter.ts';
import { readJobFilter } from '../features/jobs/job-filter.ts';
import { page } from './base-routes.ts';
import { shell } from './shell-routes.ts';

const jobQueues = createRoute({
  getParentRoute: () => shell,
  path: '/instance/jobs',
  component: page(() => import('../features/jobs/queues-page.tsx'), 'JobQueuesPage'),
});

const jobs = createRoute({
  getParentRoute: () => shell,
  path: '/instance/jobs/all',
  validateSearch: readJobFilter,
  component: page(() => import('../features/jobs/jobs-page.tsx'), 'JobsPage'),
});

const schedules = createRoute({
  getParentRoute: () => shell,
  path: '/instance/jobs/schedules',
  component: page(() => import('../features/jobs/schedules-page.tsx'), 'SchedulesPage'),
});

const undelivered = createRoute({
  getParentRoute: () => shell,
  path: '/instance/dead-letters',
  validateSearch: readDeadFilter,
  component: page(
    () => import('../features/delivery/instance-dead-letters-page.tsx'),
    'InstanceDeadLettersPage',
  ),
});

/** Pages about background jobs, for the owner of the instance. */
export const jobRoutes = [jobQueues, jobs, schedules, undelivered] as const;
