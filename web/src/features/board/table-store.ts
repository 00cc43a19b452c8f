import { createStore, type StoreApi } from 'zustand';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';

/** A cell: an item and a field of it. */
export interface CellPlace {
  itemId: string;
  field: string;
}

/** Cells marked together. Held by ids, so that it stays on its cells when rows move. */
export interface CellRange {
  from: CellPlace;
  to: CellPlace;
  itemIds: ReadonlySet<string>;
  fields: ReadonlySet<string>;
}

/** A value that the server refused, kept where it was typed (web W25). */
export interface RefusedValue {
  value: FieldInput;
  message: string;
}

/** The text of a new item that the server refused, with the reason. */
interface LostLine {
  id: string;
  text: string;
  message: string;
}

export interface TableState {
  /** The cell with the focus; of a line with the focus, the cell that the focus goes into. */
  active: CellPlace | null;
  /** Key of the line that has the focus as a whole; null while a cell has it (web W3). */
  activeLine: string | null;
  /** Whether that cell takes the keyboard's focus when it is drawn. */
  takesFocus: boolean;
  /** The active cell is being edited: `typed` is the key that began it, `isForAll` writes to all selected items. */
  editing: { typed: string; isForAll?: boolean } | null;
  /** More than one cell, marked; null when there is but the active one. */
  range: CellRange | null;
  selected: ReadonlySet<string>;
  /** The item that was selected last by itself: Shift selects from there. */
  selectedLast: string | null;
  collapsed: ReadonlySet<string>;
  expanded: ReadonlySet<string>;
  /** By `refusedKey()`. */
  refused: ReadonlyMap<string, RefusedValue>;
  /** New items that were refused, until somebody has seen to them. */
  lost: readonly LostLine[];
  /** Nobody looks at the table any more: what is refused has no cell here to stay at. */
  isLeft: boolean;
  /** The conflict whose two values are shown. */
  conflictId: string | null;
  /** The item beside the board is only looked at: the focus stays here, and the item follows it (web W2). */
  isPeeking: boolean;
  /** The column of the kanban in which an item is being added. */
  addingTo: string | null;
}

export type TableStore = StoreApi<TableState>;

export function refusedKey({ itemId, field }: CellPlace): string {
  return `${itemId} ${field}`;
}

/** What one open table remembers that is nobody else's concern. */
export function createTableStore(): TableStore {
  return createStore<TableState>(() => ({
    active: null,
    activeLine: null,
    takesFocus: false,
    editing: null,
    range: null,
    selected: new Set(),
    selectedLast: null,
    collapsed: new Set(),
    expanded: new Set(),
    refused: new Map(),
    lost: [],
    isLeft: false,
    conflictId: null,
    isPeeking: false,
    addingTo: null,
  }));
}

/** The set with `id` in it, or without. */
export function toggled(set: ReadonlySet<string>, id: string, isIn = !set.has(id)): Set<string> {
  const next = new Set(set);
  if (isIn) next.add(id);
  else next.delete(id);
  return next;
}
