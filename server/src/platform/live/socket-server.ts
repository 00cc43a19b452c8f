import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { ServerMessage } from '@boardwire/contract/sync';
import { createBroadcast } from './broadcast.ts';
import type { Broadcast } from './live-member.ts';
import { createTokenBucket } from './token-bucket.ts';

/** One connection of a browser or program. */
export interface LiveSocket {
  id: string;
  ipAddress: string;
  /** What it said of itself at the handshake; unchecked. */
  hello: unknown;
  send(message: ServerMessage): void;
  enter(slice: string): void;
  leave(slice: string): void;
  /** Bytes that wait for a reader that is slower than we are (live L36). */
  bufferedBytes(): number;
  close(): void;
}

/** What a connection does. */
export interface SocketHandlers {
  /** The connection stands: it may be sent to. */
  onOpen(): void;
  onMessage(message: unknown): void;
  /** Called once, also for a connection that ended while it was admitted. */
  onClose(): void;
}

/** Decides on connections and messages. */
export interface SocketGate {
  /** Whether a browser of this origin and host may ask at all; runs before anything else is read. */
  allowsRequest(request: IncomingMessage): boolean;
  /** Where it comes from, behind the proxies that are ours. */
  addressOf(request: IncomingMessage): string;
  /** A connection stands that has not said who it is; the answer is called when it has, or has ended. */
  enter(address: string): () => void;
  /** Authenticates the handshake; the answer is what listens. Throws an error whose message is sent to the caller. */
  admit(socket: LiveSocket): Promise<SocketHandlers>;
}

/** The live side of an HTTP server. */
export interface SocketServer {
  broadcast: Broadcast;
  count(): number;
  close(): Promise<void>;
}

const PATH = '/api/live';
/** The one event in both directions; its argument is a message of contract/sync. */
const EVENT = 'm';
/** A dead connection is noticed within both together, 24 s (live L25). */
const PING_INTERVAL_MS = 4_000;
const PING_TIMEOUT_MS = 20_000;
/** Largest message (security S38). */
const MAX_FRAME_BYTES = 262_144;
/** Who has not said who they are by then is closed. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Packets of any kind, of which messages are one: beyond, nothing is read any more (security S38). */
const PACKETS = { perS: 100, burst: 400 };

/** The part of an engine connection that is used here. */
interface EngineConnection {
  readyState: string;
  request: IncomingMessage;
  on(event: 'packet', listener: () => void): void;
  once(event: 'close', listener: () => void): void;
  close(discard?: boolean): void;
}

/** Attaches Socket.IO, WebSocket alone: no polling, so no sticky sessions, and no compression (live L28). */
export function attachSocketServer(http: HttpServer, gate: SocketGate): SocketServer {
  const io = new Server(http, {
    path: PATH,
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: MAX_FRAME_BYTES,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    cookie: false,
    allowRequest: (request, decide) => decide(null, gate.allowsRequest(request)),
  });
  const unknown = new WeakMap<object, () => void>();
  io.engine.on('connection', (connection: EngineConnection) => {
    limitPackets(connection);
    const isKnown = gate.enter(gate.addressOf(connection.request));
    unknown.set(connection, isKnown);
    connection.once('close', isKnown);
  });
  io.use((socket, next) => {
    const live = toLiveSocket(socket, gate.addressOf(socket.request));
    gate.admit(live).then(
      (handlers) => {
        unknown.get(socket.conn)?.();
        next(listen(socket, handlers) ? undefined : new Error('closed'));
      },
      (error: Error) => next(error),
    );
  });
  io.on('connection', (socket) => (socket.data as { onOpen(): void }).onOpen());
  return {
    broadcast: createBroadcast(io, EVENT),
    count: () => io.engine.clientsCount,
    close: () =>
      new Promise((resolve) => {
        // The HTTP server is closed by whoever opened it.
        io.disconnectSockets(true);
        io.engine.close();
        resolve();
      }),
  };
}

/** Before anybody is known: whoever only makes noise is cut without a word. */
function limitPackets(connection: EngineConnection): void {
  const packets = createTokenBucket(PACKETS);
  connection.on('packet', () => {
    if (!packets.take()) connection.close(true);
  });
}

/** False when the connection ended meanwhile. */
function listen(socket: Socket, { onOpen, onMessage, onClose }: SocketHandlers): boolean {
  const connection = socket.conn as unknown as EngineConnection;
  let hasClosed = false;
  const close = () => {
    if (hasClosed) return;
    hasClosed = true;
    onClose();
  };
  socket.data = { onOpen };
  socket.on(EVENT, (message: unknown) => onMessage(message));
  // What has another name is no message, and counts as one that is malformed.
  socket.onAny((event: string) => event !== EVENT && onMessage(undefined));
  // Socket.IO writes to the console when nobody listens.
  socket.on('error', () => undefined);
  // One that ends before it is connected never says `disconnect`.
  socket.once('disconnect', close);
  connection.once('close', close);
  if (connection.readyState !== 'open') close();
  return !hasClosed;
}

interface RawTransport {
  socket?: { bufferedAmount?: number };
}

function toLiveSocket(socket: Socket, ipAddress: string): LiveSocket {
  return {
    id: socket.id,
    ipAddress,
    hello: socket.handshake.auth,
    send: (message) => void socket.emit(EVENT, message),
    enter: (slice) => void socket.join(slice),
    leave: (slice) => void socket.leave(slice),
    bufferedBytes() {
      const { writeBuffer, transport } = socket.conn as unknown as {
        writeBuffer: { data?: unknown }[];
        transport: RawTransport;
      };
      let bytes = transport.socket?.bufferedAmount ?? 0;
      for (const { data } of writeBuffer) if (typeof data === 'string') bytes += data.length;
      return bytes;
    },
    close: () => void socket.disconnect(true),
  };
}
