import { liveLimits, PROTOCOL_VERSION } from '@boardwire/contract/live-limits';
import type { ClientMessage, Hello, ServerMessage } from '@boardwire/contract/sync';
import type { Client } from '../client.ts';
import type { Clock } from './clock.ts';
import { postMutation } from './post-mutation.ts';
import type { Mutate } from './post-mutation.ts';
import { whyGone } from './read-board.ts';
import type { Failure } from '../result.ts';
import type { OpenWire, WireEnd, WireHandlers } from './wire.ts';

/** How often boards are asked for news (live L14). */
const POLL_INTERVAL_MS = 2_000;
const PAGE_SIZE = 500;

type Calls = Pick<Client, 'boards' | 'instance'>;

interface Followed {
  epoch: number;
  seq: number;
}

interface State {
  client: Calls;
  clock: Clock;
  hello: Hello;
  handlers: WireHandlers;
  boards: Map<string, Followed>;
  /** Mutations leave one after the other: their numbers have an order. */
  sending: Promise<void>;
  /** One reading at a time: two would tell the same changes. */
  reading: Promise<void>;
  isOver: boolean;
  cancelPoll: () => void;
}

/** The live protocol over plain calls, for networks that block WebSockets (live L14). It has no presence. */
export function createPollingWires(client: Calls, clock: Clock): OpenWire {
  return (hello, handlers) => {
    const wire: State = {
      client,
      clock,
      hello,
      handlers,
      boards: new Map(),
      sending: Promise.resolve(),
      reading: Promise.resolve(),
      isOver: false,
      cancelPoll: () => undefined,
    };
    void begin(wire);
    return {
      send: (message) => take(wire, message),
      close: () => stop(wire),
    };
  };
}

async function begin(wire: State): Promise<void> {
  const { ok } = await wire.client.instance.status();
  if (!ok) return end(wire, { kind: 'unreachable' });
  tell(wire, {
    t: 'welcome',
    v: PROTOCOL_VERSION,
    session: 'polling',
    now: new Date(wire.clock.nowMs()).toISOString(),
    limits: { ...liveLimits },
  });
  poll(wire);
}

function poll(wire: State): void {
  wire.cancelPoll = wire.clock.after(POLL_INTERVAL_MS, () => {
    for (const board of wire.boards.keys()) read(wire, board);
    void wire.reading.then(() => !wire.isOver && poll(wire));
  });
}

function take(wire: State, message: ClientMessage): void {
  switch (message.t) {
    case 'join':
      wire.boards.set(message.board, { epoch: message.epoch, seq: message.since });
      wire.reading = wire.reading.then(() => join(wire, message.board));
      return read(wire, message.board);
    case 'leave':
      wire.boards.delete(message.board);
      return;
    case 'mutate':
      wire.sending = wire.sending.then(() => mutate(wire, message));
      return;
    case 'positions':
      wire.reading = wire.reading.then(() => sayHeads(wire));
      break;
    default:
    // Nobody hears where somebody is, and each call brings its own credential.
  }
}

async function join(wire: State, board: string): Promise<void> {
  const { client, boards } = wire;
  const found = await client.boards.get({ boardId: board });
  const followed = boards.get(board);
  if (followed === undefined || wire.isOver) return;
  if (!found.ok) return fail(wire, board, found);
  const { permissions } = found.data;
  tell(wire, { t: 'joined', board, ...followed, permissions: [...permissions], people: [] });
}

function read(wire: State, board: string): void {
  wire.reading = wire.reading.then(() => readNow(wire, board));
}

async function readNow(wire: State, board: string): Promise<void> {
  for (let isBehind = true; isBehind;) {
    const followed = wire.boards.get(board);
    if (followed === undefined || wire.isOver) return;
    const { epoch, seq: since } = followed;
    const range = { boardId: board, epoch, since, limit: PAGE_SIZE };
    const news = await wire.client.boards.changes(range);
    // It may have been joined anew, from elsewhere, while the answer was on its way.
    if (wire.boards.get(board) !== followed || wire.isOver) return;
    if (!news.ok) return fail(wire, board, news);
    const { data } = news;
    if (data.kind === 'snapshotRequired') {
      wire.boards.delete(board);
      const { reason, seq } = data;
      return tell(wire, { t: 'snapshotRequired', board, reason, epoch: data.epoch, seq });
    }
    const { changes } = data;
    const to = changes.at(-1)?.seq ?? since;
    followed.seq = to;
    if (to > since) tell(wire, { t: 'changes', board, from: since + 1, to, changes });
    isBehind = to > since && to < data.seq;
  }
}

function sayHeads(wire: State): void {
  for (const [board, followed] of wire.boards) tell(wire, { t: 'head', board, ...followed });
}

async function mutate(wire: State, message: Mutate): Promise<void> {
  if (wire.isOver) return;
  const answer = await postMutation(wire.client.boards, wire.hello.client, message);
  if (answer === null) return end(wire, { kind: 'cut' });
  tell(wire, answer);
  if (answer.t !== 'nack') read(wire, message.board);
}

function fail(wire: State, board: string, failure: Failure): void {
  const reason = whyGone(failure);
  if (reason === null) return end(wire, { kind: 'cut' });
  wire.boards.delete(board);
  tell(wire, { t: 'left', board, reason });
}

function tell({ isOver, handlers }: State, message: ServerMessage): void {
  if (!isOver) handlers.onMessage(message);
}

function end(wire: State, how: WireEnd): void {
  if (wire.isOver) return;
  stop(wire);
  wire.handlers.onEnd(how);
}

function stop(wire: State): void {
  wire.isOver = true;
  wire.cancelPoll();
  wire.boards.clear();
}
