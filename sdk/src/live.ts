import type { Client } from './client.ts';
import { systemClock } from './live/clock.ts';
import type { Clock } from './live/clock.ts';
import { createIndexedDbCopies, createMemoryCopies } from './live/board-copies.ts';
import type { BoardCopies } from './live/board-copies.ts';
import type { InboxNews } from './live/inbox-news.ts';
import { createIndexedDbStore } from './live/indexed-db.ts';
import { createLiveHub } from './live/live-hub.ts';
import { openLiveBoard } from './live/live-board.ts';
import type { LiveBoard } from './live/live-board-types.ts';
import type { OpenBoard } from './live/live-board.ts';
import { createLiveTab, discardUnsent, hear, noteOutdated, send } from './live/live-tab.ts';
import type { LiveTab } from './live/live-tab.ts';
import { watchPage } from './live/page-events.ts';
import { createMemoryStore } from './live/pending-store.ts';
import type { PendingStore } from './live/pending-store.ts';
import type { NotSaved } from './live/not-saved.ts';
import { readBoard, whyGone } from './live/read-board.ts';
import { postMutation } from './live/post-mutation.ts';
import { createPollingWires } from './live/polling-wire.ts';
import { createSocketWires } from './live/socket-wire.ts';
import { canShareTabs, openOwnHub, openSharedHub } from './live/tab-link.ts';
import type { FromHub, HubPort, HubStatus } from './live/tab-port.ts';
import type { OpenWire } from './live/wire.ts';
import type { Result } from './result.ts';

/** Choices for the live connection; each may be left out. */
export interface LiveOptions {
  /** Where waiting edits survive the program; a page keeps them in IndexedDB, a program in memory. */
  store?: PendingStore;
  /** Where copies of boards are kept for when the server is away; a page keeps them in IndexedDB. */
  copies?: BoardCopies;
  /** Has a connection of its own instead of one for all tabs, and keeps nothing: for links that anyone may open. */
  isAlone?: boolean;
  /** Stands in for the WebSocket. */
  openWire?: OpenWire;
  /** Stands in for time and chance. */
  clock?: Clock;
}

/** Boards that are followed live over one connection. */
export interface Live {
  /** The connection, and the edits that wait for it. */
  status(): HubStatus;
  subscribe(listener: () => void): () => void;
  /**
   * Opens a board on its newest state, or on the copy of it while the server is away; the same board opened twice is
   * the same.
   */
  openBoard(boardId: string): Promise<Result<LiveBoard>>;
  /** Edits that were refused, or lost with their board, after their page was left; told until `forgetNotSaved`. */
  notSaved(): readonly NotSaved[];
  /** Their writer has been told of these. */
  forgetNotSaved(ids: readonly string[]): void;
  /** Hears how far one's inboxes are. Null: something may have been missed, so ask how far they are. */
  subscribeInbox(listener: (news: InboxNews | null) => void): () => void;
  /** Gives up an edit that waits; what it showed is taken back. */
  discard(mutationId: string): void;
  /** Gives up those of the edits that were never sent; resolves with their ids. */
  discardUnsent(mutationIds: readonly string[]): Promise<readonly string[]>;
  /** A newer build of this program has taken over the browser's database: the page is to be loaded anew. */
  isOutdated(): boolean;
  /** Removes all copies of boards from this browser: nothing stays behind after a log-out (web W30). */
  wipeCopies(): Promise<void>;
  /** Sends edits that waited for more than 30 days after all. */
  keepStale(): void;
  /** Gives edits up that waited for more than 30 days. */
  discardStale(): void;
  /** Ends the connection. Waiting edits stay stored for the next time. */
  close(): void;
}

/** A board is kept this long after it was opened, so that its first moments are not spent on that. */
const KEEP_AFTER_MS = 2_000;

/** Connects the person or program of a client to its boards. Create one for each and close it at log-out. */
export function createLive(client: Client, options: LiveOptions = {}): Live {
  const { clock = systemClock } = options;
  const tabId = crypto.randomUUID();
  const state = createLiveTab({ client, clock, copies: createMemoryCopies() }, tabId);
  state.copies = options.copies ?? createCopies(state, options);
  state.port = openHub(state, tabId, options);
  const unwatch = watchPage({
    onWake: () => state.port.send({ t: 'wake' }),
    hasWaiting: () => state.status.waitingCount > 0,
    onLeave: () => state.port.send({ t: 'goodbye' }),
    onHide: () => keepAll(state),
    // A page that was put aside instead of closed had said goodbye.
    onReturn: () => hear(state, { t: 'online' }),
  });
  const stopWatching = client.session.subscribe(() => {
    state.port.send({ t: 'wake' });
    if (isLeft(client)) void state.copies.release().catch(ignore);
  });
  return createFace(state, () => {
    unwatch();
    stopWatching();
  });
}

function createFace(state: LiveTab, unwatch: () => void): Live {
  return {
    status: () => state.status,
    subscribe(listener) {
      state.listeners.add(listener);
      return () => void state.listeners.delete(listener);
    },
    openBoard: (boardId) => openBoard(state, boardId),
    notSaved: () => state.notSaved,
    forgetNotSaved: (ids) => state.port.send({ t: 'heard', ids }),
    subscribeInbox(listener) {
      state.inboxListeners.add(listener);
      return () => void state.inboxListeners.delete(listener);
    },
    discard: (id) => state.port.send({ t: 'discard', id }),
    discardUnsent: (ids) => discardUnsent(state, ids),
    isOutdated: () => state.isOutdated,
    wipeCopies: () => state.copies.wipe(),
    keepStale: () => state.port.send({ t: 'keepStale' }),
    discardStale: () => state.port.send({ t: 'discardStale' }),
    close() {
      unwatch();
      for (const { board } of state.boards.values()) board.close();
      state.port.close();
      state.listeners.clear();
    },
  };
}

function openHub(state: LiveTab, tabId: string, options: LiveOptions): HubPort {
  const { client, clock } = state;
  const scope = `${client.baseUrl} ${readUserId(client) ?? 'program'}`;
  const isShared = canShareTabs() && options.isAlone !== true;
  // Two tabs without an election must not load the same edits, so there they last as long as the tab.
  const store =
    options.store ??
    (isShared ? createIndexedDbStore(scope, () => noteOutdated(state)) : createMemoryStore());
  const createHub = (tell: (message: FromHub) => void) =>
    createLiveHub({
      openWire: options.openWire ?? createSocketWires(client.baseUrl),
      openFallback: createPollingWires(client, clock),
      credential: (refused) => client.credential(refused),
      post: (clientId, message) => postMutation(client.boards, clientId, message),
      store,
      clock,
      createId: () => crypto.randomUUID(),
      tell,
    });
  const open = isShared ? openSharedHub : openOwnHub;
  const name = `boardwire:live:${scope}`;
  return open({ name, tabId, createHub, hear: (message) => hear(state, message) });
}

async function openBoard(state: LiveTab, boardId: string): Promise<Result<LiveBoard>> {
  const { client, clock, boards, tab, copies } = state;
  const { read, late } = await readBoard({ boardId, client, copies, clock, isOffline });
  if (whyGone(read) === 'revoked') send(state, { t: 'lost', board: boardId });
  if (!read.ok) return read;
  state.lost.delete(boardId);
  const known = boards.get(boardId);
  if (known !== undefined && typeof known.board.status() !== 'object')
    return { ...read, data: known.board };
  // It was lost, and can be read again.
  known?.board.close();
  const opened: OpenBoard = openLiveBoard(read.data, {
    client,
    clock,
    tab,
    port: { send: (message) => send(state, message) },
    createId: () => crypto.randomUUID(),
    userId: readUserId(client),
    isOnline: () => state.status.connection === 'online',
    onClose() {
      if (boards.get(boardId) === opened) boards.delete(boardId);
      keep(state, opened.board);
    },
    onLost: () => void copies.remove(boardId).catch(ignore),
  });
  boards.set(boardId, opened);
  opened.start();
  void late?.then((answer) => opened.renew(answer));
  clock.after(KEEP_AFTER_MS, () => boards.get(boardId) === opened && keep(state, opened.board));
  return { ...read, data: opened.board };
}

function isOffline(): boolean {
  return typeof navigator !== 'undefined' && navigator.onLine === false;
}

function keepAll(state: LiveTab): void {
  for (const { board } of state.boards.values()) keep(state, board);
}

/** Whoever logged out, here or in another tab, leaves nothing behind: also not by a page that is put aside (web W30). */
function keep({ client, copies, clock }: LiveTab, board: LiveBoard): void {
  const snapshot = client.session.get().status === 'signedIn' ? board.copy() : null;
  if (snapshot === null) return;
  const copy = { boardId: board.id, savedAtMs: clock.nowMs(), snapshot };
  // Without room or database there is no copy; the board itself works on.
  void copies.save(copy).catch(ignore);
}

function ignore(): void {}

function createCopies(state: LiveTab, { isAlone }: LiveOptions): BoardCopies {
  const { client } = state;
  const userId = readUserId(client);
  if (isAlone === true || userId === null || !canShareTabs()) return createMemoryCopies();
  return createIndexedDbCopies({
    scope: `${client.baseUrl} ${userId}`,
    mayKeep: () => client.session.get().status === 'signedIn',
    onOutdated: () => noteOutdated(state),
  });
}

/** Another tab has ended the session, and wiped what was kept. */
function isLeft({ session }: Client): boolean {
  const now = session.get();
  return now.status === 'ended' && now.reason !== 'refused';
}

function readUserId(client: Client): string | null {
  const session = client.session.get();
  return session.status === 'signedIn' ? (session.account?.id ?? null) : null;
}
