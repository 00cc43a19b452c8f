import type { BoardChange, ServerMessage } from '@boardwire/contract/sync';
import type { CommittedChange } from '../board/mutation.ts';
import { sizeOf } from './change-ring.ts';

/** A frame is closed at this size, between mutations (live L30). */
const MAX_FRAME_BYTES = 65_536;
/** Events that change who may see a board: nobody gets one without being asked for anew (live L34). */
const ACCESS_EVENTS: ReadonlySet<string> = new Set(['board.accessChanged']);

/** True for a change after which other people than before may see the board. */
export function changesAccess({ event }: CommittedChange): boolean {
  if (ACCESS_EVENTS.has(event.type)) return true;
  return event.type === 'board.changed' && event.data.changes.deletedAt !== undefined;
}

/** Contiguous changes as frames: small enough, mutations whole, and cut before each change of access. */
export function cutFrames(changes: readonly CommittedChange[]): CommittedChange[][] {
  const frames: CommittedChange[][] = [];
  let frame: CommittedChange[] = [];
  let bytes = 0;
  for (const change of changes) {
    const isWhole = !isSameMutation(frame.at(-1), change);
    if (frame.length > 0 && (changesAccess(change) || (bytes >= MAX_FRAME_BYTES && isWhole))) {
      frames.push(frame);
      frame = [];
      bytes = 0;
    }
    frame.push(change);
    bytes += sizeOf(change);
  }
  if (frame.length > 0) frames.push(frame);
  return frames;
}

function isSameMutation(a: CommittedChange | undefined, b: CommittedChange): boolean {
  return a !== undefined && b.mid !== undefined && a.mid === b.mid && a.client === b.client;
}

/** A frame as it is sent. */
export function toFrame(
  boardId: string,
  changes: readonly CommittedChange[],
): ServerMessage & { t: 'changes' } {
  return {
    t: 'changes',
    board: boardId,
    from: changes[0]?.seq ?? 0,
    to: changes.at(-1)?.seq ?? 0,
    changes: changes as unknown as BoardChange[],
  };
}
