import { cache } from './en/cache.ts';
import { delivery } from './en/delivery.ts';
import { jobs } from './en/jobs.ts';
import { notificationTemplates } from './en/notification-templates.ts';
import { queues } from './en/queues.ts';
import { reach } from './en/reach.ts';
import { webhooks } from './en/webhooks.ts';

/**
 * English of pages that few open. The app takes only the type of it: each page adds its own part as its code is loaded
 * (`addEnglish`), so that the first script stays small.
 */
export const lateEnglish = {
  ...delivery,
  ...queues,
  ...reach,
  ...jobs,
  ...cache,
  ...webhooks,
  ...notificationTemplates,
} as const;
