import { MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';
import type { AccessEpochs, EpochSubject } from '../access-epochs.ts';
import { BULK_CHANGES, type CommittedChanges } from '../board/mutation.ts';
import type { Log } from '../log.ts';
import { createJoinLine, type JoinLine, type JoinOutcome } from './join-line.ts';
import { joinRoom, rejoinRoom, type JoinRequest } from './join-room.ts';
import type { LiveBus } from './live-bus.ts';
import type { Broadcast, LiveMember } from './live-member.ts';
import type { LiveMetrics } from './live-metrics.ts';
import { createLiveRoom, type LiveRoom, type Revoked } from './live-room.ts';
import { isFull } from './places.ts';
import { recheckRooms } from './recheck-rooms.ts';
import { LOG_READ_SIZE, type LiveSource } from './live-source.ts';
import { createWatermarkPoll } from './watermarks.ts';

/** What a hub stands on. */
export interface HubParts {
  source: LiveSource;
  bus: LiveBus;
  broadcast: Broadcast;
  epochs: AccessEpochs;
  log: Log;
  metrics?: LiveMetrics;
  /** Members of one board on this node. */
  maxMembers?: number;
}

/** Boards with open screens on this node. */
export interface LiveHub {
  /** Takes changes that were committed on this node. */
  publish(changes: CommittedChanges): void;
  /** Lets a member follow a board from a position on. */
  join(
    boardId: string,
    member: LiveMember,
    place: { epoch: number; since: number },
  ): Promise<JoinOutcome>;
  /** Whether a board has no place for one more member on this node (live L37). */
  isFull(boardId: string, member: LiveMember): boolean;
  leave(boardId: string, member: LiveMember): void;
  /** Answers members that tell where they stand (live L11). */
  answerPositions(member: LiveMember, positions: Record<string, number>): void;
  /** Takes a slow member out of the fan-out of all its boards. */
  pause(member: LiveMember): void;
  /** Lets it back in with what it missed. */
  resume(member: LiveMember): Promise<void>;
  room(boardId: string): LiveRoom | undefined;
  /** Called with each member that left a board. */
  onLeave(listener: LeaveListener): void;
  start(): void;
  stop(): void;
  stats(): { rooms: number; members: number };
}

type LeaveListener = (boardId: string, member: LiveMember) => void;

/** A lost announcement costs this much (live L33). */
const WATERMARK_INTERVAL_MS = SECOND_MS;
/** A quiet board says so this often (live L11). */
const HEAD_INTERVAL_MS = 15 * SECOND_MS;
/** A room outlives its last member for those who come right back (live L13). */
const ROOM_IDLE_MS = MINUTE_MS;

/** What a hub remembers. */
interface HubState {
  parts: HubParts;
  rooms: Map<string, LiveRoom>;
  emptySinceMs: Map<string, number>;
  /** Positions of members that were taken out of the fan-out, by member and board. */
  paused: Map<string, Map<string, number>>;
  leaveListeners: LeaveListener[];
  joins: JoinLine;
  stopping: AbortController;
}

/** Creates the hub of this node. */
export function createLiveHub(parts: HubParts): LiveHub {
  const hub: HubState = {
    parts,
    rooms: new Map(),
    emptySinceMs: new Map(),
    paused: new Map(),
    leaveListeners: [],
    joins: createJoinLine(),
    stopping: new AbortController(),
  };
  const { rooms } = hub;
  const timers: NodeJS.Timeout[] = [];
  const report = reporter(parts);
  const pollWatermarks = createWatermarkPoll({
    source: parts.source,
    rooms,
    replace: (boardId, head) => void replaceRoom(hub, boardId, head),
    onError: report,
  });
  return {
    publish: (changes) => publish(hub, changes),
    join: (boardId, member, place) => joinInTurn(hub, boardId, { member, ...place }),
    isFull: (boardId, member) => isFull(rooms.get(boardId), member, parts.maxMembers),
    leave: (boardId, member) => withdraw(hub, boardId, member),
    answerPositions: (member, positions) => answerPositions(hub, member, positions),
    pause: (member) => pause(hub, member),
    resume: (member) => resume(hub, member),
    room: (boardId) => rooms.get(boardId),
    onLeave: (listener) => void hub.leaveListeners.push(listener),
    start() {
      parts.bus.start((boardId, seq) => rooms.get(boardId)?.advance(seq), pollWatermarks);
      parts.epochs.onChange((subject) => void recheck(hub, subject).catch(report));
      timers.push(
        setInterval(pollWatermarks, WATERMARK_INTERVAL_MS),
        setInterval(() => sayHeads(hub), SECOND_MS),
        setInterval(() => closeIdleRooms(hub), SECOND_MS),
      );
    },
    stop() {
      hub.stopping.abort();
      for (const timer of timers) clearInterval(timer);
      parts.bus.stop();
    },
    stats() {
      const members = [...rooms.values()].reduce((sum, room) => sum + room.members.size, 0);
      return { rooms: rooms.size, members };
    },
  };
}

function joinInTurn(hub: HubState, boardId: string, request: JoinRequest): Promise<JoinOutcome> {
  const place = { boardId, memberId: request.member.id };
  return hub.joins.enter(place, () => join(hub, boardId, request));
}

async function join(hub: HubState, boardId: string, request: JoinRequest): Promise<boolean> {
  const { source } = hub.parts;
  const head = await source.readHead(boardId);
  if (head === null) {
    request.member.send({ t: 'left', board: boardId, reason: 'notFound' });
    return false;
  }
  const room = openRoom(hub, boardId, head);
  room.advance(head.seq);
  const isInRing = room.ring.after(request.since) !== null;
  const isIn = await joinRoom(source, room, head, request);
  if (isIn) {
    hub.emptySinceMs.delete(boardId);
    hub.parts.metrics?.countReplay(isInRing ? 'ring' : 'log');
  }
  return isIn;
}

function answerPositions(
  { rooms }: HubState,
  member: LiveMember,
  positions: Record<string, number>,
): void {
  for (const boardId of Object.keys(positions)) {
    const room = rooms.get(boardId);
    if (!room?.members.has(member.id)) continue;
    const seq = room.reachedSeq(member);
    member.send({ t: 'head', board: boardId, epoch: room.epoch, seq });
  }
}

function reporter({ log }: HubParts): (error: unknown) => void {
  return (error) => log.warn({ err: error }, 'live fan-out: reading failed; trying again');
}

function publish({ parts, rooms }: HubState, { boardId, epoch, changes }: CommittedChanges): void {
  const last = changes.at(-1);
  if (last === undefined) return;
  parts.bus.announce(boardId, last.seq);
  const room = rooms.get(boardId);
  if (room === undefined) return;
  if (changes.length <= BULK_CHANGES) return room.take(changes);
  room.restart(last.seq);
  room.broadcastAll({
    t: 'snapshotRequired',
    reason: 'bulk',
    board: boardId,
    epoch,
    seq: last.seq,
  });
}

function openRoom(hub: HubState, boardId: string, head: { epoch: number; seq: number }): LiveRoom {
  const known = hub.rooms.get(boardId);
  const room = known?.epoch === head.epoch ? known : replaceRoom(hub, boardId, head);
  // Somebody is on the way in: an empty room waits for them.
  if (room.members.size === 0) hub.emptySinceMs.set(boardId, performance.now());
  return room;
}

/** A new room; whoever is in one of another epoch fetches the board anew (live L9). */
function replaceRoom(
  hub: HubState,
  boardId: string,
  head: { epoch: number; seq: number },
): LiveRoom {
  const { rooms, parts } = hub;
  const place = { board: boardId, epoch: head.epoch, seq: head.seq };
  for (const member of rooms.get(boardId)?.members.values() ?? []) {
    leave(hub, boardId, member);
    member.send({ t: 'snapshotRequired', reason: 'epoch', ...place });
  }
  const room = createLiveRoom(
    {
      broadcast: parts.broadcast,
      readLog(id, since) {
        parts.metrics?.countLogRead();
        return parts.source.readChanges(id, since, LOG_READ_SIZE);
      },
      onFrame: (members) => parts.metrics?.countFrame(members),
      readShown: (id, query) => parts.source.readShown(id, query),
      findRevoked: (id, members) => findRevoked(hub, id, members),
      onError: reporter(parts),
    },
    { boardId, epoch: head.epoch, seq: head.seq },
  );
  rooms.set(boardId, room);
  return room;
}

/** Members that may no longer see the board; what is remembered of them there is forgotten. */
async function findRevoked(
  hub: HubState,
  boardId: string,
  members: readonly LiveMember[],
): Promise<Revoked> {
  const { source } = hub.parts;
  if (members.length === 0) return { members, reason: 'revoked' };
  const actors = members.map(({ actor }) => actor);
  const permissions = await source.readPermissions(boardId, actors);
  const revoked = members.filter((_member, index) => permissions[index] === null);
  const isDeleted = revoked.length > 0 && (await source.isDeleted(boardId));
  for (const member of revoked) forget(hub, boardId, member);
  return { members: revoked, reason: isDeleted ? 'deleted' : 'revoked' };
}

function forget({ paused, leaveListeners }: HubState, boardId: string, member: LiveMember): void {
  const positions = paused.get(member.id);
  positions?.delete(boardId);
  if (positions?.size === 0) paused.delete(member.id);
  for (const listener of leaveListeners) listener(boardId, member);
}

/** Whoever still waits to get in is not waited for. */
function withdraw(hub: HubState, boardId: string, member: LiveMember): void {
  hub.joins.withdraw({ boardId, memberId: member.id });
  leave(hub, boardId, member);
}

function leave(hub: HubState, boardId: string, member: LiveMember): void {
  const room = hub.rooms.get(boardId);
  if (room === undefined || !room.members.has(member.id)) return;
  room.leave(member);
  forget(hub, boardId, member);
  if (room.members.size === 0) hub.emptySinceMs.set(boardId, performance.now());
}

function pause({ rooms, paused }: HubState, member: LiveMember): void {
  const positions = paused.get(member.id) ?? new Map<string, number>();
  paused.set(member.id, positions);
  for (const room of rooms.values()) {
    if (!room.members.has(member.id) || positions.has(room.boardId)) continue;
    positions.set(room.boardId, room.reachedSeq(member));
    room.pause(member);
  }
}

async function resume(hub: HubState, member: LiveMember): Promise<void> {
  const positions = hub.paused.get(member.id);
  hub.paused.delete(member.id);
  for (const [boardId, since] of positions ?? []) {
    const room = hub.rooms.get(boardId);
    if (room === undefined || !room.members.has(member.id)) continue;
    if (!(await rejoinRoom(hub.parts.source, room, member, since))) leave(hub, boardId, member);
  }
}

/** Somebody's access changed elsewhere than on the board (live L35). */
function recheck({ rooms, parts, stopping }: HubState, subject: EpochSubject): Promise<void> {
  const { signal } = stopping;
  return recheckRooms({ rooms, onError: reporter(parts), signal }, subject);
}

function sayHeads({ rooms }: HubState): void {
  const nowMs = performance.now();
  for (const room of rooms.values()) {
    if (room.members.size > 0) room.sayHeads(nowMs - HEAD_INTERVAL_MS);
  }
}

function closeIdleRooms({ rooms, emptySinceMs }: HubState): void {
  const nowMs = performance.now();
  for (const [boardId, sinceMs] of emptySinceMs) {
    if (nowMs - sinceMs < ROOM_IDLE_MS) continue;
    emptySinceMs.delete(boardId);
    if (rooms.get(boardId)?.members.size === 0) rooms.delete(boardId);
  }
}
