import { mutate } from '@boardwire/contract/live-mutations';
import { implement, type Operation } from '../../platform/operation.ts';
import type { RunMutation } from './run-mutation.ts';

/** The live connection's mutations over REST, for those whose proxy blocks it (live L14). */
export function createMutateOperation(runMutation: RunMutation): Operation {
  const operation = implement(mutate, {
    // The writer of boards opens a transaction for all who wait; this operation needs none of its own.
    prepare: ({ boardId, client, ...message }, { actor, request }) =>
      runMutation(actor, client, { ...message, board: boardId }, request),
    handle: async (_input, _context, answer) => answer,
  });
  return { ...operation, inspects: ['calls'], isDonePrepared: true };
}
