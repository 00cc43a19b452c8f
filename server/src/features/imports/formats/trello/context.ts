import type { DraftColumn } from '../draft-board.ts';
import { createProblemLog } from '../problem-log.ts';
import type { ProblemLog } from '../problem-log.ts';
import type { TrelloExport } from './export.ts';
import { sortByPosition } from './positions.ts';
import { asObjects, asText } from './raw.ts';
import type { Raw } from './raw.ts';

/** What is needed to turn one card into an item. */
export interface CardContext {
  problems: ProblemLog;
  count: (kind: string, by?: number) => void;
  groupKeys: ReadonlySet<string>;
  peopleKeys: ReadonlySet<string>;
  peopleNames: ReadonlyMap<string, string>;
  columns: ReadonlyMap<string, DraftColumn>;
  checklists: ReadonlyMap<string, Raw[]>;
  comments: ReadonlyMap<string, Raw[]>;
}

/** Texts that found no room where they stood, for the end of the description. */
export type Overflow = string[];

/** Objects that belong to cards, by the card's id. */
export function byCard(objects: readonly Raw[], idOf: (object: Raw) => string): Map<string, Raw[]> {
  const map = new Map<string, Raw[]>();
  for (const object of objects) {
    const id = idOf(object);
    const list = map.get(id);
    if (list) list.push(object);
    else map.set(id, [object]);
  }
  return map;
}

/** Checklists by card, in the order of their positions; some exports nest them in the card. */
export function checklistsByCard(found: TrelloExport): Map<string, Raw[]> {
  const top = byCard(sortByPosition(found.checklists), (list) => asText(list['idCard']));
  for (const card of found.cards) {
    const id = asText(card['id']);
    const nested = asObjects(card['checklists']);
    if (nested.length > 0 && !top.has(id)) top.set(id, sortByPosition(nested));
  }
  return top;
}

/** A second pass over the cards must not report again: it gets a log of its own and counts nothing. */
export function silence(context: CardContext): CardContext {
  return { ...context, problems: createProblemLog(), count: () => {} };
}
