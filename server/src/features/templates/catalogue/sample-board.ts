import type { Template } from '../template.ts';

/** The board that teaches by its items: each one is something to try on itself. */
export const sampleBoard: Template = {
  id: 'sample',
  name: 'Try Boardwire',
  description:
    'A board to try things on. Each item says what to do with it. Delete the board when you are through.',
  columns: [
    {
      key: 'status',
      name: 'Status',
      type: 'status',
      options: [
        ['To try', 'gray'],
        ['Trying', 'blue'],
        ['Got it', 'green', 'done'],
      ],
    },
    { key: 'who', name: 'Who', type: 'person' },
    { key: 'hint', name: 'How', type: 'text' },
    { key: 'keys', name: 'Keys', type: 'text' },
    { key: 'minutes', name: 'Minutes', type: 'number', settings: { min: 0 } },
    { key: 'date', name: 'Date', type: 'date' },
    {
      key: 'tags',
      name: 'Tags',
      type: 'tags',
      options: [
        ['Keyboard', 'purple'],
        ['Together', 'teal'],
        ['Safe', 'green'],
      ],
    },
  ],
  groups: [
    ['Start here', 'blue'],
    ['Get faster', 'purple'],
    ['Work together', 'teal'],
  ],
  views: [{ name: 'Cards', kind: 'kanban', by: 'status' }],
  items: [
    {
      title: 'Set the status of this item to “Got it”',
      group: 0,
      values: {
        status: 'To try',
        hint: 'Click the coloured cell, or press Enter on it',
        keys: 'Enter',
        minutes: 1,
        who: { me: true },
      },
    },
    {
      title: 'Add an item of your own',
      group: 0,
      values: { status: 'To try', hint: 'Type into the last row of the group', minutes: 1 },
    },
    {
      title: 'Open this item',
      group: 0,
      values: {
        status: 'To try',
        hint: 'The panel has a description, sub-items and comments',
        minutes: 2,
      },
      below: [
        { title: 'Sub-items stand below their item', values: { status: 'Got it' } },
        { title: 'They have all columns, too', values: { status: 'To try' } },
      ],
    },
    {
      title: 'Look at the same items as cards',
      group: 0,
      values: {
        status: 'To try',
        hint: 'Choose the view “Cards” above the table, and drag a card',
        minutes: 2,
      },
    },
    {
      title: 'Delete this item and take it back',
      group: 0,
      values: {
        status: 'To try',
        hint: 'A notice offers Undo; the trash keeps things for 30 days',
        keys: 'Ctrl Z',
        minutes: 1,
        tags: ['Safe'],
      },
    },
    {
      title: 'Move through cells like in a spreadsheet',
      group: 1,
      values: {
        status: 'To try',
        hint: 'Type to replace, F2 to edit, Escape to leave',
        keys: 'Arrows, Tab, F2',
        minutes: 2,
        tags: ['Keyboard'],
      },
    },
    {
      title: 'Find any board, item or command',
      group: 1,
      values: { status: 'To try', keys: 'Ctrl K', minutes: 1, tags: ['Keyboard'] },
    },
    {
      title: 'See all shortcuts',
      group: 1,
      values: { status: 'To try', keys: '?', minutes: 1, tags: ['Keyboard'] },
    },
    {
      title: 'Paste rows from a spreadsheet',
      group: 1,
      values: {
        status: 'To try',
        hint: 'Copy cells there, choose a cell here, paste',
        keys: 'Ctrl V',
        minutes: 2,
        tags: ['Keyboard'],
      },
    },
    {
      title: 'Open this board in a second window',
      group: 2,
      values: {
        status: 'To try',
        hint: 'Change a cell in one and watch the other',
        minutes: 2,
        tags: ['Together'],
        date: { day: 1 },
      },
    },
    {
      title: 'Share the board with a colleague',
      group: 2,
      values: {
        status: 'To try',
        hint: 'The button is at the top right',
        minutes: 1,
        tags: ['Together'],
        date: { day: 2 },
      },
    },
    {
      title: 'Delete this board when you are through',
      group: 2,
      values: {
        status: 'To try',
        hint: 'One click on the home page; it can be restored for 30 days',
        minutes: 1,
        tags: ['Safe'],
        date: { day: 7 },
      },
    },
  ],
};
