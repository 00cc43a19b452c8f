import type { ServerMessage } from '@boardwire/contract/sync';
import type { CommittedChange } from '../board/mutation.ts';
import type { ShownNow, ShownQuery } from '../board/visitor-changes.ts';
import { createChangeIntake } from './change-intake.ts';
import type { ChangeRing } from './change-ring.ts';
import { createAudiences } from './audiences.ts';
import { changesAccess } from './frames.ts';
import type { Broadcast, LiveMember } from './live-member.ts';
import { createVisitorView, type ShowVisitors } from './visitor-view.ts';

/** What a room asks of the program. */
export interface RoomParts {
  broadcast: Broadcast;
  /** Changes of the board after `since`, from the log; empty when there are none. */
  readLog(boardId: string, since: number): Promise<readonly CommittedChange[]>;
  /** Those of the members who may no longer see the board, from the rows of this moment. */
  findRevoked(boardId: string, members: readonly LiveMember[]): Promise<Revoked>;
  /** What visitors see of the board, from the rows of this moment. */
  readShown(boardId: string, query: ShownQuery): Promise<ShownNow | null>;
  onError(error: unknown): void;
  /** A frame went to so many members. */
  onFrame?(members: number): void;
}

/** Members that lost a board, and how. */
export interface Revoked {
  members: readonly LiveMember[];
  reason: 'revoked' | 'deleted';
}

/** Which board, and where it stands. */
export interface RoomPlace {
  boardId: string;
  epoch: number;
  seq: number;
}

/** The open screens of one board on this node. */
export interface LiveRoom {
  readonly boardId: string;
  readonly epoch: number;
  readonly ring: ChangeRing;
  readonly members: ReadonlyMap<string, LiveMember>;
  /** Counts changes of access: whoever was let in under an older number is asked for again (live L34). */
  readonly generation: number;
  /** Last sequence that those were sent who belong to the board. */
  readonly sentSeq: number;
  /** Takes changes that were committed here. */
  take(changes: readonly CommittedChange[]): void;
  /** Hears that the board is at `seq`. */
  advance(seq: number): void;
  /** Somebody's access changed elsewhere: replays that began before are to be checked again. */
  bumpGeneration(): void;
  /** Lets a member in. */
  enter(member: LiveMember): void;
  /** Last sequence that the fan-out brought to where the member is: what follows comes by itself. */
  reachedSeq(member: LiveMember): number;
  leave(member: LiveMember): void;
  /** Asks the rows about members and sends those away who lost the board (live L34, L35). */
  ejectRevoked(members: readonly LiveMember[]): Promise<void>;
  /** Changes as visitors may know them; null when they are to fetch the board anew. Never fails. */
  readonly showVisitors: ShowVisitors;
  /** Takes a member that reads slowly out of the fan-out; it stays a member (live L36). */
  pause(member: LiveMember): void;
  /** Too many changes at once: everybody fetches the board anew (live L5). */
  restart(seq: number): void;
  broadcastAll(message: ServerMessage): void;
  /** Tells those where they stand who were sent nothing since `beforeMs` of the monotonic clock (live L11). */
  sayHeads(beforeMs: number): void;
}

/** Creates the room of a board. */
export function createLiveRoom(parts: RoomParts, place: RoomPlace): LiveRoom {
  const { boardId, epoch } = place;
  const members = new Map<string, LiveMember>();
  let generation = 0;
  const leave = (member: LiveMember) =>
    void (members.delete(member.id) && audiences.of(member).slices.remove(member));
  const ejectRevoked = createEjection(parts, boardId, leave);
  const onChange = (change: CommittedChange) => void (changesAccess(change) && (generation += 1));
  const onGrown = () => audiences.each(({ sender }) => sender.schedule());
  const intake = createChangeIntake(parts, place, { onChange, onGrown });
  const { ring } = intake;
  const showVisitors = createVisitorView((query) => parts.readShown(boardId, query), parts.onError);
  const audienceParts = { ...parts, members, ejectRevoked, ring, showVisitors };
  const audiences = createAudiences(audienceParts, place);
  return {
    boardId,
    epoch,
    members,
    leave,
    ejectRevoked,
    showVisitors,
    ring,
    take: intake.take,
    advance: intake.advance,
    broadcastAll: (message) => audiences.each(({ sender }) => sender.broadcastAll(message)),
    sayHeads: (beforeMs) => audiences.each(({ sender }) => sender.sayHead(beforeMs)),
    pause: (member) => audiences.of(member).slices.remove(member),
    bumpGeneration: () => void (generation += 1),
    get generation() {
      return generation;
    },
    get sentSeq() {
      return audiences.people.sender.sentSeq;
    },
    reachedSeq(member) {
      const { sender, slices } = audiences.of(member);
      return sender.sentTo(slices.nameOf(member) ?? '');
    },
    enter(member) {
      members.set(member.id, member);
      audiences.of(member).slices.add(member);
    },
    restart(seq) {
      generation += 1;
      intake.restart(seq);
      audiences.each(({ sender }) => sender.restart(seq));
    },
  };
}

/** Sends members away who lost the board, by the rows of the moment. */
function createEjection(
  { findRevoked }: RoomParts,
  boardId: string,
  leave: (member: LiveMember) => void,
): LiveRoom['ejectRevoked'] {
  return async (asked) => {
    if (asked.length === 0) return;
    const { members, reason } = await findRevoked(boardId, asked);
    for (const member of members) {
      leave(member);
      member.send({ t: 'left', board: boardId, reason });
    }
  };
}
