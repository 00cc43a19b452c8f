import type { BoardContext } from '../../../platform/board/board-operation.ts';
import type { MadeBy } from '../store/undo.ts';

/** What undoing works with. */
export interface UndoScene {
  context: BoardContext;
  made: MadeBy;
  /** Changes of the run. */
  range: { first: number; last: number };
  /** Throws when the work is to end early. */
  checkStop(): void;
}
