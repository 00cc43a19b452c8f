import { sleep } from '../../kernel/time.ts';
import type { EpochSubject } from '../access-epochs.ts';
import type { Actor } from '../actor.ts';
import type { LiveRoom } from './live-room.ts';

/** What a recheck works with. */
export interface RecheckParts {
  rooms: ReadonlyMap<string, LiveRoom>;
  onError(error: unknown): void;
  /** Aborts when the hub stops. */
  signal: AbortSignal;
}

/** A room that could not be asked is asked again after this: until then its people may be told too much. */
const RETRY_MS = 500;

/**
 * After a change of somebody's access elsewhere than on a board: the rows are asked anew for those it is about, room by
 * room, and again where they could not be read (live L35). Resolves when every open room was asked.
 */
export async function recheckRooms(parts: RecheckParts, subject: EpochSubject): Promise<void> {
  const { rooms, signal } = parts;
  const isMeant = ({ boardId }: LiveRoom) =>
    subject.kind !== 'board' || boardId === subject.subjectId;
  let waiting = [...rooms.values()].filter(isMeant);
  // All at once: whoever is on the way in is asked again from here on.
  for (const room of waiting) room.bumpGeneration();
  while (waiting.length > 0 && !signal.aborted) {
    const failed: LiveRoom[] = [];
    for (const room of waiting) if (!(await recheckRoom(parts, room, subject))) failed.push(room);
    if (failed.length > 0) await sleep(RETRY_MS, signal);
    waiting = failed.filter((room) => rooms.get(room.boardId) === room);
  }
}

/** False when the rows could not be read. */
async function recheckRoom(
  { onError }: RecheckParts,
  room: LiveRoom,
  subject: EpochSubject,
): Promise<boolean> {
  const members = [...room.members.values()].filter(({ actor }) => concerns(actor, subject));
  try {
    await room.ejectRevoked(members);
    return true;
  } catch (error) {
    onError(error);
    return false;
  }
}

function concerns(actor: Actor, { kind, subjectId }: EpochSubject): boolean {
  switch (kind) {
    case 'board':
    case 'organization':
      return true;
    case 'user':
      return 'userId' in actor && actor.userId === subjectId;
    case 'session':
      return actor.kind === 'user' && actor.sessionId === subjectId;
    case 'apiKey':
      return actor.kind === 'apiKey' && actor.apiKeyId === subjectId;
    case 'boardLink':
      return actor.kind === 'shareLink' && actor.linkId === subjectId;
  }
}
