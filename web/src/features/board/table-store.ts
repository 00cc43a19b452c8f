import { createStore, type StoreApi } from 'zustand';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';

/** A cell: an item and a field of it. */
export interface CellPlace {
  itemId: string;
  field: string;
}

/** A value that the server refused, kept where it was typed (web W25). */
export interface RefusedValue {
  value: FieldInput;
  message: string;
}

export interface TableState {
  /** The cell with the focus. */
  active: CellPlace | null;
  /** Whether that cell takes the keyboard's focus when it is drawn. */
  takesFocus: boolean;
  /** The active cell is being edited; `typed` is the key that began it. */
  editing: { typed: string } | null;
  selected: ReadonlySet<string>;
  collapsed: ReadonlySet<string>;
  expanded: ReadonlySet<string>;
  /** By `refusedKey()`. */
  refused: ReadonlyMap<string, RefusedValue>;
  /** The conflict whose two values are shown. */
  conflictId: string | null;
}

export type TableStore = StoreApi<TableState>;

export function refusedKey({ itemId, field }: CellPlace): string {
  return `${itemId} ${field}`;
}

/** What one open table remembers that is nobody else's concern. */
export function createTableStore(): TableStore {
  return createStore<TableState>(() => ({
    active: null,
    takesFocus: false,
    editing: null,
    selected: new Set(),
    collapsed: new Set(),
    expanded: new Set(),
    refused: new Map(),
    conflictId: null,
  }));
}

/** The set with `id` in it, or without. */
export function toggled(set: ReadonlySet<string>, id: string, isIn = !set.has(id)): Set<string> {
  const next = new Set(set);
  if (isIn) next.add(id);
  else next.delete(id);
  return next;
}
