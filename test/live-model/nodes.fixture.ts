import { PROTOCOL_VERSION } from '@boardwire/contract/live-limits';
import type { ClientMessage, ServerMessage } from '@boardwire/contract/sync';
import type { AccessEpochs } from '../../server/src/platform/access-epochs.ts';
import type { CommittedChange } from '../../server/src/platform/board/mutation.ts';
import { createLiveHub } from '../../server/src/platform/live/live-hub.ts';
import type { LiveHub } from '../../server/src/platform/live/live-hub.ts';
import type { LiveMember } from '../../server/src/platform/live/live-member.ts';
import type { Log } from '../../server/src/platform/log.ts';
import { watchFrames } from './frame-watch.fixture.ts';
import type { FrameWatch } from './frame-watch.fixture.ts';
import type { Session } from './link.fixture.ts';
import { BOARD } from './model-board.fixture.ts';
import { runMutation } from './model-mutations.fixture.ts';
import type { ModelMutation } from './model-mutations.fixture.ts';
import { createRows } from './model-rows.fixture.ts';
import type { ModelRows } from './model-rows.fixture.ts';
import { toSnapshot } from './model-server.fixture.ts';
import type { ModelServer } from './model-server.fixture.ts';
import type { Mutants } from './mutants.fixture.ts';
import { createBuses, createNodeSource } from './node-source.fixture.ts';
import type { Timeline } from './timeline.fixture.ts';

/** One program of the cluster with its real fan-out. */
interface Node {
  hub: LiveHub;
  members: Set<Member>;
  /** Nothing that it planned happens after its end. */
  isOver: boolean;
}

interface Member extends LiveMember {
  slices: Set<string>;
  watch: FrameWatch;
  userId: string;
  client: string;
  isClosed: boolean;
  isPaused: boolean;
}

interface Cluster {
  timeline: Timeline;
  mutants: Mutants;
  rows: ModelRows;
  buses: ReturnType<typeof createBuses>;
  nodes: Node[];
  problems: string[];
  waiting: { node: Node; mutation: ModelMutation; answer(message: ServerMessage): void }[];
  counter: number;
}

const NODES = 2;
const MAX_COMMIT_MS = 15;
const MAX_ANSWER_MS = 30;
/** How long a slow reader stays out of the fan-out (live L36). */
const MAX_PAUSE_MS = 500;
const PAUSES = 0.05;
const QUIET: Pick<Log, 'warn'> = { warn: () => undefined };

/**
 * The server's own hubs, rooms, joins and rings on two nodes, over rows in memory whose pool answers in any order
 * (live L41).
 */
export function createCluster(
  timeline: Timeline,
  mutants: Mutants,
  cutAll: () => void,
): ModelServer & { stop(): void } {
  const cluster: Cluster = {
    timeline,
    mutants,
    rows: createRows(),
    buses: createBuses(timeline),
    nodes: [],
    problems: [],
    waiting: [],
    counter: 0,
  };
  startNodes(cluster);
  const face = {
    rows: cluster.rows,
    problems: cluster.problems,
    refusesForNow: 0,
    isUp: () => true,
    acceptFrom: (userId: string) => (hello: { client: string }, send: Send) =>
      accept(cluster, face, { userId, client: hello.client, send }),
    snapshot: () => toSnapshot(cluster.rows),
    restart() {
      stopNodes(cluster);
      cutAll();
      startNodes(cluster);
    },
    backUp: () => undefined,
    restore: () => undefined,
    stop: () => stopNodes(cluster),
  };
  return face;
}

type Send = (message: ServerMessage) => void;

function startNodes(cluster: Cluster): void {
  cluster.nodes = Array.from({ length: NODES }, () => startNode(cluster));
}

function stopNodes({ nodes, waiting }: Cluster): void {
  waiting.length = 0;
  for (const node of nodes) {
    node.isOver = true;
    node.hub.stop();
  }
}

function startNode({ timeline, rows, buses, problems }: Cluster): Node {
  const members = new Set<Member>();
  const hub = createLiveHub({
    source: createNodeSource(timeline, rows),
    bus: buses.open(),
    broadcast(slice, message) {
      for (const member of members) if (member.slices.has(slice)) member.send(message);
    },
    epochs: { onChange: () => undefined } as unknown as AccessEpochs,
    log: { ...QUIET, error: (error: unknown) => problems.push(String(error)) } as unknown as Log,
  });
  hub.start();
  return { hub, members, isOver: false };
}

function accept(
  cluster: Cluster,
  face: ModelServer,
  caller: { userId: string; client: string; send: Send },
): Session | null {
  const { timeline, nodes } = cluster;
  const node = nodes[Math.floor(timeline.random() * nodes.length)];
  if (node === undefined) return null;
  const member = createMember(cluster, caller);
  node.members.add(member);
  const now = new Date(timeline.nowMs).toISOString();
  caller.send({ t: 'welcome', v: PROTOCOL_VERSION, session: member.id, now, limits: {} });
  return {
    close() {
      member.isClosed = true;
      node.members.delete(member);
      node.hub.leave(BOARD, member);
    },
    receive(message) {
      if (!node.isOver) hear(cluster, face, { node, member }, message);
    },
  };
}

function createMember(
  cluster: Cluster,
  { userId, client, send }: { userId: string; client: string; send: Send },
): Member {
  cluster.counter += 1;
  const slices = new Set<string>();
  const watch = watchFrames();
  return {
    id: `member-${cluster.counter}`,
    actor: { kind: 'user', userId, sessionId: client },
    userId,
    client,
    slices,
    watch,
    isClosed: false,
    isPaused: false,
    enter: (slice) => void slices.add(slice),
    leave: (slice) => void slices.delete(slice),
    send(message) {
      const problem = watch.check(message);
      if (problem !== null) {
        cluster.problems.push(problem);
        cluster.timeline.halt();
      }
      send(message);
    },
  };
}

function hear(
  cluster: Cluster,
  face: ModelServer,
  place: { node: Node; member: Member },
  message: ClientMessage,
): void {
  const { node, member } = place;
  switch (message.t) {
    case 'join':
      return void join(cluster, place, message);
    case 'leave':
      return node.hub.leave(BOARD, member);
    case 'positions':
      return node.hub.answerPositions(member, message.boards);
    case 'mutate': {
      const { mid } = message;
      if (cluster.timeline.random() < face.refusesForNow) {
        return member.send({ t: 'retry', mid, reason: 'unavailable', afterMs: 50 });
      }
      const { userId, client } = member;
      const mutation = { userId, client, message };
      cluster.waiting.push({ node, mutation, answer: (answer) => member.send(answer) });
      return cluster.timeline.soon(MAX_COMMIT_MS, () => commitNext(cluster));
    }
    default:
  }
}

async function join(
  { timeline }: Cluster,
  { node, member }: { node: Node; member: Member },
  { epoch, since }: ClientMessage & { t: 'join' },
): Promise<void> {
  member.watch.onJoin(since);
  const isIn = await node.hub.join(BOARD, member, { epoch, since });
  if (!isIn) return;
  if (member.isClosed) return node.hub.leave(BOARD, member);
  if (member.isPaused || timeline.random() > PAUSES) return;
  member.isPaused = true;
  node.hub.pause(member);
  timeline.soon(MAX_PAUSE_MS, () => void resume(node, member));
}

async function resume({ hub }: Node, member: Member): Promise<void> {
  await hub.resume(member);
  member.isPaused = false;
}

/** Commits are in order; that they are known of is not (live L13). */
function commitNext({ timeline, mutants, rows, waiting }: Cluster): void {
  const next = waiting.shift();
  if (next === undefined) return;
  const { node, mutation, answer } = next;
  const before = rows.seq;
  const createId = () => `event-${rows.seq + 1}`;
  const message = runMutation(rows, { mutants, createId, nowMs: timeline.nowMs }, mutation);
  const changes = rows.log.filter(({ seq }) => seq > before) as CommittedChange[];
  const { epoch } = rows;
  timeline.soon(MAX_ANSWER_MS, () => {
    if (node.isOver) return;
    answer(message);
    node.hub.publish({ boardId: BOARD, organizationId: 'organization-1', epoch, changes });
  });
}
