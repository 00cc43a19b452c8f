import type { LiveBoard, MutationHandle } from '@boardwire/sdk/live/live-board-types';
import type { MutationOutcome, Rejection } from '@boardwire/sdk/live/pending-mutation';
import { openLive } from '../../lib/live.ts';

/** Edits that a person made as one: they are undone together. */
export interface UndoStep {
  /** Those that the server refused are taken out. */
  handles: readonly MutationHandle[];
  /** Resolves when no other handle will come. */
  isWhole: Promise<unknown>;
}

interface UndoStack {
  done: UndoStep[];
  undone: UndoStep[];
}

/** What became of an undo: how many values others had changed since, or why it, or a part of it, was refused. */
export type UndoResult =
  | { kind: 'nothing' }
  | { kind: 'undone'; moved: number; force: () => void }
  | { kind: 'refused'; error: Rejection; isPartly: boolean };

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
export function noteEdit(board: LiveBoard, handle: MutationHandle): UndoStep {
  return noteStep(board, { handles: [handle], isWhole: handle.done });
}

/** The same of an edit that goes in several mutations. What was refused altogether is nothing to undo. */
export function noteStep(board: LiveBoard, step: UndoStep): UndoStep {
  const stack = stackOf(board);
  stack.done = [...stack.done, step].slice(-MOST_STEPS);
  stack.undone = [];
  void step.isWhole.then(async () => {
    const made = await listMade(step);
    if (made.length === 0) stack.done = stack.done.filter((each) => each !== step);
  });
  return step;
}

/** The mutations of a step that the server took. */
async function listMade({ handles, isWhole }: UndoStep): Promise<readonly MutationHandle[]> {
  await isWhole;
  const outcomes = await Promise.all(handles.map(({ done }) => done));
  return handles.filter((_handle, index) => outcomes[index]?.kind === 'done');
}

function countMoved(outcome: MutationOutcome): number {
  if (outcome.kind === 'refused') return 0;
  const [result] = outcome.results as { moved?: unknown[] }[];
  return result?.moved?.length ?? 0;
}

/**
 * Offline, what was never sent is given up instead, and goes at once; false where anything of it was: the server may have
 * done that, unheard, and only an undo of its own takes it back.
 */
async function giveUpWaiting(board: LiveBoard, { handles }: UndoStep): Promise<boolean> {
  if (board.status() !== 'offline') return false;
  // Asked of whoever holds the queue: the list of what waits has the oldest ones alone.
  const given = await openLive().discardUnsent(handles.map(({ id }) => id));
  return given.length === handles.length;
}

const NO_STEP: UndoStep = { handles: [], isWhole: Promise.resolve() };

interface TakenBack {
  result: UndoResult;
  back: UndoStep;
}

async function takeBack(board: LiveBoard, step: UndoStep, onWait?: () => void): Promise<TakenBack> {
  if (await giveUpWaiting(board, step))
    return { result: { kind: 'undone', moved: 0, force: () => undefined }, back: NO_STEP };
  if (board.status() === 'offline') onWait?.();
  const handles = (await listMade(step)).toReversed();
  // The last one first: earlier ones may be what it stands on.
  const outcomes = await Promise.all(handles.map((handle) => handle.undo()));
  const refused = outcomes.find((outcome) => outcome.kind === 'refused');
  const undone = outcomes.filter(({ kind }) => kind === 'done');
  const back = undone.flatMap(({ undo }) => undo ?? []).toReversed();
  return {
    result: refused
      ? { kind: 'refused', error: refused.error, isPartly: undone.length > 0 }
      : readUndone(handles, outcomes),
    back: { handles: back, isWhole: Promise.resolve() },
  };
}

function readUndone(
  handles: readonly MutationHandle[],
  outcomes: readonly MutationOutcome[],
): UndoResult {
  if (handles.length === 0) return { kind: 'nothing' };
  const force = () => {
    for (const handle of handles) void handle.undo(true);
  };
  const moved = outcomes.reduce((sum, outcome) => sum + countMoved(outcome), 0);
  return { kind: 'undone', moved, force };
}

/**
 * Takes an edit back, the newest one if none is named; others' later changes stay (web W6). `onWait` is called when that
 * has to wait for a connection.
 */
export async function undoEdit(
  board: LiveBoard,
  wanted?: UndoStep,
  onWait?: () => void,
): Promise<UndoResult> {
  const stack = stackOf(board);
  const step = wanted ?? stack.done.at(-1);
  if (!step) return { kind: 'nothing' };
  stack.done = stack.done.filter((each) => each !== step);
  const { result, back } = await takeBack(board, step, onWait);
  if (back.handles.length > 0) stack.undone.push(back);
  return result;
}

/** Brings back what was undone last. */
export async function redoEdit(board: LiveBoard): Promise<UndoResult> {
  const stack = stackOf(board);
  const step = stack.undone.pop();
  if (!step) return { kind: 'nothing' };
  const { result, back } = await takeBack(board, step);
  if (back.handles.length > 0) stack.done.push(back);
  return result;
}
