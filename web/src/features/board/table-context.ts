import type { Item } from '@boardwire/contract/board-model';
import type { Permission } from '@boardwire/contract/permissions';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { BoardModel } from './board-model.ts';
import type { TableState, TableStore } from './table-store.ts';

/** What every part of an open board works with. */
export interface Table {
  model: BoardModel;
  store: TableStore;
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

/** One item; only its own changes draw the caller anew. */
export function useItem(itemId: string): Item | undefined {
  const { model } = useTable();
  return useSyncExternalStore(
    (listener) => model.subscribeItem(itemId, listener),
    () => model.item(itemId),
  );
}

export function useTableState<Slice>(select: (state: TableState) => Slice): Slice {
  return useStore(useTable().store, select);
}

/** Whether the person may do it on this board; the server decides anew. */
export function useMayOnBoard(permission: Permission): boolean {
  return useBoardModel().board.permissions().includes(permission);
}
