import type { Clock } from './clock.ts';
import { DISCARDED, GIVEN_UP } from './discarded.ts';
import type { EditClaims } from './edit-claims.ts';
import { countLost, countOf, fateOfBoard, keepRefused, refusedIdOf } from './not-saved.ts';
import type { NotSaved } from './not-saved.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';
import type { MutationQueue } from './queue-types.ts';
import type { FromHub } from './tab-port.ts';

/** What the answers of a hub stand on. */
export interface EditAnswersParts {
  /** The queue begins before its hub stands. */
  queue(): Pick<
    MutationQueue,
    'entries' | 'notSaved' | 'isStale' | 'discard' | 'keepNotSaved' | 'forgetNotSaved'
  >;
  claims: EditClaims;
  clock: Clock;
  tell(message: FromHub): void;
}

/** Tells tabs what became of edits, and keeps what none of them hears. */
export interface EditAnswers {
  /** Answers what is to be kept: a refusal whose page is gone. */
  tell(mutation: PendingMutation, outcome: MutationOutcome): NotSaved | null;
  /** A board is out of reach: of what waits for it, nothing but the number stays on the disk (web W26). */
  forget(board: string): void;
  /** The server shows the board no more; whether it is lost or deleted, its answer to what waits tells. */
  leave(board: string): void;
  /** The board is there. */
  enter(board: string): void;
  /** Tells all tabs of everything that was not saved and that nobody was told of. */
  say(): void;
}

/** Refusals come in bursts; each time all of them are told. */
const SAY_AFTER_MS = 50;

/** Creates the answers of a hub. */
export function createEditAnswers(parts: EditAnswersParts): EditAnswers {
  const { clock, tell } = parts;
  const left = new Set<string>();
  const isLeft = (board: string) => left.has(board);
  let isDue = false;
  const say = () => {
    if (isDue) return;
    isDue = true;
    clock.after(SAY_AFTER_MS, () => {
      isDue = false;
      const edits = parts.queue().notSaved.filter(({ id }) => !parts.claims.isInHand(id));
      tell({ t: 'notSaved', edits });
    });
  };
  const forget = (board: string, answered: number) => {
    if (keepCount(parts, board, answered)) say();
    for (const { id } of listWaiting(parts, board)) parts.queue().discard(id);
    tell({ t: 'forgotten', board });
  };
  return {
    tell(mutation, outcome) {
      const { id, board } = mutation;
      const hearer = parts.claims.settle(id, outcome.kind === 'refused');
      const fate = findFate(outcome, isLeft(board));
      // The page of the board cannot say more than that it is gone.
      const told = fate === null ? outcome : { kind: 'refused' as const, error: DISCARDED };
      tell({ t: 'settled', id, board, outcome: told });
      if (fate !== null) parts.claims.letGo([refusedIdOf(id)]);
      if (fate === 'lost') forget(board, 1);
      if (fate === 'lost' || outcome.kind === 'done') return null;
      if ((hearer === 'tab' && fate === null) || GIVEN_UP.has(outcome.error.code)) return null;
      say();
      return keepRefused(mutation, outcome.error);
    },
    leave(board) {
      left.add(board);
      // Old edits are not sent unasked: nobody will answer them.
      if (parts.queue().isStale) forget(board, 0);
    },
    enter: (board) => void left.delete(board),
    forget: (board) => forget(board, 0),
    say,
  };
}

/** A server of before says no more than that something was not found. */
function findFate(outcome: MutationOutcome, isLeft: boolean): ReturnType<typeof fateOfBoard> {
  const fate = fateOfBoard(outcome);
  const isMissing = outcome.kind === 'refused' && outcome.error.code === 'NOT_FOUND';
  return fate ?? (isLeft && isMissing ? 'lost' : null);
}

function listWaiting({ queue }: EditAnswersParts, board: string): PendingMutation[] {
  return queue().entries.filter((each) => each.board === board && !each.isDiscarded);
}

/** Also of what was kept of the board's refusals only the count stays. */
function keepCount(parts: EditAnswersParts, board: string, answered: number): boolean {
  const queue = parts.queue();
  const known = queue.notSaved.filter((each) => each.board === board);
  const before = known.reduce((sum, each) => sum + countOf(each), 0);
  const count = before + answered + listWaiting(parts, board).length;
  if (count === 0) return false;
  const lost = countLost({ board, createdAtMs: parts.clock.nowMs() }, count);
  queue.keepNotSaved(lost);
  queue.forgetNotSaved(known.map(({ id }) => id).filter((id) => id !== lost.id));
  return true;
}
