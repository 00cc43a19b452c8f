import type { BoardOperation } from './board/board-operation.ts';
import type { Operation } from './operation.ts';

/** What the runner runs: an operation, or one that changes a board through its sequence. */
export type AnyOperation = Operation | BoardOperation;

/** Tells the two apart. */
export function isBoardOperation(operation: AnyOperation): operation is BoardOperation {
  return 'isBoardOperation' in operation;
}
