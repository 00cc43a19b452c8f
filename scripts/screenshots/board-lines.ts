const option = (name: string, color: string) => ({ id: crypto.randomUUID(), name, color });

/** Options of the status. */
export const STATUS = {
  todo: option('To do', 'gray'),
  doing: option('In progress', 'yellow'),
  review: option('In review', 'blue'),
  stuck: option('Stuck', 'red'),
  done: option('Done', 'green'),
};

/** Options of the area. */
export const AREA = {
  design: option('Design', 'purple'),
  copy: option('Copy', 'orange'),
  code: option('Code', 'teal'),
  legal: option('Legal', 'brown'),
};

/** Group, title, status, owner by index, due date, areas, effort in days, impact. */
type Line = [
  string,
  string,
  keyof typeof STATUS,
  number,
  string,
  (keyof typeof AREA)[],
  number,
  number,
];

/** Items of the board in the pictures. */
export const LINES: readonly Line[] = [
  [
    'This sprint',
    'Home page tells what we do in one sentence',
    'doing',
    2,
    '2026-11-24',
    ['copy', 'design'],
    2,
    5,
  ],
  [
    'This sprint',
    'Pricing table for three plans',
    'review',
    0,
    '2026-11-25',
    ['design', 'code'],
    3,
    4,
  ],
  [
    'This sprint',
    'Cookie banner that asks once and means it',
    'stuck',
    3,
    '2026-11-20',
    ['legal'],
    1,
    3,
  ],
  ['This sprint', 'Images below 100 kB on every page', 'done', 1, '2026-11-18', ['code'], 2, 4],
  [
    'This sprint',
    'Sign-up form works with password managers',
    'doing',
    1,
    '2026-11-27',
    ['code'],
    1,
    5,
  ],
  [
    'This sprint',
    'Imprint and privacy pages in three languages',
    'todo',
    3,
    '2026-11-30',
    ['legal', 'copy'],
    4,
    3,
  ],
  [
    'Next sprint',
    'Customer stories: interviews with four teams',
    'todo',
    2,
    '2026-12-04',
    ['copy'],
    5,
    4,
  ],
  ['Next sprint', 'Search over documentation', 'todo', 1, '2026-12-08', ['code'], 8, 5],
  ['Next sprint', 'Dark theme of the marketing pages', 'todo', 0, '2026-12-09', ['design'], 3, 2],
  ['Next sprint', 'Status page linked in the footer', 'todo', 1, '2026-12-10', ['code'], 1, 2],
  ['Launched', 'New logo in all sizes', 'done', 0, '2026-11-06', ['design'], 2, 4],
  [
    'Launched',
    'Domain moved without a minute of downtime',
    'done',
    1,
    '2026-11-09',
    ['code'],
    3,
    5,
  ],
  ['Launched', 'Newsletter archive imported', 'done', 2, '2026-11-12', ['copy'], 2, 2],
];
