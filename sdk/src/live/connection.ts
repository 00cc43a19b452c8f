import { PROTOCOL_VERSION } from '@boardwire/contract/live-limits';
import type { ClientMessage, ServerMessage } from '@boardwire/contract/sync';
import type { Clock } from './clock.ts';
import type { OpenWire, Wire, WireEnd } from './wire.ts';

/** Full jitter between these (live L12). */
const MIN_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;
/** Positions are compared with the server's this often (live L11). */
const POSITIONS_EVERY_MS = 15_000;
/** A server that says nothing for so long after being asked is taken as gone. */
const SILENCE_MS = 5_000;
const TICK_MS = 1_000;
/** From the first packet to `welcome`: a proxy may open a socket that no server answers. */
const WELCOME_WITHIN_MS = 10_000;
/** Where sockets are blocked, they are tried again after this (live L14). */
const FALLBACK_FOR_MS = 300_000;
/** After this many failures in a row the way over plain HTTP is tried. */
const FAILURES_BEFORE_FALLBACK = 2;
const SDK = 'boardwire-sdk/0.1.0';

/** `refused`: nobody is signed in, or the server takes the credential no more. */
export type ConnectionState = 'connecting' | 'online' | 'offline' | 'refused';

/** What a connection stands on. */
export interface ConnectionParts {
  openWire: OpenWire;
  /** The way where sockets are blocked (live L14). */
  openFallback?: OpenWire | undefined;
  /** A token for the handshake, other than the one that was refused; null when there is none. */
  credential(refused: string | null): Promise<string | null>;
  /** The client id of the handshake. */
  client(): string;
  /** Boards that are open, and where they are. */
  positions(): Record<string, number>;
  /** True when an answer is missing for so long that the connection has to begin anew. */
  isOverdue(): boolean;
  clock: Clock;
  onMessage(message: ServerMessage): void;
  onState(state: ConnectionState): void;
}

/** A connection that comes back by itself. */
export interface Connection {
  readonly state: ConnectionState;
  /** Messages go over plain HTTP because sockets are blocked. */
  readonly isFallback: boolean;
  start(): void;
  /** Dropped in silence while it is not online. */
  send(message: ClientMessage): void;
  /** Begins anew at once. */
  restart(): void;
  /** After sleep or a change of network: asks the server at once, or tries at once to reach it (live L11). */
  wake(): void;
  stop(): void;
}

interface State {
  parts: ConnectionParts;
  state: ConnectionState;
  wire: Wire | null;
  /** Each attempt has its own; what an earlier one says later is not heard. */
  attempt: number;
  failures: number;
  token: string | null;
  refused: string | null;
  /** What `bye` asked for. */
  returnAfterMs: number | null;
  askedAtMs: number;
  isAsking: boolean;
  openedAtMs: number;
  isFallback: boolean;
  cancelTimer: () => void;
  isStopped: boolean;
}

/** Creates a connection; it does nothing until `start`. */
export function createConnection(parts: ConnectionParts): Connection {
  const connection: State = {
    parts,
    state: 'offline',
    wire: null,
    attempt: 0,
    failures: 0,
    token: null,
    refused: null,
    returnAfterMs: null,
    askedAtMs: 0,
    isAsking: false,
    openedAtMs: 0,
    isFallback: false,
    cancelTimer: () => undefined,
    isStopped: true,
  };
  return {
    get state() {
      return connection.state;
    },
    get isFallback() {
      return connection.isFallback;
    },
    start() {
      if (!connection.isStopped) return;
      connection.isStopped = false;
      void connect(connection);
    },
    send: (message) => connection.state === 'online' && connection.wire?.send(message),
    restart: () => restart(connection),
    wake: () => wake(connection),
    stop() {
      connection.isStopped = true;
      cut(connection);
      setState(connection, 'offline');
    },
  };
}

async function connect(connection: State): Promise<void> {
  const { parts } = connection;
  connection.attempt += 1;
  const { attempt } = connection;
  setState(connection, 'connecting');
  const token = await parts.credential(connection.refused).catch(() => undefined);
  if (attempt !== connection.attempt || connection.isStopped) return;
  if (token === undefined) return comeBack(connection);
  if (token === null) return setState(connection, 'refused');
  connection.token = token;
  const usesFallback =
    parts.openFallback !== undefined && connection.failures % 3 === FAILURES_BEFORE_FALLBACK;
  connection.isFallback = usesFallback;
  const open = usesFallback && parts.openFallback ? parts.openFallback : parts.openWire;
  const isCurrent = () => attempt === connection.attempt;
  connection.cancelTimer = parts.clock.after(WELCOME_WITHIN_MS, () => {
    if (isCurrent() && connection.state === 'connecting') comeBack(connection);
  });
  connection.wire = open(
    { v: PROTOCOL_VERSION, token, client: parts.client(), sdk: SDK },
    {
      onMessage: (message) => isCurrent() && receive(connection, message),
      onEnd: (end) => isCurrent() && lose(connection, end),
    },
  );
}

function receive(connection: State, message: ServerMessage): void {
  connection.isAsking = false;
  if (message.t === 'welcome') {
    connection.parts.onMessage(message);
    return stand(connection);
  }
  if (message.t === 'bye') {
    connection.returnAfterMs = message.afterMs;
    if (message.reason === 'session_ended') connection.refused = connection.token;
  }
  connection.parts.onMessage(message);
}

function stand(connection: State): void {
  const { clock } = connection.parts;
  connection.cancelTimer();
  connection.failures = 0;
  connection.refused = null;
  connection.returnAfterMs = null;
  connection.openedAtMs = clock.nowMs();
  connection.askedAtMs = clock.nowMs();
  setState(connection, 'online');
  tick(connection);
}

/** Asks for positions now and then, and notices a server that fell silent. */
function tick(connection: State): void {
  const { clock, isOverdue } = connection.parts;
  if (connection.state !== 'online') return;
  const now = clock.nowMs();
  const isSilent = connection.isAsking && now - connection.askedAtMs > SILENCE_MS;
  const isTired = connection.isFallback && now - connection.openedAtMs > FALLBACK_FOR_MS;
  if (isSilent || isOverdue() || isTired) return restart(connection);
  if (now - connection.askedAtMs >= POSITIONS_EVERY_MS) {
    ask(connection);
    void renew(connection);
  }
  connection.cancelTimer = clock.after(TICK_MS, () => tick(connection));
}

function ask(connection: State): void {
  const boards = connection.parts.positions();
  connection.askedAtMs = connection.parts.clock.nowMs();
  if (Object.keys(boards).length === 0) return;
  connection.isAsking = true;
  connection.wire?.send({ t: 'positions', boards });
}

/** A token that ends would end the connection (live L6). */
async function renew(connection: State): Promise<void> {
  const { attempt, parts } = connection;
  const token = await parts.credential(null).catch(() => null);
  const isCurrent = attempt === connection.attempt && connection.state === 'online';
  if (token === null || token === connection.token || !isCurrent) return;
  connection.token = token;
  connection.wire?.send({ t: 'renew', token });
}

function lose(connection: State, end: WireEnd): void {
  if (end.kind === 'refused' && end.reason === 'unauthorized') {
    connection.refused = connection.token;
    // A new token is not the server's trouble: it may be tried at once, but only once.
    if (connection.failures === 0) connection.returnAfterMs = 0;
  }
  comeBack(connection);
}

function comeBack(connection: State): void {
  const { clock } = connection.parts;
  const delayMs = connection.returnAfterMs ?? backoffMs(connection.failures, clock.random());
  cut(connection);
  connection.failures += 1;
  connection.returnAfterMs = null;
  setState(connection, 'offline');
  connection.cancelTimer = clock.after(delayMs, () => void connect(connection));
}

function restart(connection: State): void {
  if (connection.isStopped) return;
  cut(connection);
  setState(connection, 'offline');
  void connect(connection);
}

function wake(connection: State): void {
  if (connection.isStopped) return;
  if (connection.state === 'online') return ask(connection);
  if (connection.state === 'connecting') return;
  connection.refused = null;
  restart(connection);
}

function cut(connection: State): void {
  connection.attempt += 1;
  connection.cancelTimer();
  connection.wire?.close();
  connection.wire = null;
  connection.isAsking = false;
}

function setState(connection: State, state: ConnectionState): void {
  if (connection.state === state) return;
  connection.state = state;
  connection.parts.onState(state);
}

function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** Math.min(failures, 10));
  return MIN_BACKOFF_MS + random * (ceiling - MIN_BACKOFF_MS);
}
