import type { ServerMessage } from '@boardwire/contract/sync';
import { SECOND_MS, sleep } from '../../kernel/time.ts';
import type { CommittedChange } from '../board/mutation.ts';
import { showToVisitors, type ReadShown } from '../board/visitor-changes.ts';
import { toFrame } from './frames.ts';

/** Frames that were made for visitors; a frame of any other kind does not reach one. */
const visitorFrames = new WeakSet<ServerMessage>();

/** Changes as `showToVisitors` answers them, as they are sent. */
export function toVisitorFrame(
  boardId: string,
  shown: readonly CommittedChange[],
): ServerMessage & { t: 'changes' } {
  const frame = toFrame(boardId, shown);
  visitorFrames.add(frame);
  return frame;
}

/**
 * A message of a board as whoever has its link may see it, or null when it is nothing for them: no presence, and no
 * changes that were not looked through for them (security S20).
 */
export function showVisitor(message: ServerMessage): ServerMessage | null {
  if (message.t === 'people') return null;
  return message.t === 'changes' && !visitorFrames.has(message) ? null : message;
}

/** What a visitor's connection is sent, through the eyes of a visitor. */
export function sendAsVisitor(send: (message: ServerMessage) => void) {
  return (message: ServerMessage): void => {
    const shown = showVisitor(message);
    if (shown !== null) send(shown);
  };
}

/** Rows that are not read by then are not waited for: what visitors wait for grows meanwhile. */
const LOOKUP_MS = 2 * SECOND_MS;

/** Looks changes through; null when they are to be fetched with the board. Never fails, and never takes long. */
export type ShowVisitors = (
  changes: readonly CommittedChange[],
) => Promise<readonly CommittedChange[] | null>;

/** What cannot be looked through, or not in time, is not shown: the board is there to be fetched. */
export function createVisitorView(
  readShown: ReadShown,
  onError: (error: unknown) => void,
): ShowVisitors {
  return async (changes) => {
    const waiting = new AbortController();
    const looked = showToVisitors(changes, readShown).catch((error: unknown) => {
      onError(error);
      return null;
    });
    const isLate = sleep(LOOKUP_MS, waiting.signal).then(() => null);
    const shown = await Promise.race([looked, isLate]);
    waiting.abort();
    return shown;
  };
}
