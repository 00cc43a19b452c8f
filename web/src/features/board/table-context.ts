import type { Item } from '@boardwire/contract/board-model';
import type { Permission } from '@boardwire/contract/permissions';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { BoardModel } from './board-model.ts';
import type { TableState, TableStore } from './table-store.ts';
import type { ShownRows } from './views/shown-rows.ts';

/** What every part of an open board works with. */
export interface Table {
  model: BoardModel;
  store: TableStore;
  /** What the open view shows of the board. */
  shown: ShownRows;
}

const TableContext = createContext<Table | null>(null);
export const TableProvider = TableContext.Provider;

export function useTable(): Table {
  const table = useContext(TableContext);
  if (!table) throw new Error('the board is open before any part of it');
  return table;
}

/** Draws the caller anew when anything but a value changes; answers the model. */
export function useBoardModel(): BoardModel {
  const { model } = useTable();
  useSyncExternalStore(model.subscribe, model.version);
  return model;
}

/** A fact about the board that is no value of an item; only its own change draws the caller anew. */
export function useBoardFact<Fact extends string | number | boolean | undefined>(
  read: (model: BoardModel) => Fact,
): Fact {
  const { model } = useTable();
  return useSyncExternalStore(model.subscribe, () => read(model));
}

/** One item; only its own changes draw the caller anew. */
export function useItem(itemId: string): Item | undefined {
  const { model, shown } = useTable();
  return useSyncExternalStore(
    (listener) => model.subscribeItem(itemId, listener),
    // A row may stay for a while although its item has left the board (web W10).
    () => model.item(itemId) ?? shown.itemOf(itemId),
  );
}

export function useTableState<Slice>(select: (state: TableState) => Slice): Slice {
  return useStore(useTable().store, select);
}

/** Whether the person may do it on this board; the server decides anew. */
export function useMayOnBoard(permission: Permission): boolean {
  return useBoardFact(({ board }) => board.permissions().includes(permission));
}
