import type { BoardModel } from '../board-model.ts';
import type { Table } from '../table-context.ts';
import { createTableStore } from '../table-store.ts';
import { NO_FILTER } from './filter-tree.ts';
import { createShownRows, type Look } from './shown-rows.ts';

/** How a board is shown until its view is known; the view provider says so before anything is drawn. */
const FIRST_LOOK: Look = {
  plan: { filter: NO_FILTER, sort: [], groupBy: 'group', search: '', layout: 'stacked' },
  columns: [],
  surroundings: {
    ownId: '',
    nameOf: (id) => id,
    today: '',
    weekStart: 1,
    startOfDayMs: (day) => Date.parse(`${day}T00:00:00Z`),
  },
};

/** What one open board works with. */
export function createTable(model: BoardModel): Table {
  const store = createTableStore();
  return { model, store, shown: createShownRows(model, store, FIRST_LOOK) };
}
