import type { Item } from '@boardwire/contract/board-model';
import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import { type BoardTree, readTree } from './board-tree.ts';

type Listener = () => void;

/** A live board as its screens read it: row by row, so that an edit draws one row and not the table. */
export interface BoardModel {
  board: LiveBoard;
  /** Hears of everything but values of items. */
  subscribe(listener: Listener): Listener;
  /** Grows when `subscribe` is heard. */
  version(): number;
  subscribeItem(itemId: string, listener: Listener): Listener;
  item(itemId: string): Item | undefined;
  /** Groups and items in their order; the same object until that changes. */
  tree(): BoardTree;
}

/** Whether a change of an item moves, adds or removes a row. */
function movesRow(before: Item | undefined, after: Item | undefined): boolean {
  if (!before || !after) return before !== after;
  return (
    before.pos !== after.pos ||
    before.groupId !== after.groupId ||
    before.parentId !== after.parentId ||
    before.archivedAt !== after.archivedAt ||
    before.deletedAt !== after.deletedAt
  );
}

/** Watches a board. */
export function createBoardModel(board: LiveBoard): BoardModel {
  const listeners = new Set<Listener>();
  const itemListeners = new Map<string, Set<Listener>>();
  const known = new Map(board.view().items);
  let tree: BoardTree | undefined;
  let version = 0;
  const noteItems = (ids: ReadonlySet<string>): boolean => {
    const { items } = board.view();
    let isMoved = false;
    for (const id of ids) {
      const after = items.get(id);
      isMoved ||= movesRow(known.get(id), after);
      if (after) known.set(id, after);
      else known.delete(id);
      for (const listener of itemListeners.get(id) ?? []) listener();
    }
    return isMoved;
  };
  board.subscribe((touched) => {
    const itemIds = touched.ids('items');
    const isMoved = noteItems(itemIds);
    if (!isMoved && touched.size() > 0 && touched.size() === itemIds.size) return;
    tree = undefined;
    version += 1;
    for (const listener of listeners) listener();
  });
  return {
    board,
    version: () => version,
    item: (itemId) => board.view().items.get(itemId),
    tree: () => (tree ??= readTree(board.view())),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    subscribeItem(itemId, listener) {
      const own = itemListeners.get(itemId) ?? new Set();
      itemListeners.set(itemId, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0 && itemListeners.get(itemId) === own) itemListeners.delete(itemId);
      };
    },
  };
}
