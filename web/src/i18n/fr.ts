import type { Catalog } from './message-types.ts';
import { access } from './fr/access.ts';
import { account } from './fr/account.ts';
import { acts } from './fr/acts.ts';
import { board } from './fr/board.ts';
import { boards } from './fr/boards.ts';
import { cache } from './fr/cache.ts';
import { delivery } from './fr/delivery.ts';
import { entry } from './fr/entry.ts';
import { home } from './fr/home.ts';
import { importProblems } from './fr/import-problems.ts';
import { imports } from './fr/imports.ts';
import { inbox } from './fr/inbox.ts';
import { item } from './fr/item.ts';
import { jobs } from './fr/jobs.ts';
import { live } from './fr/live.ts';
import { notificationTemplates } from './fr/notification-templates.ts';
import { notifications } from './fr/notifications.ts';
import { organization } from './fr/organization.ts';
import { people } from './fr/people.ts';
import { publicTexts } from './fr/public.ts';
import { queues } from './fr/queues.ts';
import { reach } from './fr/reach.ts';
import { reasons } from './fr/reasons.ts';
import { shell } from './fr/shell.ts';
import { table } from './fr/table.ts';
import { ui } from './fr/ui.ts';
import { views } from './fr/views.ts';
import { webhooks } from './fr/webhooks.ts';

/** French; a text that is missing here is shown in English. */
export const fr: Partial<Catalog> = {
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
