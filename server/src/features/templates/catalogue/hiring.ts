import type { Template } from '../template.ts';

/** Candidates for open positions. */
export const hiring: Template = {
  id: 'hiring',
  name: 'Hiring',
  description: 'Candidates by stage, with what everybody who met them thinks.',
  columns: [
    {
      key: 'stage',
      name: 'Stage',
      type: 'status',
      options: [
        ['Applied', 'gray'],
        ['Phone call', 'yellow'],
        ['Interview', 'blue'],
        ['Trial day', 'purple'],
        ['Offer', 'teal'],
        ['Hired', 'green', 'done'],
        ['Declined', 'red', 'done'],
      ],
    },
    { key: 'rating', name: 'Impression', type: 'rating', settings: { max: 5 } },
    { key: 'contact', name: 'Looked after by', type: 'person' },
    { key: 'email', name: 'E-mail', type: 'email' },
    { key: 'applied', name: 'Applied', type: 'date' },
    { key: 'profile', name: 'Profile', type: 'link' },
    {
      key: 'source',
      name: 'Source',
      type: 'status',
      options: [
        ['Recommended', 'green'],
        ['Website', 'blue'],
        ['Job portal', 'orange'],
      ],
    },
  ],
  groups: [
    ['Product designer', 'pink'],
    ['Support engineer', 'teal'],
  ],
  views: [{ name: 'By stage', kind: 'kanban', by: 'stage' }],
  items: [
    {
      title: 'Mina Okafor',
      group: 0,
      values: {
        stage: 'Interview',
        rating: 4,
        contact: { me: true },
        email: 'mina@example.com',
        applied: { day: -9 },
        profile: { url: 'https://example.com/mina', text: 'Portfolio' },
        source: 'Recommended',
      },
      below: [
        { title: 'Book the room for Thursday', values: { stage: 'Hired' } },
        { title: 'Collect the notes of the interviewers' },
      ],
    },
    {
      title: 'Tomas Reyes',
      group: 0,
      values: { stage: 'Phone call', rating: 3, applied: { day: -4 }, source: 'Website' },
    },
    {
      title: 'Ines Laurent',
      group: 1,
      values: { stage: 'Offer', rating: 5, applied: { day: -21 }, source: 'Job portal' },
    },
    {
      title: 'Kofi Adu',
      group: 1,
      values: { stage: 'Applied', applied: { day: -1 }, source: 'Website' },
    },
  ],
};
