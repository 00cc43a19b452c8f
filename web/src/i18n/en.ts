import { access } from './en/access.ts';
import { account } from './en/account.ts';
import { acts } from './en/acts.ts';
import { board } from './en/board.ts';
import { boards } from './en/boards.ts';
import { entry } from './en/entry.ts';
import { imports } from './en/imports.ts';
import { organization } from './en/organization.ts';
import { people } from './en/people.ts';
import { reasons } from './en/reasons.ts';
import { shell } from './en/shell.ts';
import { ui } from './en/ui.ts';

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
  ...board,
  ...imports,
  ...reasons,
} as const;
