import { createContext, useContext } from 'react';
import type { Column } from '@boardwire/contract/board-model';

/** The text that says what keys do on a card. */
export const HELP_ID = 'kanban-help';

/** What columns and cards of one kanban share. */
export interface Kanban {
  mayMove: boolean;
  /** Fields that cards show. */
  fields: readonly Column[];
  /** The card that is reached by Tab. */
  tabStop: string | undefined;
  /** Cards that are on their way. */
  dragged: ReadonlySet<string>;
  /** Puts cards before the item at `index` of a column. */
  drop: (itemIds: readonly string[], bucketKey: string, index: number) => void;
  /** The selected cards if this one is among them, else this one alone; in the order that is shown. */
  listMoving: (itemId: string) => readonly string[];
  /** Where cards stood when they were last drawn. */
  places: Map<string, CardPlace>;
}

export interface CardPlace {
  bucketKey: string;
  /** Distance from the beginning of its column, in CSS pixels. */
  top: number;
  column: HTMLElement | null;
  version: number;
}

const KanbanContext = createContext<Kanban | null>(null);
export const KanbanProvider = KanbanContext.Provider;

export function useKanban(): Kanban {
  const kanban = useContext(KanbanContext);
  if (!kanban) throw new Error('cards stand in a kanban');
  return kanban;
}
