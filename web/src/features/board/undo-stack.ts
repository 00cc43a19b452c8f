import type { LiveBoard, MutationHandle } from '@boardwire/sdk/live/live-board-types';
import type { MutationOutcome, Rejection } from '@boardwire/sdk/live/pending-mutation';

/** Edits that a person made as one: they are undone together. */
export interface UndoStep {
  handles: readonly MutationHandle[];
}

interface UndoStack {
  done: UndoStep[];
  undone: UndoStep[];
}

/** What became of an undo: how many values others had changed since, or why it was refused. */
export type UndoResult =
  | { kind: 'nothing' }
  | { kind: 'undone'; moved: number; force: () => void }
  | { kind: 'refused'; error: Rejection };

/** Steps that can be undone with a key; older ones are in the activity. */
const MOST_STEPS = 200;

const stacks = new WeakMap<LiveBoard, UndoStack>();

function stackOf(board: LiveBoard): UndoStack {
  const known = stacks.get(board);
  if (known) return known;
  const stack: UndoStack = { done: [], undone: [] };
  stacks.set(board, stack);
  return stack;
}

/** Remembers an edit of one's own; what was undone before it cannot come back any more. */
export function noteEdit(board: LiveBoard, ...handles: MutationHandle[]): UndoStep {
  const stack = stackOf(board);
  const step = { handles };
  stack.done = [...stack.done, step].slice(-MOST_STEPS);
  stack.undone = [];
  return step;
}

function countMoved(outcome: MutationOutcome): number {
  if (outcome.kind === 'refused') return 0;
  const [result] = outcome.results as { moved?: unknown[] }[];
  return result?.moved?.length ?? 0;
}

async function takeBack({ handles }: UndoStep): Promise<{ result: UndoResult; back: UndoStep }> {
  // The last one first: earlier ones may be what it stands on.
  const outcomes = await Promise.all(handles.toReversed().map((handle) => handle.undo()));
  const refused = outcomes.find((outcome) => outcome.kind === 'refused');
  const moved = outcomes.reduce((sum, outcome) => sum + countMoved(outcome), 0);
  const force = () => {
    for (const handle of handles.toReversed()) void handle.undo(true);
  };
  return {
    result: refused ? { kind: 'refused', error: refused.error } : { kind: 'undone', moved, force },
    back: { handles: outcomes.flatMap(({ undo }) => undo ?? []).toReversed() },
  };
}

/** Takes an edit back, the newest one if none is named; others' later changes stay (web W6). */
export async function undoEdit(board: LiveBoard, wanted?: UndoStep): Promise<UndoResult> {
  const stack = stackOf(board);
  const step = wanted ?? stack.done.at(-1);
  if (!step) return { kind: 'nothing' };
  stack.done = stack.done.filter((each) => each !== step);
  const { result, back } = await takeBack(step);
  if (result.kind === 'undone') stack.undone.push(back);
  return result;
}

/** Brings back what was undone last. */
export async function redoEdit(board: LiveBoard): Promise<UndoResult> {
  const stack = stackOf(board);
  const step = stack.undone.pop();
  if (!step) return { kind: 'nothing' };
  const { result, back } = await takeBack(step);
  if (result.kind === 'undone') stack.done.push(back);
  return result;
}
