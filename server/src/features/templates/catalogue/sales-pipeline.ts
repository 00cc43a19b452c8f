import type { Template } from '../template.ts';

/** Deals from the first word to the signature. */
export const salesPipeline: Template = {
  id: 'sales-pipeline',
  name: 'Sales pipeline',
  description: 'Every deal, what it is worth, how likely it is, and what comes next.',
  columns: [
    {
      key: 'stage',
      name: 'Stage',
      type: 'status',
      options: [
        ['Lead', 'gray'],
        ['Contacted', 'yellow'],
        ['Demo', 'blue'],
        ['Proposal', 'purple'],
        ['Won', 'green', 'done'],
        ['Lost', 'red', 'done'],
      ],
    },
    { key: 'owner', name: 'Owner', type: 'person' },
    { key: 'value', name: 'Value', type: 'number', settings: { unit: '€', decimals: 0, min: 0 } },
    { key: 'likely', name: 'Likely', type: 'rating', settings: { max: 5 } },
    { key: 'close', name: 'Expected close', type: 'date' },
    { key: 'email', name: 'E-mail', type: 'email' },
    { key: 'phone', name: 'Phone', type: 'phone' },
    { key: 'next', name: 'Next step', type: 'text' },
  ],
  groups: [
    ['Open deals', 'blue'],
    ['Closed this quarter', 'green'],
  ],
  views: [
    { name: 'Pipeline', kind: 'kanban', by: 'stage' },
    { name: 'Closing soon', kind: 'table', sortBy: 'close' },
  ],
  items: [
    {
      title: 'Northwind, 40 seats',
      group: 0,
      values: {
        stage: 'Proposal',
        owner: { me: true },
        value: 9_600,
        likely: 4,
        close: { day: 12 },
        email: 'jo@example.com',
        phone: '+49 30 123456',
        next: 'Call about the contract',
      },
    },
    {
      title: 'Harbour Books',
      group: 0,
      values: {
        stage: 'Demo',
        value: 2_400,
        likely: 3,
        close: { day: 21 },
        email: 'li@example.com',
        next: 'Show the import',
      },
    },
    {
      title: 'Ridge Architects',
      group: 0,
      values: {
        stage: 'Contacted',
        value: 4_800,
        likely: 2,
        close: { day: 35 },
        next: 'Send two references',
      },
    },
    { title: 'City Library', group: 0, values: { stage: 'Lead', value: 1_200, likely: 1 } },
    {
      title: 'Blue Garage',
      group: 1,
      values: { stage: 'Won', value: 3_600, likely: 5, close: { day: -6 } },
    },
  ],
};
