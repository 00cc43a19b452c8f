import type { Column, Item } from '@boardwire/contract/board-model';
import type { BoardModel } from '../board-model.ts';
import type { TableStore } from '../table-store.ts';
import type { Grouping } from './group-items.ts';
import { createHold, type Busy } from './hold.ts';
import type { Mark } from './hold-rules.ts';
import type { RowPlan } from './place-item.ts';
import { createRowEngine, type RowEngine, type ShownBucket } from './row-engine.ts';
import { listLines, type TableRow } from './rows.ts';
import { isSameList } from './same-list.ts';
import type { ViewContext } from './view-context.ts';

/** What a view asks for besides what the board itself knows. */
export interface Look {
  plan: RowPlan;
  /** Columns in their order, those out of sight left out. */
  columns: readonly Column[];
  surroundings: Omit<ViewContext, 'columns' | 'groups' | 'prefix'>;
}

/** What is shown of a board, as one view has it, kept up to date edit by edit. */
export interface ShownRows {
  show(look: Look): void;
  /** The table from top to bottom; the same array until it changes. */
  rows(): readonly TableRow[];
  buckets(): readonly ShownBucket[];
  childrenOf(itemId: string): readonly string[];
  columns(): readonly Column[];
  groupedBy(): Grouping['by'];
  isFiltered(): boolean;
  /** How many items are shown, sub-items not among them. */
  count(): number;
  markOf(itemId: string): Mark | undefined;
  /** Also an item that has just left the board, as long as its row stays. */
  itemOf(itemId: string): Item | undefined;
  /** Rows that wait for their place (web W10). */
  waiting(): number;
  /** Says that somebody is at work in the board; `anchorId` is the row they are at. */
  setBusy(reason: Busy, isBusy: boolean): void;
  setAnchor(itemId: string | undefined): void;
  /** Rows that `act` changes go to their place at once, as one who drops a card wants. */
  freely(act: () => void): void;
  /** Moves every row to its place. */
  resort(): void;
  subscribe(listener: () => void): () => void;
  version(): number;
  /** Follows the board until the answered function is called. */
  follow(): () => void;
}

interface State {
  model: BoardModel;
  store: TableStore;
  look: Look;
  engine: RowEngine | undefined;
  /** Made from the board as it was then. */
  context: ViewContext | undefined;
  /** The version of the board that the engine began with. */
  boardVersion: number;
  rows: readonly TableRow[] | undefined;
  buckets: readonly ShownBucket[] | undefined;
  listeners: Set<() => void>;
  version: number;
}

function createState(model: BoardModel, store: TableStore, look: Look): State {
  return {
    model,
    store,
    look,
    engine: undefined,
    context: undefined,
    boardVersion: -1,
    rows: undefined,
    buckets: undefined,
    listeners: new Set(),
    version: 0,
  };
}

/** Rows of a board by `look`. */
export function createShownRows(model: BoardModel, store: TableStore, look: Look): ShownRows {
  const state = createState(model, store, look);
  const hold = createHold({
    hold: (isHeld, anchorId) => state.engine?.hold(isHeld, anchorId),
    release: () => state.engine?.release() === true && emit(state),
  });
  const engine = () => engineOf(state);
  return {
    show: (next) => show(state, next),
    rows: () => (state.rows ??= listRows(state)),
    buckets: () => (state.buckets ??= engine().buckets()),
    childrenOf: (itemId) => engine().childrenOf(itemId),
    columns: () => state.look.columns,
    groupedBy: () => engine().groupedBy(),
    isFiltered: () => engine().isFiltered(),
    count: () =>
      engine()
        .buckets()
        .reduce((sum, { itemIds }) => sum + itemIds.length, 0),
    markOf: (itemId) => engine().marks().get(itemId),
    itemOf: (itemId) => engine().itemOf(itemId),
    waiting: () => engine().waiting(),
    setBusy: hold.setBusy,
    setAnchor: hold.setAnchor,
    freely: (act) => engine().freely(act),
    resort: hold.resort,
    version: () => state.version,
    subscribe(listener) {
      state.listeners.add(listener);
      return () => void state.listeners.delete(listener);
    },
    follow() {
      catchUp(state);
      const ends = follow(state, (isEditing) => hold.setBusy('editor', isEditing));
      return () => {
        hold.close();
        for (const end of ends) end();
      };
    },
  };
}

function emit(state: State): void {
  state.rows = undefined;
  state.buckets = undefined;
  state.version += 1;
  for (const listener of state.listeners) listener();
}

function readContext({ model, look }: State): ViewContext {
  const { board, columns } = model.board.view();
  return {
    ...look.surroundings,
    columns: [...columns.values()].filter(({ deletedAt }) => deletedAt === null),
    groups: model.tree().groups,
    prefix: board.prefix,
  };
}

function isSameContext(left: ViewContext, right: ViewContext): boolean {
  return (
    isSameList(left.columns, right.columns) &&
    isSameList(left.groups, right.groups) &&
    left.prefix === right.prefix &&
    left.nameOf === right.nameOf &&
    isSameList(left.memberIds ?? [], right.memberIds ?? []) &&
    left.today === right.today
  );
}

function engineOf(state: State): RowEngine {
  if (state.engine) return state.engine;
  const { model, look } = state;
  state.context = readContext(state);
  state.boardVersion = model.board.version();
  return (state.engine = createRowEngine(model.board.view().items, look.plan, state.context));
}

/** Evaluates everything anew, if there is a reason to. */
function configure(state: State, isPlanNew: boolean): boolean {
  if (!state.engine || !state.context) return false;
  const context = readContext(state);
  const isSame = isSameContext(state.context, context);
  if (isSame && !isPlanNew) return false;
  if (!isSame) state.context = context;
  state.engine.configure(state.look.plan, state.context);
  return true;
}

function show(state: State, look: Look): void {
  const isPlanNew = JSON.stringify(state.look.plan) !== JSON.stringify(look.plan);
  const hasOtherColumns = !isSameList(state.look.columns, look.columns);
  state.look = look;
  const isNew = configure(state, isPlanNew);
  if (isNew || hasOtherColumns) emit(state);
}

function listRows(state: State): readonly TableRow[] {
  const engine = engineOf(state);
  const mayWrite = state.model.board.permissions().includes('item:write');
  return listLines(engine, state.store.getState(), {
    mayWrite,
    hasHeads: engine.groupedBy().kind !== 'none',
    isFiltered: engine.isFiltered(),
  });
}

/** Begins anew if the board changed while nobody listened. */
function catchUp(state: State): void {
  if (!state.engine || state.boardVersion === state.model.board.version()) return;
  state.engine = undefined;
  emit(state);
}

/** Listens to the board and to the folds of the table. */
function follow(state: State, onEditing: (isEditing: boolean) => void): (() => void)[] {
  const { model, store } = state;
  let mayWrite = model.board.permissions().includes('item:write');
  return [
    model.board.subscribe((touched) => {
      const ids = touched.ids('items');
      if (ids.size > 0 && state.engine?.touch(ids)) emit(state);
    }),
    model.subscribe(() => {
      const before = mayWrite;
      mayWrite = model.board.permissions().includes('item:write');
      if (configure(state, false) || before !== mayWrite) emit(state);
    }),
    store.subscribe((after, before) => {
      if (after.editing !== before.editing) onEditing(after.editing !== null);
      if (after.collapsed !== before.collapsed || after.expanded !== before.expanded) emit(state);
    }),
  ];
}
