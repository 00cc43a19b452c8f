import type { Readable } from 'node:stream';
import type { DraftColumn, DraftGroup, DraftPerson } from './draft-board.ts';
import type { DraftItem } from './draft-item.ts';
import type { Problem } from './problem-log.ts';

/** Opens the uploaded file from its first byte; every call gives a stream of its own. */
export type OpenFile = () => Readable;

/** What is taken over, by kind: groups, items, subItems, comments, dueDates … */
export type DraftCounts = Record<string, number>;

export interface ImportDraft {
  format: 'trello' | 'csv';
  /** Which board or table it is; the same in a second run over a newer export. */
  source: string;
  boardName: string;
  boardDescription: string;
  groups: DraftGroup[];
  columns: DraftColumn[];
  people: DraftPerson[];
  problems: Problem[];
  counts: DraftCounts;
  /** The items in the order of their positions, or rows; may be asked for again. */
  items: () => AsyncIterable<DraftItem>;
}

export type DraftResult =
  | { kind: 'ok'; draft: ImportDraft }
  | { kind: 'refused'; problem: Problem };
