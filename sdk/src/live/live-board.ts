import type { ServerMessage } from '@boardwire/contract/sync';
import {
  adopt,
  announceEdits,
  leaveEdits,
  mutate,
  mutateKept,
  number,
  settle,
} from './board-edits.ts';
import type { BoardSnapshot } from './board-snapshot.ts';
import { createBoardStore } from './board-store.ts';
import { announce, copyBoard, setStatus } from './board-tab.ts';
import type { BoardTab, LiveBoardParts } from './board-tab.ts';
import type { LiveBoard, TextChange } from './live-board-types.ts';
import { readComments } from './read-comments.ts';
import { whyGone } from './read-board.ts';
import { maxWaitMs } from './snapshot-wait.ts';
import type { Result } from '../result.ts';
import type { FromHub } from './tab-port.ts';
import { writeValues } from './write-values.ts';

/** A board with its way in for what the hub says. */
export interface OpenBoard {
  board: LiveBoard;
  hear(message: FromHub): void;
  /** Begins to follow the board; from then on `hear` must be called. */
  start(): void;
  /** Takes the server's word on a board that was opened on its copy. */
  renew(read: Result<BoardSnapshot>): void;
}

/** Presence is renewed this often; the server forgets a tab after 9 s (live L25). */
const PRESENCE_EVERY_MS = 4_000;
/** A snapshot that could not be read is asked for again after this. */
const SNAPSHOT_RETRY_MS = 1_000;
/** A board that is full has a place when somebody leaves; nobody can tell when that is. */
const FULL_RETRY_MS = 15_000;

/** Opens a board on its snapshot. */
export function openLiveBoard(snapshot: BoardSnapshot, parts: LiveBoardParts): OpenBoard {
  const state: BoardTab = {
    parts,
    id: snapshot.board.id,
    store: createBoardStore(snapshot, parts.userId),
    status: parts.isOnline() ? 'catchingUp' : 'offline',
    version: 0,
    permissions: snapshot.permissions,
    people: new Map(),
    boardPeople: snapshot.people,
    listeners: new Set(),
    textListeners: new Set(),
    waiting: new Map(),
    focus: null,
    head: snapshot.seq,
    isJoining: false,
    isReading: false,
    retries: 0,
    cancelPresence: () => undefined,
    cancelRead: () => undefined,
  };
  state.store.subscribe((touched) => announce(state, touched));
  return {
    board: createFace(state),
    hear: (message) => hear(state, message),
    start: () => join(state),
    renew: (read) => renew(state, read),
  };
}

function createFace(state: BoardTab): LiveBoard {
  const { parts, store, id } = state;
  return {
    id,
    view: () => store.view(),
    confirmedItem: (itemId) => store.confirmed().items.get(itemId),
    version: () => state.version,
    status: () => state.status,
    behind: () => Math.max(0, state.head - store.seq),
    copy: () => (typeof state.status === 'object' ? null : copyBoard(state)),
    permissions: () => state.permissions,
    people: () => [...state.people.values()],
    boardPeople: () => state.boardPeople,
    pending: () => store.pending,
    subscribe(listener) {
      state.listeners.add(listener);
      return () => void state.listeners.delete(listener);
    },
    subscribeTexts(listener) {
      state.textListeners.add(listener);
      return () => void state.textListeners.delete(listener);
    },
    mutate: (...calls) => mutate(state, calls),
    mutateKept: (...calls) => mutateKept(state, calls),
    update: (itemId, values) => mutate(state, [writeValues(store.view(), itemId, values)]),
    setPresence(focus) {
      state.focus = focus;
      sayPresence(state);
    },
    readComments: (itemId) => readComments(parts.client, store, itemId),
    close: () => close(state),
  };
}

function hear(state: BoardTab, message: FromHub): void {
  const { parts } = state;
  switch (message.t) {
    case 'up':
      announceEdits(state);
      // Offline no word of a connection follows, and it must tell of edits that an earlier page left.
      return parts.isOnline() ? undefined : join(state);
    case 'online':
      return join(state);
    case 'status':
      return setOnline(state, message.status.connection === 'online');
    case 'pending':
      return adopt(state, message);
    case 'numbered':
      return number(state, message);
    case 'settled':
      return settle(state, message);
    case 'notSaved':
    case 'forgotten':
    case 'givenUp':
      return;
    case 'server':
      if ('board' in message.message && message.message.board === state.id)
        hearServer(state, message.message);
  }
}

function setOnline(state: BoardTab, isOnline: boolean): void {
  if (isOnline || typeof state.status === 'object' || state.status === 'offline') return;
  state.people.clear();
  setStatus(state, 'offline');
}

type BoardMessage = Extract<ServerMessage, { board: string }>;

function hearServer(state: BoardTab, message: BoardMessage): void {
  if (typeof state.status === 'object') return;
  if ('seq' in message) state.head = Math.max(state.head, message.seq);
  switch (message.t) {
    case 'joined':
      return enter(state, message);
    case 'changes':
      return follow(state, message);
    case 'head':
      return compare(state, message);
    case 'snapshotRequired':
      return startOver(state, message);
    case 'people':
      for (const person of message.up) state.people.set(person.key, person);
      for (const key of message.gone) state.people.delete(key);
      return announce(state);
    case 'left':
      return message.reason === 'full' ? waitForPlace(state) : lose(state, message.reason);
    default:
  }
}

function follow(state: BoardTab, message: BoardMessage & { t: 'changes' }): void {
  if (state.store.confirm(message) === 'gap') {
    if (!state.isJoining) join(state);
    return;
  }
  // Changes that are known already come by, too: they add nothing to a text.
  for (const { event } of message.changes) {
    if (event.type === 'text.updated')
      tellTexts(state, event.data as { itemId: string; field: string; update: string | null });
  }
}

function tellTexts(state: BoardTab, change: TextChange | null): void {
  for (const listener of state.textListeners) listener(change);
}

function enter(state: BoardTab, { permissions }: BoardMessage & { t: 'joined' }): void {
  state.isJoining = false;
  state.retries = 0;
  state.permissions = permissions;
  setStatus(state, 'live');
  if (state.focus !== null) sayPresence(state);
}

function compare(state: BoardTab, { epoch, seq }: BoardMessage & { t: 'head' }): void {
  if (state.isJoining || state.isReading) return;
  if (epoch !== state.store.epoch || seq !== state.store.seq) join(state);
}

function startOver(state: BoardTab, { reason }: BoardMessage & { t: 'snapshotRequired' }): void {
  const { clock } = state.parts;
  if (state.isReading) return;
  state.isJoining = false;
  state.isReading = true;
  setStatus(state, 'catchingUp');
  const waitMs = clock.random() * maxWaitMs(reason, state.retries++);
  state.cancelRead = clock.after(waitMs, () => void readSnapshot(state, reason === 'ahead'));
}

async function readSnapshot(state: BoardTab, isForced: boolean): Promise<void> {
  const { client, clock } = state.parts;
  const read = await client.boards.snapshot({ boardId: state.id });
  if (typeof state.status === 'object') return;
  if (read.ok) {
    state.isReading = false;
    takeSnapshot(state, read.data, isForced);
    return join(state);
  }
  const reason = whyGone(read);
  if (reason !== null) return lose(state, reason);
  const again = () => void readSnapshot(state, isForced);
  state.cancelRead = clock.after(SNAPSHOT_RETRY_MS, again);
}

function takeSnapshot(state: BoardTab, snapshot: BoardSnapshot, isForced: boolean): void {
  state.permissions = snapshot.permissions;
  state.boardPeople = snapshot.people;
  state.store.replace(snapshot, { isForced });
  tellTexts(state, null);
}

/** One that has been followed since knows as much by itself. */
function renew(state: BoardTab, read: Result<BoardSnapshot>): void {
  if (typeof state.status === 'object' || state.status === 'live' || state.isReading) return;
  const reason = whyGone(read);
  if (reason !== null) return lose(state, reason);
  if (!read.ok) return;
  takeSnapshot(state, read.data, false);
  announce(state);
}

function join(state: BoardTab): void {
  const { id: board, store, parts } = state;
  if (typeof state.status === 'object' || state.isReading) return;
  if (parts.isOnline()) {
    state.isJoining = true;
    setStatus(state, 'catchingUp');
  }
  parts.port.send({ t: 'join', board, epoch: store.epoch, since: store.seq });
}

/** As many screens as a server takes show the board: what is known stays, and a place is asked for now and then. */
function waitForPlace(state: BoardTab): void {
  const { clock } = state.parts;
  state.isJoining = false;
  setStatus(state, 'offline');
  state.cancelRead();
  state.cancelRead = clock.after(FULL_RETRY_MS * (1 + clock.random()), () => join(state));
}

/** Access is over: nothing of the board stays here (live L35). */
function lose(state: BoardTab, reason: 'notFound' | 'revoked' | 'deleted'): void {
  const { parts } = state;
  state.cancelPresence();
  state.cancelRead();
  state.people.clear();
  state.permissions = [];
  state.boardPeople = [];
  state.status = { left: reason, unsent: state.store.unanswered };
  // A deleted board may come back, and what was written stays its writer's: the answers to what waits tell which it was.
  if (reason === 'revoked') parts.port.send({ t: 'lost', board: state.id });
  else leaveEdits(state);
  parts.onLost?.();
  state.store.wipe();
  announce(state);
}

function sayPresence(state: BoardTab): void {
  const { parts, focus, id: board } = state;
  state.cancelPresence();
  if (focus === null || typeof state.status === 'object') return;
  const { state: activity = 'active', ...rest } = focus;
  if (state.status === 'live') {
    parts.port.send({ t: 'presence', board, tab: parts.tab, ...rest, state: activity });
  }
  state.cancelPresence = parts.clock.after(PRESENCE_EVERY_MS, () => sayPresence(state));
}

function close(state: BoardTab): void {
  const { parts, id: board } = state;
  state.cancelPresence();
  state.cancelRead();
  if (state.focus !== null) {
    parts.port.send({ t: 'presence', board, tab: parts.tab, state: 'gone' });
  }
  parts.port.send({ t: 'leave', board });
  parts.onClose();
  state.listeners.clear();
  state.textListeners.clear();
}
