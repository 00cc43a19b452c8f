import type { Template } from '../template.ts';

/** What is published where and when. */
export const contentCalendar: Template = {
  id: 'content-calendar',
  name: 'Content calendar',
  description: 'From the idea to the day it goes out, for every channel.',
  columns: [
    {
      key: 'status',
      name: 'Stage',
      type: 'status',
      options: [
        ['Idea', 'gray'],
        ['Drafting', 'yellow'],
        ['Editing', 'orange'],
        ['Scheduled', 'blue'],
        ['Published', 'green', 'done'],
      ],
    },
    {
      key: 'channel',
      name: 'Channel',
      type: 'tags',
      options: [
        ['Blog', 'blue'],
        ['Newsletter', 'purple'],
        ['Social', 'pink'],
        ['Video', 'red'],
      ],
    },
    { key: 'author', name: 'Author', type: 'person' },
    { key: 'publish', name: 'Goes out', type: 'date' },
    { key: 'campaign', name: 'Campaign', type: 'timeline' },
    { key: 'approved', name: 'Approved', type: 'checkbox' },
    { key: 'link', name: 'Link', type: 'link' },
  ],
  groups: [
    ['This month', 'blue'],
    ['Next month', 'purple'],
    ['Ideas', 'yellow'],
  ],
  views: [
    { name: 'By stage', kind: 'kanban', by: 'status' },
    { name: 'By date', kind: 'table', sortBy: 'publish' },
  ],
  items: [
    {
      title: 'What we learned in our first year',
      group: 0,
      values: {
        status: 'Editing',
        channel: ['Blog', 'Newsletter'],
        author: { me: true },
        publish: { day: 4 },
        campaign: { from: 0, to: 10 },
        approved: true,
      },
      below: [
        { title: 'Ask three customers for a quote', values: { status: 'Published' } },
        { title: 'Draw the chart', values: { status: 'Drafting' } },
      ],
    },
    {
      title: 'Two-minute tour',
      group: 0,
      values: {
        status: 'Scheduled',
        channel: ['Video', 'Social'],
        publish: { day: 9 },
        approved: true,
      },
    },
    {
      title: 'Answers to five common questions',
      group: 0,
      values: { status: 'Drafting', channel: ['Blog'], publish: { day: 15 } },
    },
    {
      title: 'Interview with a long-time user',
      group: 1,
      values: { status: 'Idea', channel: ['Blog'], publish: { day: 36 } },
    },
    {
      title: 'How the team plans a week',
      group: 2,
      values: { status: 'Idea', channel: ['Social'] },
    },
  ],
};
