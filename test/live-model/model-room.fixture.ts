import type { BoardChange, ServerMessage } from '@boardwire/contract/sync';
import { BOARD } from './model-board.fixture.ts';
import type { ModelChange } from './model-rows.fixture.ts';
import type { Mutants } from './mutants.fixture.ts';
import type { Timeline } from './timeline.fixture.ts';

/** A connection that follows the board; what it was sent must be without gap. */
export interface RoomMember {
  send(message: ServerMessage): void;
  /** Last sequence that it was sent. */
  sentSeq: number;
}

/** The fan-out of the board on the model's one node (live L8, L13). */
export interface ModelRoom {
  readonly seq: number;
  readonly members: ReadonlySet<RoomMember>;
  /** Takes changes of one commit; commits may arrive in any order. */
  take(changes: readonly ModelChange[], options: { isBulk: boolean; epoch: number }): void;
  /** Tells a member that it is in, and sends it `missed` and what is newer. */
  join(member: RoomMember, place: RoomPlace): void;
  leave(member: RoomMember): void;
  say(message: ServerMessage): void;
}

interface RoomPlace {
  epoch: number;
  since: number;
  /** Changes of the log after `since`. */
  log: readonly ModelChange[];
}

interface RoomParts {
  timeline: Timeline;
  mutants: Mutants;
  /** Hears of frames that leave something out. */
  onGap(text: string): void;
}

interface RoomState extends RoomParts {
  seq: number;
  sentSeq: number;
  ring: ModelChange[];
  floor: number;
  held: Map<number, ModelChange>;
  members: Set<RoomMember>;
  isPlanned: boolean;
}

const MAX_FAN_OUT_MS = 30;
const MAX_ENTRY_MS = 100;

/** Creates the room of a board that stands at `seq`. */
export function createModelRoom(parts: RoomParts, seq: number): ModelRoom {
  const room: RoomState = {
    ...parts,
    seq,
    sentSeq: seq,
    ring: [],
    floor: seq,
    held: new Map(),
    members: new Set(),
    isPlanned: false,
  };
  return {
    get seq() {
      return room.seq;
    },
    members: room.members,
    take: (changes, options) => take(room, changes, options),
    join: (member, place) => join(room, member, place),
    leave: (member) => void room.members.delete(member),
    say(message) {
      for (const member of room.members) member.send(message);
    },
  };
}

function take(
  room: RoomState,
  changes: readonly ModelChange[],
  { isBulk, epoch }: { isBulk: boolean; epoch: number },
): void {
  const { held, mutants } = room;
  const last = changes.at(-1)?.seq ?? 0;
  if (isBulk && room.seq < last) startOver(room, last, epoch);
  for (const change of changes) {
    if (change.seq <= room.seq) continue;
    if (mutants.holdsNothingBack) push(room, change);
    else held.set(change.seq, change);
  }
  for (let next = held.get(room.seq + 1); next; next = held.get(room.seq + 1)) push(room, next);
  for (const seq of held.keys()) if (seq <= room.seq) held.delete(seq);
  plan(room);
}

function startOver(room: RoomState, seq: number, epoch: number): void {
  Object.assign(room, { seq, sentSeq: seq, floor: seq, ring: [] });
  for (const member of room.members) {
    member.send({ t: 'snapshotRequired', reason: 'bulk', board: BOARD, epoch, seq });
    member.sentSeq = seq;
  }
}

function push(room: RoomState, change: ModelChange): void {
  room.ring.push(change);
  room.seq = change.seq;
}

function plan(room: RoomState): void {
  if (room.isPlanned || room.sentSeq >= room.seq) return;
  room.isPlanned = true;
  room.timeline.soon(MAX_FAN_OUT_MS, () => {
    room.isPlanned = false;
    const news = room.ring.filter(({ seq }) => seq > room.sentSeq);
    room.sentSeq = room.seq;
    for (const member of room.members) sendFrame(room, member, news);
  });
}

function join(room: RoomState, member: RoomMember, { epoch, since, log }: RoomPlace): void {
  const seq = Math.max(room.seq, since);
  member.send({ t: 'joined', board: BOARD, epoch, seq, permissions: [], people: [] });
  member.sentSeq = since;
  const older = log.filter((change) => change.seq <= room.floor);
  const newer = room.ring.filter((change) => change.seq > since);
  sendFrame(room, member, [...older, ...newer]);
  if (room.mutants.awaitsBeforeEntry) {
    room.timeline.soon(MAX_ENTRY_MS, () => room.members.add(member));
  } else {
    room.members.add(member);
  }
}

function sendFrame(room: RoomState, member: RoomMember, changes: readonly ModelChange[]): void {
  const from = changes[0]?.seq ?? 0;
  const to = changes.at(-1)?.seq ?? 0;
  if (changes.length === 0 || to <= member.sentSeq) return;
  const isWhole = changes.every(({ seq }, index) => seq === from + index);
  if (from > member.sentSeq + 1 || !isWhole) {
    room.onGap(`a member at ${member.sentSeq} was sent ${changes.map(({ seq }) => seq).join(' ')}`);
  }
  member.sentSeq = to;
  const sent = changes as unknown as BoardChange[];
  member.send({ t: 'changes', board: BOARD, from, to, changes: sent });
}
