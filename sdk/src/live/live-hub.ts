import type { ServerMessage } from '@boardwire/contract/sync';
import { createConnection } from './connection.ts';
import { createEditAnswers } from './edit-answers.ts';
import { createEditClaims } from './edit-claims.ts';
import type { HubState, LiveHub, LiveHubParts } from './hub-state.ts';
import { readHubStatus } from './hub-status.ts';
import { createMutationQueue } from './mutation-queue.ts';
import { createPace } from './pace.ts';
import { STORE_BLOCKED } from './pending-store.ts';
import { isBeyondFrame } from './post-mutation.ts';
import type { Mutate } from './post-mutation.ts';
import type { QueueEvents } from './queue-types.ts';
import type { ToHub } from './tab-port.ts';

/** Without an answer for so long, the connection begins anew. */
const OVERDUE_MS = 15_000;
/** A store that could not be read is tried again after this. */
const LOAD_AGAIN_MS = 2_000;

/** Creates a hub. */
export function createLiveHub(parts: LiveHubParts): LiveHub {
  const { store, createId, clock } = parts;
  const events = listenToQueue(parts, () => hub);
  const queue = createMutationQueue({ store, events, createId, nowMs: () => clock.nowMs() });
  const claims = createEditClaims();
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
    claims,
    answers: createEditAnswers({ ...parts, queue: () => queue, claims }),
    positions: new Map(),
    features: new Set(),
    tabs: new Map(),
    probed: new Set(),
    storeProblem: null,
    isLoaded: false,
    isReadOnly: false,
    isPosting: false,
    cancelPump: () => undefined,
    cancelLoad: () => undefined,
    isStopped: false,
  };
  return {
    take: (tab, message) => take(hub, tab, message),
    async start() {
      await load(hub);
      hub.connection.start();
    },
    stop() {
      hub.cancelPump();
      hub.cancelLoad();
      hub.isStopped = true;
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
    onSettled: (mutation, outcome) => hub().answers.tell(mutation, outcome),
    onRestart: () => hub().connection.restart(),
    onWrongEpoch: ({ board }) => askEpoch(hub(), board),
    onStoreProblem: (error) => (hub().storeProblem = error === null ? null : sayProblem(error)),
  };
}

/** Reads what is stored, and tries again until that is done: the connection does not wait for it. */
async function load(hub: HubState, isFirst = true): Promise<void> {
  const { queue, parts } = hub;
  hub.isLoaded = await queue.load();
  if (hub.isStopped) return;
  if (!hub.isLoaded) hub.cancelLoad = parts.clock.after(LOAD_AGAIN_MS, () => void load(hub, false));
  if (!isFirst && !hub.isLoaded) return;
  parts.tell({ t: 'up' });
  hub.answers.say();
  afterChange(hub);
}

function take(hub: HubState, tab: string, message: ToHub): void {
  const { queue, connection } = hub;
  switch (message.t) {
    case 'hello':
      hub.answers.say();
      return sayStatus(hub);
    case 'goodbye':
      if (hub.claims.drop(tab)) hub.answers.say();
      for (const board of hub.tabs.keys()) leave(hub, tab, board);
      return;
    case 'join':
      openBoard(hub, tab, message.board);
      return connection.send(message);
    case 'leave':
      if (hub.claims.drop(tab, message.board)) hub.answers.say();
      return leave(hub, tab, message.board);
    case 'presence':
      return connection.send(toKnown(message, hub.features));
    case 'mutate':
      hub.claims.claim(message.mutation, tab, message.keepsRefused);
      return mutate(hub, message);
    case 'wake':
      return connection.wake();
    case 'discard':
      if (queue.discard(message.id)) afterChange(hub);
      return;
    case 'discardUnsent':
      return discardUnsent(hub, message);
    case 'heard':
      hub.claims.letGo(message.ids);
      queue.forgetNotSaved(message.ids);
      return hub.answers.say();
    case 'lost':
      // What is stored of it is not known yet: whoever says so says it again when it is.
      return hub.isLoaded ? hub.answers.forget(message.board) : undefined;
    case 'keepStale':
      return queue.keepStale();
    case 'discardStale':
      return queue.discardStale();
  }
}

/** A server of before refuses a message for what it does not know of it. */
function toKnown(
  message: ToHub & { t: 'presence' },
  features: ReadonlySet<string>,
): ToHub & { t: 'presence' } {
  const { anchor, ...rest } = message;
  return anchor === undefined || features.has('presence.anchor') ? message : rest;
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

/** The server may have done what was sent, unheard: that is left as it is. */
function discardUnsent(hub: HubState, { ask, ids }: ToHub & { t: 'discardUnsent' }): void {
  const wanted = new Set(ids);
  const unsent = hub.queue.entries.filter(({ id, wasSent }) => wanted.has(id) && wasSent !== true);
  const givenUp = unsent.map(({ id }) => id).filter((id) => hub.queue.discard(id));
  hub.parts.tell({ t: 'givenUp', ask, ids: givenUp });
  if (givenUp.length > 0) afterChange(hub);
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
      hub.features = new Set(message.features);
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
      if (message.reason === 'notFound') hub.answers.leave(message.board);
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
  hub.answers.enter(board);
  if (t === 'joined') hub.positions.set(board, seq);
}

function sayProblem(error: unknown): string {
  const isBlocked = error instanceof Error && error.name === STORE_BLOCKED;
  return isBlocked ? STORE_BLOCKED : String(error);
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
