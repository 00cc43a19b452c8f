import { access } from './en/access.ts';
import { account } from './en/account.ts';
import { acts } from './en/acts.ts';
import { board } from './en/board.ts';
import { boards } from './en/boards.ts';
import { entry } from './en/entry.ts';
import { home } from './en/home.ts';
import { importProblems } from './en/import-problems.ts';
import { imports } from './en/imports.ts';
import { inbox } from './en/inbox.ts';
import { item } from './en/item.ts';
import { live } from './en/live.ts';
import { notifications } from './en/notifications.ts';
import { organization } from './en/organization.ts';
import { people } from './en/people.ts';
import { publicTexts } from './en/public.ts';
import { reasons } from './en/reasons.ts';
import { shell } from './en/shell.ts';
import { table } from './en/table.ts';
import { ui } from './en/ui.ts';
import { views } from './en/views.ts';

/** English, the language that every other catalog is measured against. */
export const en = {
  ...ui,
  ...shell,
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
  ...board,
  ...imports,
  ...importProblems,
  ...live,
  ...item,
  ...views,
  ...table,
  ...publicTexts,
  ...reasons,
} as const;
