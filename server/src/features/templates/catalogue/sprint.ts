import type { Template } from '../template.ts';

/** Work of one iteration, and what waits behind it. */
export const sprint: Template = {
  id: 'sprint',
  name: 'Sprint',
  description: 'Plan an iteration, follow it by the day, and keep the backlog close.',
  columns: [
    {
      key: 'status',
      name: 'Status',
      type: 'status',
      options: [
        ['To do', 'gray'],
        ['In progress', 'blue'],
        ['In review', 'purple'],
        ['Blocked', 'red'],
        ['Done', 'green', 'done'],
      ],
    },
    { key: 'owner', name: 'Owner', type: 'person' },
    {
      key: 'priority',
      name: 'Priority',
      type: 'status',
      options: [
        ['Urgent', 'red'],
        ['High', 'orange'],
        ['Medium', 'yellow'],
        ['Low', 'gray'],
      ],
    },
    { key: 'points', name: 'Points', type: 'number', settings: { min: 0 } },
    { key: 'due', name: 'Due', type: 'date' },
    {
      key: 'area',
      name: 'Area',
      type: 'tags',
      options: [
        ['Frontend', 'teal'],
        ['Backend', 'blue'],
        ['Design', 'pink'],
        ['Docs', 'brown'],
      ],
    },
  ],
  groups: [
    ['This sprint', 'blue'],
    ['Next sprint', 'purple'],
    ['Backlog', 'gray'],
  ],
  views: [
    { name: 'Board by status', kind: 'kanban', by: 'status' },
    { name: 'By due date', kind: 'table', sortBy: 'due' },
  ],
  items: [
    {
      title: 'Sign-in page remembers the last address',
      group: 0,
      values: {
        status: 'In progress',
        owner: { me: true },
        priority: 'High',
        points: 3,
        due: { day: 3 },
        area: ['Frontend'],
      },
      below: [
        { title: 'Store the address in the browser', values: { status: 'Done', points: 1 } },
        { title: 'Offer to forget it', values: { status: 'To do', points: 2 } },
      ],
    },
    {
      title: 'Search answers within 100 ms',
      group: 0,
      values: {
        status: 'To do',
        priority: 'Urgent',
        points: 5,
        due: { day: 6 },
        area: ['Backend'],
      },
    },
    {
      title: 'Empty states for the new screens',
      group: 0,
      values: {
        status: 'In review',
        priority: 'Medium',
        points: 2,
        due: { day: 8 },
        area: ['Design', 'Frontend'],
      },
    },
    {
      title: 'Guide for the first hour',
      group: 1,
      values: { status: 'To do', priority: 'Medium', points: 3, area: ['Docs'] },
    },
    {
      title: 'Export as CSV',
      group: 1,
      values: { status: 'To do', priority: 'Low', points: 5, area: ['Backend'] },
    },
    { title: 'Dark theme for mails', group: 2, values: { priority: 'Low', area: ['Design'] } },
  ],
};
