import type { NoticeValues } from '@boardwire/contract/notices';

const item = { id: '0198f3a2-0000-7000-8000-000000000001', title: 'Write the press release' };
const board = { id: '0198f3a2-0000-7000-8000-000000000002', name: 'Product launch' };
const ada = { id: '0198f3a2-0000-7000-8000-000000000003', name: 'Ada Lovelace' };
const grace = { id: '0198f3a2-0000-7000-8000-000000000004', name: 'Grace Hopper' };
const deed = { item, board, by: [ada] };
const deeds = { ...deed, items: [item], count: 1 };
const due = {
  board,
  items: [{ id: item.id, title: item.title, dueOn: '2026-11-23', dueAt: null }],
  count: 1,
};

/** Each notice as it could be, for previews and test messages. */
export const noticeSamples: Omit<NoticeValues, 'digest' | 'custom'> = {
  assigned: { ...deeds, columnNames: ['Owner'] },
  mentioned: {
    ...deed,
    excerpts: [
      {
        by: ada,
        text: '@Grace can you check the figures before Friday?',
        commentId: board.id,
        columnName: null,
      },
    ],
    count: 1,
  },
  commented: {
    ...deed,
    by: [grace, ada],
    excerpts: [
      { by: grace, text: 'Figures are fine.', commentId: item.id, columnName: null },
      { by: ada, text: 'Then it can go out on Monday.', commentId: board.id, columnName: null },
    ],
    count: 2,
  },
  statusChanged: {
    ...deeds,
    columnNames: ['Status', 'Priority'],
    changes: [
      { columnId: item.id, columnName: 'Status', from: 'In review', to: 'Done' },
      { columnId: board.id, columnName: 'Priority', from: '', to: 'High' },
    ],
  },
  dueSoon: due,
  overdue: due,
  conflictWaiting: {
    ...deed,
    conflictId: item.id,
    columnName: 'Budget',
    mine: '12,000',
    theirs: '9,500',
  },
  importFinished: {
    board,
    importId: item.id,
    fileName: 'cards.csv',
    outcome: 'done',
    created: 240,
    updated: 12,
    skipped: 3,
  },
  invited: { board, by: [ada], level: 'editor' },
  endpointDisabled: {
    endpointId: item.id,
    name: 'Billing',
    host: 'hooks.example.com',
    failingSince: '2026-11-18T08:00:00.000Z',
    reason: 'failing',
  },
  deadLetters: { count: 7, channels: { email: 5, webhook: 2 } },
};
