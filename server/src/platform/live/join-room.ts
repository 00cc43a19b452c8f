import { MAX_BEHIND, snapshotReason, type Head } from '../board/log-position.ts';
import type { CommittedChange } from '../board/mutation.ts';
import { sizeOf } from './change-ring.ts';
import { cutFrames, toFrame } from './frames.ts';
import { isVisitor, type LiveMember } from './live-member.ts';
import type { LiveRoom } from './live-room.ts';
import { toVisitorFrame } from './visitor-view.ts';
import { LOG_READ_SIZE, type LiveSource } from './live-source.ts';

/** A member that wants to follow a board from a position on. */
export interface JoinRequest {
  member: LiveMember;
  epoch: number;
  since: number;
}

/** A visitor's replay that grew so often while it was looked through is given up: each look reads the rows. */
const MAX_ROUNDS = 10;

/** Lets a member into a room with what it missed, or tells it why not; true when it is in (live L7–L9). */
export async function joinRoom(
  source: LiveSource,
  room: LiveRoom,
  head: Head,
  request: JoinRequest,
): Promise<boolean> {
  const { member, since } = request;
  const { boardId, epoch } = room;
  const reason = snapshotReason(head, request);
  const missed = reason === null ? await readUntilRing(source, room, since) : [];
  let rounds = 0;
  for (;;) {
    const { generation } = room;
    // After the log was read: whoever lost the board before the last of these changes is told so.
    const [permissions] = await source.readPermissions(boardId, [member.actor]);
    if (!permissions) {
      member.send({ t: 'left', board: boardId, reason: 'notFound' });
      return false;
    }
    if (generation !== room.generation) continue;
    if (reason !== null) return requireSnapshot(member, reason, { board: boardId, ...head });
    const newer = room.ring.after(missed.at(-1)?.seq ?? since);
    if (newer === null) {
      missed.push(...(await readUntilRing(source, room, missed.at(-1)?.seq ?? since)));
      continue;
    }
    missed.push(...newer);
    if (isTooLong(missed)) return requireSnapshot(member, 'behind', { board: boardId, ...head });
    const lookedAt = { generation, seq: room.ring.seq };
    const told = isVisitor(member) ? await room.showVisitors(missed) : missed;
    if (told === null) return requireSnapshot(member, 'behind', { board: boardId, ...head });
    if (isVisitor(member) && hasMoved(room, lookedAt)) {
      rounds += 1;
      if (rounds < MAX_ROUNDS) continue;
      return requireSnapshot(member, 'behind', { board: boardId, ...head });
    }
    // From here to the entry nothing is awaited, so nothing can lie between (live L8).
    const seq = Math.max(room.ring.seq, since);
    member.send({
      t: 'joined',
      board: boardId,
      epoch,
      seq,
      permissions: [...permissions],
      people: [],
    });
    letIn(room, member, told);
    return true;
  }
}

/** Whether the board went on, or its access changed, while something was waited for. */
function hasMoved(room: LiveRoom, { generation, seq }: { generation: number; seq: number }) {
  return seq !== room.ring.seq || generation !== room.generation;
}

/** Lets a member that read slowly back into the fan-out with what it missed; false when that is too much (live L36). */
export async function rejoinRoom(
  source: LiveSource,
  room: LiveRoom,
  member: LiveMember,
  since: number,
): Promise<boolean> {
  const { boardId, epoch } = room;
  // A visitor's replay is looked through first, and grows meanwhile: whoever reads so slowly fetches the board.
  const isTooMuch = () =>
    room.ring.seq - since > MAX_BEHIND || (isVisitor(member) && room.ring.seq > since);
  const missed = isTooMuch() ? [] : await readUntilRing(source, room, since);
  // Asked again: the board may have gone on while the log was read.
  const newer = isTooMuch() ? null : room.ring.after(missed.at(-1)?.seq ?? since);
  if (newer === null || isTooLong([...missed, ...newer]))
    return requireSnapshot(member, 'behind', { board: boardId, epoch, seq: room.ring.seq });
  // It may have lost the board while the log was read.
  if (!room.members.has(member.id)) return true;
  letIn(room, member, [...missed, ...newer]);
  return true;
}

/** Half of what a connection may have waiting before it is closed as one that reads too slowly (live L36). */
const MAX_REPLAY_BYTES = 524_288;

/** A replay that is sent at once would fill the connection: a snapshot is fetched as fast as it is read. */
function isTooLong(changes: readonly CommittedChange[]): boolean {
  let bytes = 0;
  return changes.some((change) => (bytes += sizeOf(change)) > MAX_REPLAY_BYTES);
}

function requireSnapshot(
  member: LiveMember,
  reason: NonNullable<ReturnType<typeof snapshotReason>>,
  { board, epoch, seq }: { board: string; epoch: number; seq: number },
): false {
  member.send({ t: 'snapshotRequired', reason, board, epoch, seq });
  return false;
}

/** Changes after `since` until the ring takes over. */
async function readUntilRing(
  source: LiveSource,
  { boardId, ring }: LiveRoom,
  since: number,
): Promise<CommittedChange[]> {
  const changes: CommittedChange[] = [];
  for (let at = since; ring.after(at) === null; at = changes.at(-1)?.seq ?? at) {
    const read = await source.readChanges(boardId, at, LOG_READ_SIZE);
    if (read.length === 0) break;
    changes.push(...read);
  }
  return changes;
}

/** Lets a member in and sends what it missed (`changes` are for its eyes), up to where the fan-out goes on for it: nothing lies between, nothing twice. */
function letIn(room: LiveRoom, member: LiveMember, missed: readonly CommittedChange[]): void {
  room.enter(member);
  const reachedSeq = room.reachedSeq(member);
  const changes = missed.filter(({ seq }) => seq <= reachedSeq);
  const frameOf = isVisitor(member) ? toVisitorFrame : toFrame;
  for (const frame of cutFrames(changes)) member.send(frameOf(room.boardId, frame));
}
