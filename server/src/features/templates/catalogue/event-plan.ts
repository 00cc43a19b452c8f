import type { Template } from '../template.ts';

/** Everything that has to be ready on one day. */
export const eventPlan: Template = {
  id: 'event-plan',
  name: 'Event plan',
  description: 'Tasks, costs and people for a day that cannot be moved.',
  columns: [
    {
      key: 'status',
      name: 'Status',
      type: 'status',
      options: [
        ['Open', 'gray'],
        ['Asked', 'yellow'],
        ['Booked', 'blue'],
        ['Done', 'green', 'done'],
        ['At risk', 'red'],
      ],
    },
    { key: 'owner', name: 'Who', type: 'person' },
    { key: 'due', name: 'By', type: 'date' },
    { key: 'cost', name: 'Cost', type: 'number', settings: { unit: '€', decimals: 2, min: 0 } },
    { key: 'paid', name: 'Paid', type: 'checkbox' },
    { key: 'phone', name: 'Contact', type: 'phone' },
    { key: 'when', name: 'Runs', type: 'timeline' },
  ],
  groups: [
    ['Place and food', 'orange'],
    ['Programme', 'purple'],
    ['Guests', 'teal'],
    ['Afterwards', 'gray'],
  ],
  views: [
    { name: 'By status', kind: 'kanban', by: 'status' },
    { name: 'By date', kind: 'table', sortBy: 'due' },
  ],
  items: [
    {
      title: 'Hall for 80 people',
      group: 0,
      values: {
        status: 'Booked',
        owner: { me: true },
        due: { day: 2 },
        cost: 1_450,
        paid: true,
        phone: '+49 30 987654',
      },
    },
    {
      title: 'Lunch and coffee',
      group: 0,
      values: { status: 'Asked', due: { day: 10 }, cost: 1_120 },
      below: [
        { title: 'Ask for allergies', values: { status: 'Open' } },
        { title: 'Compare three offers', values: { status: 'Done' } },
      ],
    },
    {
      title: 'Opening talk',
      group: 1,
      values: { status: 'Asked', due: { day: 14 }, when: { from: 40, to: 40 } },
    },
    {
      title: 'Workshop rooms and screens',
      group: 1,
      values: { status: 'At risk', due: { day: 18 } },
    },
    {
      title: 'Invitations',
      group: 2,
      values: { status: 'Open', due: { day: 12 }, when: { from: 5, to: 12 } },
    },
    { title: 'Thank-you notes', group: 3, values: { status: 'Open', due: { day: 45 } } },
  ],
};
