import { type FilterGroup, NO_FILTER } from './filter-tree.ts';

export type ViewKind = 'table' | 'kanban';

export interface Sort {
  field: string;
  direction: 'up' | 'down';
}

/** Groups of the board, nothing, or the id of a column. */
export type GroupBy = 'group' | 'none' | (string & {});

/** How a board is looked at. */
export interface ViewSettings {
  filter: FilterGroup;
  sort: readonly Sort[];
  groupBy: GroupBy;
  /** Columns that are not shown. */
  hidden: readonly string[];
  /** Columns in an order of the view's own; those not in it follow in the board's. */
  order: readonly string[];
  /** Columns that stay in sight while the others scroll. */
  pinned: readonly string[];
  /** CSS pixels by column. */
  widths: Readonly<Record<string, number>>;
  /** What the columns of a kanban are: `group` or the id of a column with one choice. */
  kanbanBy: string;
  /** Fields that cards show; null: the first few. */
  cardFields: readonly string[] | null;
}

export const DEFAULT_SETTINGS: ViewSettings = {
  filter: NO_FILTER,
  sort: [],
  groupBy: 'group',
  hidden: [],
  order: [],
  pinned: [],
  widths: {},
  kanbanBy: 'group',
  cardFields: null,
};

/** What of `draft` differs from `saved`. */
export function keepChanges(
  saved: ViewSettings,
  draft: Partial<ViewSettings>,
): Partial<ViewSettings> {
  const changed = (Object.keys(draft) as (keyof ViewSettings)[]).filter(
    (name) => JSON.stringify(draft[name]) !== JSON.stringify(saved[name]),
  );
  return Object.fromEntries(changed.map((name) => [name, draft[name]]));
}
