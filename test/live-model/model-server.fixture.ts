import type { ClientMessage, ServerMessage } from '@boardwire/contract/sync';
import { PROTOCOL_VERSION } from '@boardwire/contract/live-limits';
import type { BoardSnapshot } from '@boardwire/sdk/live/board-snapshot';
import type { Accept } from './link.fixture.ts';
import { BOARD } from './model-board.fixture.ts';
import { runMutation } from './model-mutations.fixture.ts';
import type { ModelMutation } from './model-mutations.fixture.ts';
import { createModelRoom } from './model-room.fixture.ts';
import type { ModelRoom, RoomMember } from './model-room.fixture.ts';
import { createRows } from './model-rows.fixture.ts';
import type { ModelRows } from './model-rows.fixture.ts';
import type { Mutants } from './mutants.fixture.ts';
import type { Timeline } from './timeline.fixture.ts';

/** A server with one board: what live.md says, in the fewest words. */
export interface ModelServer {
  readonly rows: ModelRows;
  /** Rules of the protocol that were broken. */
  readonly problems: readonly string[];
  acceptFrom(userId: string): Accept;
  snapshot(): BoardSnapshot;
  /** Everything that is not committed is lost; it comes back after a while. */
  restart(options: { isGraceful: boolean }): void;
  backUp(): void;
  /** Puts the last backup back under a new epoch. */
  restore(): void;
  /** Chance that a mutation is to come again. */
  refusesForNow: number;
  isUp(): boolean;
}

interface Connection {
  member: RoomMember;
  end(): void;
}

interface ServerState {
  timeline: Timeline;
  mutants: Mutants;
  rows: ModelRows;
  backup: ModelRows;
  room: ModelRoom;
  connections: Set<Connection>;
  waiting: { mutation: ModelMutation; answer(message: ServerMessage): void }[];
  problems: string[];
  /** Counts restarts: what an earlier run of the program had planned does not happen. */
  run: number;
  isUp: boolean;
  createId(): string;
}

/** Changes that a client may be behind, changes of one commit that are sent one by one: small, so that both happen. */
const MAX_BEHIND = 10;
const BULK_CHANGES = 3;
const MAX_COMMIT_MS = 20;
const MAX_POOL_MS = 40;
const MAX_DOWN_MS = 3_000;
const HEAD_EVERY_MS = 15_000;
const BATCH_SIZE = 4;
/** So long a goodbye is given to arrive. */
const GOODBYE_MS = 80;

/** Creates a server that runs. `cut` ends all connections of the network. */
export function createModelServer(
  timeline: Timeline,
  mutants: Mutants,
  cutAll: () => void,
): ModelServer {
  let counter = 0;
  const rows = createRows();
  const server: ServerState = {
    timeline,
    mutants,
    rows,
    backup: structuredClone(rows),
    room: null as never,
    connections: new Set(),
    waiting: [],
    problems: [],
    run: 0,
    isUp: true,
    createId: () => `event-${(counter += 1)}`,
  };
  server.room = openRoom(server);
  sayHeads(server);
  const face: ModelServer = {
    get rows() {
      return server.rows;
    },
    problems: server.problems,
    refusesForNow: 0,
    isUp: () => server.isUp,
    acceptFrom: (userId) => (hello, send) => accept(server, face, { userId, hello, send }),
    snapshot: () => toSnapshot(server.rows),
    restart(options) {
      if (!options.isGraceful) return stop(server, cutAll);
      sayGoodbye(server);
      timeline.after(GOODBYE_MS, () => stop(server, cutAll));
    },
    backUp: () => void (server.backup = structuredClone(server.rows)),
    restore() {
      const { epoch, marks } = server.rows;
      stop(server, cutAll);
      server.rows = { ...structuredClone(server.backup), epoch: epoch + 1, marks };
      server.room = openRoom(server);
    },
  };
  return face;
}

function openRoom(server: ServerState): ModelRoom {
  const { timeline, mutants, problems, rows } = server;
  const onGap = (text: string) => {
    problems.push(text);
    timeline.halt();
  };
  return createModelRoom({ timeline, mutants, onGap }, rows.seq);
}

function stop(server: ServerState, cutAll: () => void): void {
  server.run += 1;
  server.isUp = false;
  server.waiting = [];
  server.connections.clear();
  cutAll();
  server.room = openRoom(server);
  const { run } = server;
  server.timeline.soon(MAX_DOWN_MS, () => {
    if (server.run === run) server.isUp = true;
  });
}

function sayGoodbye({ connections, timeline }: ServerState): void {
  const afterMs = Math.round(timeline.random() * 500);
  for (const { member } of connections) {
    member.send({ t: 'bye', reason: 'server_shutdown', afterMs });
  }
}

function sayHeads(server: ServerState): void {
  server.room.say(headOf(server));
  server.timeline.after(HEAD_EVERY_MS, () => sayHeads(server));
}

function headOf({ rows: { epoch }, room: { seq } }: ServerState): ServerMessage {
  return { t: 'head', board: BOARD, epoch, seq };
}

function accept(
  server: ServerState,
  face: ModelServer,
  caller: { userId: string; hello: { client: string }; send(message: ServerMessage): void },
): ReturnType<Accept> {
  if (!server.isUp) return null;
  const { userId, hello, send } = caller;
  const member: RoomMember = { send, sentSeq: 0 };
  const connection = { member, end: () => undefined };
  const { run } = server;
  server.connections.add(connection);
  const now = new Date(server.timeline.nowMs).toISOString();
  send({ t: 'welcome', v: PROTOCOL_VERSION, session: hello.client, now, limits: {} });
  return {
    close() {
      server.connections.delete(connection);
      server.room.leave(member);
    },
    receive(message) {
      if (run !== server.run) return;
      hear(server, face, { userId, client: hello.client, member }, message);
    },
  };
}

function hear(
  server: ServerState,
  face: ModelServer,
  { userId, client, member }: { userId: string; client: string; member: RoomMember },
  message: ClientMessage,
): void {
  switch (message.t) {
    case 'join':
      return join(server, member, message);
    case 'leave':
      return server.room.leave(member);
    case 'positions':
      return server.room.members.has(member) ? member.send(headOf(server)) : undefined;
    case 'mutate': {
      const { mid } = message;
      if (server.timeline.random() < face.refusesForNow) {
        return member.send({ t: 'retry', mid, reason: 'unavailable', afterMs: 50 });
      }
      server.waiting.push({ mutation: { userId, client, message }, answer: member.send });
      return planCommit(server);
    }
    default:
  }
}

function join(
  { rows, room }: ServerState,
  member: RoomMember,
  { epoch, since }: ClientMessage & { t: 'join' },
): void {
  const place = { board: BOARD, epoch: rows.epoch, seq: rows.seq };
  const reason = whySnapshot(rows, epoch, since);
  if (reason !== null) return member.send({ t: 'snapshotRequired', reason, ...place });
  const log = rows.log.filter(({ seq }) => seq > since);
  room.join(member, { epoch, since, log });
}

function whySnapshot(rows: ModelRows, epoch: number, since: number) {
  if (epoch !== rows.epoch) return 'epoch';
  if (since > rows.seq) return 'ahead';
  return since < rows.logFloor || rows.seq - since > MAX_BEHIND ? 'behind' : null;
}

function planCommit(server: ServerState): void {
  const { run, timeline } = server;
  timeline.soon(MAX_COMMIT_MS, () => {
    if (server.run === run) commit(server);
  });
}

/** One transaction for those that wait (live L4); answers go first (live L29). */
function commit(server: ServerState): void {
  const { timeline, mutants, rows, createId, room } = server;
  for (const { mutation, answer } of server.waiting.splice(0, BATCH_SIZE)) {
    const before = rows.seq;
    answer(runMutation(rows, { mutants, createId, nowMs: timeline.nowMs }, mutation));
    const changes = rows.log.filter(({ seq }) => seq > before);
    if (changes.length === 0) continue;
    const isBulk = changes.length > BULK_CHANGES;
    const { epoch } = rows;
    timeline.soon(MAX_POOL_MS, () => room.take(changes, { isBulk, epoch }));
  }
  if (server.waiting.length > 0) planCommit(server);
}

/** All of the board, as REST answers it. */
export function toSnapshot({ state, epoch, seq }: ModelRows): BoardSnapshot {
  const { board, columns, groups, items, views, conflicts } = state;
  return structuredClone({
    epoch,
    seq,
    board,
    permissions: [],
    columns: [...columns.values()],
    groups: [...groups.values()],
    views: [...views.values()],
    conflicts: [...conflicts.values()],
    people: [],
    items: [...items.values()],
  });
}
