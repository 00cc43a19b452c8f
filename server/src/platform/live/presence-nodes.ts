import { createId } from '../../kernel/ids.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import type { BoardPart, NodeMessage, PresenceBus } from './presence-bus.ts';
import type { PresenceBook } from './presence-book.ts';

/** The presence of other nodes (live L26). */
export interface PresenceNodes {
  /** Tells other nodes what changed here; nobody is told when there are none. */
  tell(change: BoardPart): void;
  /** Lets nodes end that nothing was heard of; by the monotonic clock. */
  sweep(nowMs: number): void;
  /** Nodes besides this one that were heard of lately. */
  count(): number;
  start(): void;
  stop(): void;
}

/** How long is what; tests make it shorter. */
export interface NodeTimes {
  rosterMs: number;
  leaseMs: number;
  /** Those of a node that stops have this long to come back elsewhere. */
  lingerMs: number;
}

const TIMES: NodeTimes = {
  rosterMs: 10 * SECOND_MS,
  // With the sweep that finds it ended, ghosts are gone within 30 s (live L26, L42).
  leaseMs: 28 * SECOND_MS,
  lingerMs: 5 * SECOND_MS,
};

/** The holder in the book that stands for this node. */
export const HERE = 'here';

interface NodesState {
  id: string;
  bus: PresenceBus;
  book: PresenceBook;
  times: NodeTimes;
  /** When each node's lease ends. */
  leases: Map<string, number>;
  /** Tabs that a roster under way has named, by node. */
  rosters: Map<string, Set<string>>;
}

/** Creates the side of presence that talks to other nodes. */
export function createPresenceNodes(
  bus: PresenceBus,
  book: PresenceBook,
  times = TIMES,
): PresenceNodes {
  const nodes: NodesState = {
    id: createId(),
    bus,
    book,
    times,
    leases: new Map(),
    rosters: new Map(),
  };
  let timer: NodeJS.Timeout | undefined;
  // What is said after the goodbye would take it back.
  let hasStopped = false;
  const say = (kind: NodeMessage['kind'], boards: BoardPart[] = []) => {
    if (hasStopped) return;
    bus.publish({ node: nodes.id, kind, boards, ...(kind === 'roster' ? { last: true } : {}) });
  };
  const sayRoster = () =>
    say(
      'roster',
      book.listOf(HERE).map(([board, up]) => ({ board, up })),
    );
  const ask = () => {
    say('hello');
    sayRoster();
  };
  return {
    tell: (change) => void (nodes.leases.size > 0 && say('changes', [change])),
    sweep: (nowMs) => sweep(nodes, nowMs),
    count: () => nodes.leases.size,
    start() {
      bus.start((message) => {
        if (message.node === nodes.id) return;
        receive(nodes, message);
        if (message.kind === 'hello') sayRoster();
      }, ask);
      timer = setInterval(sayRoster, times.rosterMs);
    },
    stop() {
      clearInterval(timer);
      say('bye');
      hasStopped = true;
    },
  };
}

function receive(nodes: NodesState, { node, kind, boards, last }: NodeMessage): void {
  const { book, leases, rosters, times } = nodes;
  const leaseMs = kind === 'bye' ? times.lingerMs : times.leaseMs;
  leases.set(node, performance.now() + leaseMs);
  if (kind === 'bye') return;
  const named = rosters.get(node);
  // What changes while a roster is on its way belongs to it.
  if (kind === 'roster' && named === undefined) rosters.set(node, new Set());
  for (const { board, up = [], gone = [] } of boards) {
    for (const person of up) {
      book.put(node, board, person);
      rosters.get(node)?.add(`${board} ${person.key}`);
    }
    for (const key of gone) book.drop(node, board, key);
  }
  if (kind === 'roster' && last === true) endRoster(nodes, node);
}

/** What the roster did not name got lost on the way when it went. */
function endRoster({ book, rosters }: NodesState, node: string): void {
  const named = rosters.get(node);
  rosters.delete(node);
  for (const [board, people] of book.listOf(node))
    for (const { key } of people) if (!named?.has(`${board} ${key}`)) book.drop(node, board, key);
}

/** The ghosts of a dead node go together. */
function sweep({ book, leases, rosters }: NodesState, nowMs: number): void {
  for (const [node, untilMs] of leases) {
    if (untilMs >= nowMs) continue;
    leases.delete(node);
    rosters.delete(node);
    for (const [board, people] of book.listOf(node))
      for (const { key } of people) book.drop(node, board, key);
  }
}
