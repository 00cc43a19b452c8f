import type { Template } from '../template.ts';

/** Reports of faults from the first sight to the release that mends them. */
export const bugTracker: Template = {
  id: 'bug-tracker',
  name: 'Bug tracker',
  description: 'Take reports in, judge how bad they are, and see each one through to a release.',
  columns: [
    {
      key: 'status',
      name: 'Status',
      type: 'status',
      options: [
        ['New', 'gray'],
        ['Confirmed', 'yellow'],
        ['Being fixed', 'blue'],
        ['To verify', 'purple'],
        ['Fixed', 'green', 'done'],
        ['Not a bug', 'brown', 'done'],
      ],
    },
    {
      key: 'severity',
      name: 'Severity',
      type: 'status',
      options: [
        ['Critical', 'red'],
        ['Major', 'orange'],
        ['Minor', 'yellow'],
        ['Cosmetic', 'gray'],
      ],
    },
    { key: 'assignee', name: 'Assignee', type: 'person' },
    { key: 'version', name: 'Seen in', type: 'text' },
    { key: 'reporter', name: 'Reporter', type: 'email' },
    { key: 'link', name: 'Evidence', type: 'link' },
    { key: 'reported', name: 'Reported', type: 'createdAt' },
  ],
  groups: [
    ['Incoming', 'orange'],
    ['Accepted', 'blue'],
    ['Closed', 'green'],
  ],
  views: [
    { name: 'By status', kind: 'kanban', by: 'status' },
    { name: 'By severity', kind: 'kanban', by: 'severity' },
  ],
  items: [
    {
      title: 'Totals are off by one cent with three currencies',
      group: 0,
      values: { status: 'New', severity: 'Major', version: '2.4.0', reporter: 'ada@example.com' },
    },
    {
      title: 'Page jumps to the top after saving',
      group: 0,
      values: { status: 'Confirmed', severity: 'Minor', version: '2.4.0' },
    },
    {
      title: 'Crash when a name ends in an emoji',
      group: 1,
      values: {
        status: 'Being fixed',
        severity: 'Critical',
        assignee: { me: true },
        version: '2.3.7',
        link: { url: 'https://example.com/trace/1042', text: 'Trace 1042' },
      },
      below: [
        { title: 'Write a test that fails', values: { status: 'Fixed' } },
        { title: 'Look for the same fault elsewhere', values: { status: 'New' } },
      ],
    },
    {
      title: 'Icon is blurred on small screens',
      group: 1,
      values: { status: 'To verify', severity: 'Cosmetic', version: '2.3.9' },
    },
    {
      title: 'Mail arrives twice',
      group: 2,
      values: { status: 'Fixed', severity: 'Major', version: '2.3.5' },
    },
  ],
};
