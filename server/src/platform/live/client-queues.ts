import type { MutateBoard } from '../board/mutate-board.ts';
import type { Mutation, MutationOutcome } from '../board/mutation.ts';

/** Runs a client's mutations in the order they came, also over several boards (live L15). */
export type SubmitMutation = (clientName: string, mutation: Mutation) => Promise<MutationOutcome>;

interface ClientQueue {
  /** The board of the mutations that run; they may share a batch. */
  boardId: string | null;
  running: number;
  waiting: (() => void)[];
}

/** Creates the queues of this node. Those of one board go on together, since its own queue keeps their order. */
export function createClientQueues(mutateBoard: MutateBoard): SubmitMutation {
  const queues = new Map<string, ClientQueue>();

  const advance = (name: string, queue: ClientQueue) => {
    queue.running -= 1;
    if (queue.running > 0) return;
    queue.boardId = null;
    const waiting = queue.waiting.splice(0);
    if (waiting.length === 0) queues.delete(name);
    for (const begin of waiting) begin();
  };
  return (name, mutation) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(name) ?? { boardId: null, running: 0, waiting: [] };
      queues.set(name, queue);
      const begin = () => {
        const mustWait = queue.boardId !== null && queue.boardId !== mutation.boardId;
        if (mustWait) {
          queue.waiting.push(begin);
          return;
        }
        queue.boardId = mutation.boardId;
        queue.running += 1;
        mutateBoard(mutation)
          .then(resolve, reject)
          .finally(() => advance(name, queue));
      };
      if (queue.waiting.length > 0) queue.waiting.push(begin);
      else begin();
    });
}
