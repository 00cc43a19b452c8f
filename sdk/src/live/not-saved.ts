import { NOTHING } from './discarded.ts';
import type { MutationOutcome, PendingMutation, Rejection } from './pending-mutation.ts';

/** An edit that was not saved, of which nobody has been told yet; it is kept until somebody has (web W25). */
export type NotSaved = PendingMutation & { verdict: Rejection };

/**
 * Code of what stands for edits of a board that their writer may no longer open: `details.count` of them were not saved.
 * What they were stays nowhere (web W26).
 */
export const ACCESS_LOST = 'ACCESS_LOST';

/** Tells edits that wait from those that were refused. */
export function isNotSaved(mutation: PendingMutation): mutation is NotSaved {
  return mutation.verdict !== undefined;
}

/** Under what a refused edit is kept. */
export function refusedIdOf(editId: string): string {
  return `refused ${editId}`;
}

/** A refused edit as it is kept: beside its row among the waiting ones, which goes at the same time. */
export function keepRefused(mutation: PendingMutation, verdict: Rejection): NotSaved {
  return { ...mutation, id: refusedIdOf(mutation.id), verdict };
}

/** What is kept of edits of a lost board, together with what was kept of it before. */
export function countLost(
  { board, createdAtMs }: Pick<PendingMutation, 'board' | 'createdAtMs'>,
  count: number,
): NotSaved {
  const message = 'Edits of a board that is not open to you any more were not saved.';
  return {
    id: `lost ${board}`,
    board,
    // A program of before, which knows of no verdicts, takes it as given up.
    calls: NOTHING,
    isDiscarded: true,
    createdAtMs,
    epoch: 0,
    client: '',
    mid: 0,
    verdict: { code: ACCESS_LOST, message, details: { count } },
  };
}

/** Edits that one of them stands for. */
export function countOf({ verdict }: NotSaved): number {
  const count = verdict.details?.['count'];
  return verdict.code === ACCESS_LOST && typeof count === 'number' ? count : 1;
}

/** What the answer says of the whole board: out of the writer's reach, or in the trash; null when it speaks of a part. */
export function fateOfBoard(outcome: MutationOutcome): 'lost' | 'deleted' | null {
  const reason = outcome.kind === 'refused' ? outcome.error.details?.['reason'] : undefined;
  if (reason === 'board_closed') return 'lost';
  return reason === 'board_deleted' ? 'deleted' : null;
}
