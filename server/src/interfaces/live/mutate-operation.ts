import { mutate } from '@boardwire/contract/live-mutations';
import { implement, type Operation } from '../../platform/operation.ts';
import type { RunMutation } from './run-mutation.ts';

/** The live connection's mutations over REST, for those whose proxy blocks it (live L14). */
export function createMutateOperation(runMutation: RunMutation): Operation {
  const operation = implement(mutate, {
    // Before this operation's own transaction, which stays empty: the writer of boards opens one for all who wait.
    prepare: ({ boardId, client, ...message }, { actor, request }) =>
      runMutation(actor, client, { ...message, board: boardId }, request),
    handle: async (_input, _context, answer) => answer,
  });
  return { ...operation, inspects: ['calls'] };
}
