import type { ServerMessage } from '@boardwire/contract/sync';
import type { Clock } from './clock.ts';
import { createConnection } from './connection.ts';
import type { Connection, ConnectionParts } from './connection.ts';
import { GIVEN_UP } from './discarded.ts';
import { createEditClaims } from './edit-claims.ts';
import type { EditClaims } from './edit-claims.ts';
import { readHubStatus } from './hub-status.ts';
import { createMutationQueue } from './mutation-queue.ts';
import { createPace } from './pace.ts';
import type { Pace } from './pace.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';
import type { PendingStore } from './pending-store.ts';
import { isBeyondFrame } from './post-mutation.ts';
import type { Mutate } from './post-mutation.ts';
import type { Answer, MutationQueue, QueueEvents } from './queue-types.ts';
import type { FromHub, ToHub } from './tab-port.ts';

/** What a hub stands on. */
export interface LiveHubParts extends Pick<
  ConnectionParts,
  'openWire' | 'openFallback' | 'credential'
> {
  store: PendingStore;
  clock: Clock;
  createId(): string;
  /** The way of mutations that no frame holds; null when nobody knows what became of one. */
  post?: ((clientId: string, message: Mutate) => Promise<Answer | null>) | undefined;
  /** Hears what every tab should hear. */
  tell(message: FromHub): void;
}

/** The one connection and queue of a browser profile or program (live L19). */
export interface LiveHub {
  /** Takes a message of a tab. */
  take(tab: string, message: ToHub): void;
  start(): Promise<void>;
  /** Ends the connection at once; resolves when what waits is saved. */
  stop(): Promise<void>;
}

/** Without an answer for so long, the connection begins anew. */
const OVERDUE_MS = 15_000;
interface HubState {
  parts: LiveHubParts;
  queue: MutationQueue;
  connection: Connection;
  pace: Pace;
  claims: EditClaims;
  /** Sequence of each joined board, as far as the hub has seen. */
  positions: Map<string, number>;
  /** Tabs that have a board open. */
  tabs: Map<string, Set<string>>;
  /** Boards whose epoch is being asked for on behalf of waiting edits. */
  probed: Set<string>;
  storeProblem: string | null;
  isReadOnly: boolean;
  /** A mutation is on its way beside the connection; what comes after it has to wait for its number. */
  isPosting: boolean;
  cancelPump: () => void;
}

/** Creates a hub. */
export function createLiveHub(parts: LiveHubParts): LiveHub {
  const { store, createId, clock } = parts;
  const events = listenToQueue(parts, () => hub);
  const queue = createMutationQueue({ store, events, createId, nowMs: () => clock.nowMs() });
  const hub: HubState = {
    parts,
    queue,
    connection: createConnection({
      ...parts,
      client: () => queue.client,
      positions: () => Object.fromEntries(hub.positions),
      isOverdue: () => isOverdue(hub),
      onMessage: (message) => hear(hub, message),
      onState: (state) => {
        if (state === 'online') goOnline(hub);
        else sayStatus(hub);
      },
    }),
    pace: createPace(clock),
    claims: createEditClaims(),
    positions: new Map(),
    tabs: new Map(),
    probed: new Set(),
    storeProblem: null,
    isReadOnly: false,
    isPosting: false,
    cancelPump: () => undefined,
  };
  return {
    take: (tab, message) => take(hub, tab, message),
    async start() {
      await queue.load();
      parts.tell({ t: 'up' });
      sayStatus(hub);
      hub.connection.start();
    },
    stop() {
      hub.cancelPump();
      hub.connection.stop();
      return queue.saved();
    },
  };
}

/** The queue begins before the hub stands, and tells nothing until then. */
function listenToQueue(parts: LiveHubParts, hub: () => HubState): QueueEvents {
  return {
    onReady: () => afterChange(hub()),
    onNumbered(mutations) {
      for (const { id, client, mid } of mutations) parts.tell({ t: 'numbered', id, client, mid });
    },
    onSettled: (mutation, outcome) => tellAnswer(hub(), mutation, outcome),
    onRestart: () => hub().connection.restart(),
    onWrongEpoch: ({ board }) => askEpoch(hub(), board),
    onStoreProblem: (error) => (hub().storeProblem = error === null ? null : sayProblem(error)),
  };
}

function tellAnswer(hub: HubState, mutation: PendingMutation, outcome: MutationOutcome): void {
  const { id, board } = mutation;
  hub.parts.tell({ t: 'settled', id, board, outcome });
  const isHeard = hub.claims.settle(id) || outcome.kind === 'done';
  if (isHeard || GIVEN_UP.has(outcome.error.code)) return;
  hub.parts.tell({ t: 'unheard', mutation: { ...mutation }, error: outcome.error });
}

function take(hub: HubState, tab: string, message: ToHub): void {
  const { queue, connection } = hub;
  switch (message.t) {
    case 'hello':
      return sayStatus(hub);
    case 'goodbye':
      hub.claims.drop(tab);
      for (const board of hub.tabs.keys()) leave(hub, tab, board);
      return;
    case 'join':
      openBoard(hub, tab, message.board);
      return connection.send(message);
    case 'leave':
      hub.claims.drop(tab, message.board);
      return leave(hub, tab, message.board);
    case 'presence':
      return connection.send(message);
    case 'mutate':
      hub.claims.claim(message.mutation, tab);
      return mutate(hub, message);
    case 'wake':
      return connection.wake();
    case 'discard':
      if (queue.discard(message.id)) afterChange(hub);
      return;
    case 'lost':
      return forgetBoard(hub, message.board);
    case 'keepStale':
      return queue.keepStale();
    case 'discardStale':
      return queue.discardStale();
  }
}

function openBoard({ tabs, queue, parts }: HubState, tab: string, board: string): void {
  const open = tabs.get(board) ?? new Set();
  tabs.set(board, open.add(tab));
  const mutations = queue.entries.filter((each) => each.board === board && !each.isDiscarded);
  if (mutations.length > 0) parts.tell({ t: 'pending', board, mutations });
}

function leave(hub: HubState, tab: string, board: string): void {
  const open = hub.tabs.get(board);
  if (!open?.delete(tab) || open.size > 0) return;
  hub.tabs.delete(board);
  hub.positions.delete(board);
  hub.connection.send({ t: 'leave', board });
}

/** What waits for a board that is out of reach would only stay on the disk until it is refused (web W26). */
function forgetBoard(hub: HubState, board: string): void {
  const waiting = hub.queue.entries.filter((each) => each.board === board);
  for (const { id } of waiting) hub.queue.discard(id);
  if (waiting.length > 0) afterChange(hub);
}

function mutate(hub: HubState, { mutation }: ToHub & { t: 'mutate' }): void {
  if (hub.queue.add(mutation)) return afterChange(hub);
  const error = {
    code: 'QUEUE_FULL',
    message: 'Too many edits wait to be sent; go online before making more.',
  };
  const { id, board } = mutation;
  hub.parts.tell({ t: 'settled', id, board, outcome: { kind: 'refused', error } });
}

function goOnline(hub: HubState): void {
  hub.queue.begin();
  hub.positions.clear();
  hub.probed.clear();
  hub.parts.tell({ t: 'online' });
  afterChange(hub);
}

function hear(hub: HubState, message: ServerMessage): void {
  switch (message.t) {
    case 'welcome':
      return hub.pace.begin(message.limits);
    case 'bye':
      return;
    case 'ack':
    case 'nack':
    case 'retry':
      noteReadOnly(hub, message.t === 'retry' && message.reason === 'readOnly');
      return hub.queue.answer(message);
    case 'joined':
    case 'snapshotRequired':
    case 'head':
      learnPosition(hub, message);
      break;
    case 'changes':
      hub.positions.set(message.board, message.to);
      break;
    case 'left':
      hub.positions.delete(message.board);
      break;
    default:
  }
  hub.parts.tell({ t: 'server', message });
}

function noteReadOnly(hub: HubState, isReadOnly: boolean): void {
  if (hub.isReadOnly === isReadOnly) return;
  hub.isReadOnly = isReadOnly;
  sayStatus(hub);
}

function learnPosition(
  hub: HubState,
  { t, board, epoch, seq }: ServerMessage & { t: 'joined' | 'snapshotRequired' | 'head' },
): void {
  hub.queue.setEpoch(board, epoch);
  hub.probed.delete(board);
  if (t === 'joined') hub.positions.set(board, seq);
}

function sayProblem(error: unknown): string {
  return String(error);
}

/** A join from nowhere is answered with the epoch. */
function askEpoch(hub: HubState, board: string): void {
  if (hub.probed.has(board)) return;
  hub.probed.add(board);
  hub.connection.send({ t: 'join', board, epoch: 0, since: 0 });
}

function isOverdue({ queue, parts, isPosting }: HubState): boolean {
  if (isPosting) return false;
  const since = queue.unansweredSinceMs();
  return since !== null && parts.clock.nowMs() - since > OVERDUE_MS;
}

function afterChange(hub: HubState): void {
  pump(hub);
  sayStatus(hub);
}

/** Sends what may be sent, now and when a pause is over that the server asked for or its limits demand. */
function pump(hub: HubState): void {
  const { queue, connection, pace } = hub;
  hub.cancelPump();
  if (connection.state !== 'online') return;
  let waitMs = queue.waitMs();
  while (waitMs === 0 && !hub.isPosting) {
    const mutation = queue.next();
    if (mutation === null) return;
    if (pace.take()) {
      const { mid, board, epoch, calls } = mutation;
      queue.markSent(mutation);
      send(hub, { t: 'mutate', mid, board, epoch, calls: [...calls] });
    } else waitMs = pace.waitMs();
  }
  if (!hub.isPosting) hub.cancelPump = hub.parts.clock.after(waitMs, () => pump(hub));
}

function send(hub: HubState, message: Mutate): void {
  const { connection, parts, queue } = hub;
  if (parts.post === undefined || !isBeyondFrame(message)) return connection.send(message);
  hub.isPosting = true;
  void parts.post(queue.client, message).then((answer) => {
    hub.isPosting = false;
    queue.answer(answer ?? { t: 'retry', mid: message.mid, reason: 'unavailable' });
    afterChange(hub);
  });
}

function sayStatus(hub: HubState): void {
  hub.parts.tell({ t: 'status', status: readHubStatus(hub) });
}
