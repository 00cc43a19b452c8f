import type { MutateBoard } from '../../platform/board/mutate-board.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { createConflictChore } from './expire-conflicts.ts';
import { assignedReads } from './operations/assigned.ts';
import { bulkOperations } from './operations/bulk.ts';
import { conflictOperations } from './operations/conflicts.ts';
import { creationOperations } from './operations/create.ts';
import { boardMoveOperations } from './operations/move-to-board.ts';
import { placeOperations } from './operations/move.ts';
import { readOperations } from './operations/reads.ts';
import { textOperations, textReads } from './operations/texts.ts';
import { textVersionReads } from './operations/text-versions.ts';
import { undoOperations } from './operations/undo.ts';
import { updateOperations } from './operations/update.ts';

export type { FieldColumn } from './domain/column.ts';
export { checkValue } from './domain/field-value.ts';
export { longTexts } from './operations/plain-texts.ts';
export { itemReads } from './for-others.ts';
export { toField } from './operations/fields.ts';
export { itemTables } from './store/tables.ts';

/** Items of boards: fields, places, undo, and concurrent edits. */
export function createItemsFeature(parts: {
  database: Database;
  mutateBoard: MutateBoard;
}): Feature {
  return {
    operations: [
      ...creationOperations,
      ...readOperations,
      ...assignedReads,
      ...updateOperations,
      ...placeOperations,
      ...boardMoveOperations,
      ...bulkOperations,
      ...textReads,
      ...textVersionReads,
      ...textOperations,
      ...undoOperations,
      ...conflictOperations,
    ],
    chores: [createConflictChore(parts)],
  };
}
