import type { ServerMessage } from '@boardwire/contract/sync';
import { hideChanges } from '../board/visitor-changes.ts';

/**
 * A message of a board as whoever has its link may see it, or null when it is nothing for them: no presence, no
 * comments, no waiting choices, nobody's name beside an edit, and no value that stood there before (security S20).
 */
export function showVisitor(message: ServerMessage, epoch: number): ServerMessage | null {
  if (message.t === 'people') return null;
  if (message.t !== 'changes') return message;
  const { board, to: seq } = message;
  const changes = hideChanges(message.changes);
  return changes === null
    ? { t: 'snapshotRequired', reason: 'behind', board, epoch, seq }
    : { ...message, changes };
}

/** What a visitor's connection is sent, through the eyes of a visitor. */
export function sendAsVisitor(send: (message: ServerMessage) => void) {
  const epochs = new Map<string, number>();
  return (message: ServerMessage): void => {
    if (message.t === 'joined') epochs.set(message.board, message.epoch);
    const epoch = 'board' in message ? epochs.get(message.board) : undefined;
    const shown = showVisitor(message, epoch ?? 0);
    if (shown !== null) send(shown);
  };
}
