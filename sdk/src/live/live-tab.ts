import type { Client } from '../client.ts';
import type { BoardCopies } from './board-copies.ts';
import type { Clock } from './clock.ts';
import type { InboxNews } from './inbox-news.ts';
import type { OpenBoard } from './live-board.ts';
import type { NotSaved } from './not-saved.ts';
import type { FromHub, HubPort, HubStatus, ToHub } from './tab-port.ts';

/** A tab of another build may have the connection, and not know what it is asked. */
const ANSWER_WITHIN_MS = 1_000;
/** Until the hub has said a word. */
const FIRST_STATUS: HubStatus = {
  connection: 'connecting',
  waitingCount: 0,
  waiting: [],
  isStale: false,
  storeProblem: null,
  isPolling: false,
  isReadOnly: false,
};

/** What the live connection of a tab remembers. */
export interface LiveTab {
  client: Client;
  clock: Clock;
  status: HubStatus;
  boards: Map<string, OpenBoard>;
  port: HubPort;
  copies: BoardCopies;
  listeners: Set<() => void>;
  inboxListeners: Set<(news: InboxNews | null) => void>;
  notSaved: readonly NotSaved[];
  isOutdated: boolean;
  /** Boards whose loss the hub has not heard of yet. */
  lost: Set<string>;
  asked: Map<string, (ids: readonly string[]) => void>;
  tab: number;
}

/** A tab that has neither hub nor boards yet. */
export function createLiveTab(
  parts: Pick<LiveTab, 'client' | 'clock' | 'copies'>,
  tabId: string,
): LiveTab {
  return {
    ...parts,
    status: FIRST_STATUS,
    boards: new Map(),
    port: { send: () => undefined, close: () => undefined },
    listeners: new Set(),
    inboxListeners: new Set(),
    notSaved: [],
    isOutdated: false,
    lost: new Set(),
    asked: new Map(),
    tab: Number.parseInt(tabId.slice(0, 8), 16),
  };
}

/** Takes what the hub says. */
export function hear(state: LiveTab, message: FromHub): void {
  if (message.t === 'status') state.status = message.status;
  if (message.t === 'online') state.status = { ...state.status, connection: 'online' };
  for (const board of state.boards.values()) board.hear(message);
  hearOfEdits(state, message);
  tellInbox(state, message);
  if (message.t === 'status' || message.t === 'notSaved')
    for (const listener of state.listeners) listener();
}

function hearOfEdits(state: LiveTab, message: FromHub): void {
  switch (message.t) {
    case 'up':
      // It may have been said before there was a hub, or before that one knew what waits.
      for (const board of state.lost) state.port.send({ t: 'lost', board });
      return;
    case 'forgotten':
      state.lost.delete(message.board);
      return void state.copies.remove(message.board).catch(() => undefined);
    case 'notSaved':
      state.notSaved = message.edits;
      return;
    case 'givenUp':
      return state.asked.get(message.ask)?.(message.ids);
    default:
  }
}

function tellInbox({ inboxListeners }: LiveTab, message: FromHub): void {
  // Whatever came while nothing was heard.
  if (message.t === 'online') for (const listener of inboxListeners) listener(null);
  if (message.t !== 'server' || message.message.t !== 'inbox') return;
  const { t: _t, ...news } = message.message;
  for (const listener of inboxListeners) listener(news);
}

/** Says something to the hub; that a board is lost until it has heard so. */
export function send(state: LiveTab, message: ToHub): void {
  if (message.t === 'lost') state.lost.add(message.board);
  state.port.send(message);
}

/** Asks the hub to give up what was never sent; resolves with what that was. */
export function discardUnsent(
  { port, asked, clock }: LiveTab,
  ids: readonly string[],
): Promise<readonly string[]> {
  const ask = crypto.randomUUID();
  return new Promise((resolve) => {
    const answer = (given: readonly string[]) => {
      asked.delete(ask);
      cancel();
      resolve(given);
    };
    const cancel = clock.after(ANSWER_WITHIN_MS, () => answer([]));
    asked.set(ask, answer);
    port.send({ t: 'discardUnsent', ask, ids });
  });
}

/** The browser's database belongs to a newer build. */
export function noteOutdated(state: LiveTab): void {
  state.isOutdated = true;
  for (const listener of state.listeners) listener();
}
