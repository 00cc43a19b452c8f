import type { BoardTables } from '../../platform/board/board-unit.ts';
import type { Feature } from '../../platform/feature.ts';
import { createTemplateOperations } from './operations.ts';

/** Boards that begin with content: templates, and the sample board. */
export function createTemplatesFeature({ tables }: { tables: BoardTables }): Feature {
  return { operations: createTemplateOperations(tables) };
}
