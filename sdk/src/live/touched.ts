import type { BoardEntity, BoardState } from '@boardwire/contract/board-state';
import { collections } from './board-rows.ts';

/** Rows by collection; the board itself stands under `board`. */
export interface Touched {
  has(entity: BoardEntity, id: string): boolean;
  /** True when it was not there. */
  add(entity: BoardEntity, id: string): boolean;
  addAll(others: Touched): void;
  addState(state: BoardState): void;
  meets(others: Touched): boolean;
  /** Ids of one collection. */
  ids(entity: BoardEntity): ReadonlySet<string>;
  size(): number;
  each(visit: (entity: BoardEntity, id: string) => void): void;
}

const NONE: ReadonlySet<string> = new Set();

/** Creates an empty set of rows. */
export function createTouched(): Touched {
  const sets = new Map<BoardEntity, Set<string>>();
  let size = 0;
  const has: Touched['has'] = (entity, id) => sets.get(entity)?.has(id) ?? false;
  const add: Touched['add'] = (entity, id) => {
    if (has(entity, id)) return false;
    const ids = sets.get(entity) ?? new Set();
    sets.set(entity, ids.add(id));
    size += 1;
    return true;
  };
  const each: Touched['each'] = (visit) => {
    for (const [entity, ids] of sets) for (const id of ids) visit(entity, id);
  };
  return {
    has,
    add,
    each,
    size: () => size,
    ids: (entity) => sets.get(entity) ?? NONE,
    addAll: (others) => others.each(add),
    addState(state) {
      add('board', state.board.id);
      for (const entity of collections) for (const id of state[entity].keys()) add(entity, id);
    },
    meets(others) {
      let isMet = false;
      others.each((entity, id) => {
        isMet ||= has(entity, id);
      });
      return isMet;
    },
  };
}
