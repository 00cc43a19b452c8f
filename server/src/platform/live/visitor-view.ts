import type { ServerMessage } from '@boardwire/contract/sync';
import type { CommittedChange } from '../board/mutation.ts';
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
