import { createId } from '../../kernel/ids.ts';
import type { BoardOperation } from './board-operation.ts';
import type { MutateBoard } from './mutate-board.ts';

/** A board that work of the program itself is about. */
export interface BoardPlace {
  boardId: string;
  organizationId: string;
}

/** Runs an operation on a board on behalf of the program; its name stands in the log. Throws when it is refused. */
export async function mutateAsSystem<Answer>(
  mutateBoard: MutateBoard,
  { boardId, organizationId }: BoardPlace,
  operation: BoardOperation,
): Promise<Answer> {
  const { name } = operation.spec;
  const outcome = await mutateBoard({
    boardId,
    organizationId,
    actor: { kind: 'system', name },
    request: { requestId: createId(), ipAddress: '', userAgent: '' },
    calls: [{ operation, input: { boardId } }],
  });
  if (outcome.kind === 'refused') throw outcome.refusal;
  if (outcome.kind === 'retry') throw new Error('only live mutations are numbered');
  return outcome.results[0] as Answer;
}

/**
 * Repeats a step on each board until it answers that nothing was left. One board that fails does not keep the others
 * waiting; its error is thrown at the end.
 */
export async function repeatOnBoards(
  places: readonly BoardPlace[],
  signal: AbortSignal,
  step: (place: BoardPlace) => Promise<number>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const place of places) {
    try {
      while (!signal.aborted && (await step(place)) > 0);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} boards failed`);
}
