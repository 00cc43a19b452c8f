import type { Catalog } from './message-types.ts';
import { access } from './de/access.ts';
import { account } from './de/account.ts';
import { acts } from './de/acts.ts';
import { board } from './de/board.ts';
import { boards } from './de/boards.ts';
import { cache } from './de/cache.ts';
import { delivery } from './de/delivery.ts';
import { entry } from './de/entry.ts';
import { home } from './de/home.ts';
import { importProblems } from './de/import-problems.ts';
import { imports } from './de/imports.ts';
import { inbox } from './de/inbox.ts';
import { item } from './de/item.ts';
import { jobs } from './de/jobs.ts';
import { live } from './de/live.ts';
import { notificationTemplates } from './de/notification-templates.ts';
import { notifications } from './de/notifications.ts';
import { organization } from './de/organization.ts';
import { people } from './de/people.ts';
import { publicTexts } from './de/public.ts';
import { queues } from './de/queues.ts';
import { reach } from './de/reach.ts';
import { reasons } from './de/reasons.ts';
import { shell } from './de/shell.ts';
import { table } from './de/table.ts';
import { ui } from './de/ui.ts';
import { views } from './de/views.ts';
import { webhooks } from './de/webhooks.ts';

/** German; a text that is missing here is shown in English. */
export const de: Partial<Catalog> = {
  ...ui,
  ...shell,
  ...delivery,
  ...queues,
  ...reach,
  ...jobs,
  ...cache,
  ...entry,
  ...account,
  ...organization,
  ...people,
  ...access,
  ...acts,
  ...boards,
  ...home,
  ...inbox,
  ...notifications,
  ...notificationTemplates,
  ...webhooks,
  ...board,
  ...imports,
  ...importProblems,
  ...live,
  ...item,
  ...views,
  ...table,
  ...publicTexts,
  ...reasons,
};
