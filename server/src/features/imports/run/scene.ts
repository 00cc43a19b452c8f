import type { BoardContext } from '../../../platform/board/board-operation.ts';
import type { longTexts } from '../../items/index.ts';
import { conflict } from '../../../platform/refusal.ts';
import type { ImportDraft } from '../formats/draft.ts';
import type { ProblemLog } from '../formats/problem-log.ts';
import type { ClaimedImport } from '../store/claims.ts';
import type { ImportedObject, Source } from '../store/objects.ts';
import type { Tally } from './report.ts';

/** What a run works with. */
export interface RunScene {
  context: BoardContext;
  claimed: ClaimedImport;
  draft: ImportDraft;
  source: Source;
  problems: ProblemLog;
  created: Tally;
  updated: Tally;
  unchanged: Tally;
  /** Objects to remember with the next flush. */
  unsaved: ImportedObject[];
  /** Long texts of new items, to be stored with the next flush. */
  unsavedTexts: Parameters<typeof longTexts.save>[1][number][];
  /** True for changes of earlier runs of the same source: others are people's, and stay. */
  isOwnChange(seq: number): boolean;
  /** Throws when the run is to end early. */
  checkStop(): void;
  onItems(count: number): void;
}

/** Columns of a board, deleted ones aside, and its groups: the limits of their own operations. */
export const BOARD_MAX_COLUMNS = 200;
export const BOARD_MAX_GROUPS = 500;

/** The refusal that takes a stopped run back. */
export function stopped() {
  return conflict('import_stopped', 'The import was stopped');
}
