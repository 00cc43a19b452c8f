import { WebSocket } from 'ws';
import type { ClientMessage, ServerMessage } from '@boardwire/contract/sync';

/**
 * A live connection without Socket.IO's client: the generator shares the machine, so it reads frames as text and parses
 * only what it was asked to.
 */
export interface LiveSocket {
  clientId: string;
  send(message: ClientMessage): void;
  /** Resolves with the next message of this type. Rejects when the connection ends before. */
  next<Type extends ServerMessage['t']>(type: Type): Promise<ServerMessage & { t: Type }>;
  /** Stops reading from the network, as a screen that hangs does. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Where to connect, as whom, and who listens. */
export interface LiveSocketOptions {
  url: string;
  token: string;
  clientId: string;
  /** Of this machine: the server counts connections by address. */
  localAddress?: string;
  /** Hears of every message as text, type first. */
  onMessage?(text: string): void;
  onClose?(): void;
}

const EVENT_PREFIX = '42["m",';
const CONNECT_PREFIX = '40';
const ERROR_PREFIX = '44';

/** Connects; rejects with the server's word when the handshake is refused. */
export function openLiveSocket(options: LiveSocketOptions): Promise<LiveSocket> {
  const { url, token, clientId, localAddress, onMessage, onClose } = options;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
    ...(localAddress === undefined ? {} : { localAddress }),
  });
  const waiting = new Map<string, { resolve(message: never): void; reject(error: Error): void }>();
  const fail = () => {
    for (const { reject } of waiting.values()) reject(new Error('the connection ended'));
    waiting.clear();
    onClose?.();
  };
  const hear = (text: string) => {
    onMessage?.(text);
    if (waiting.size === 0) return;
    const message = JSON.parse(text) as ServerMessage;
    waiting.get(message.t)?.resolve(message as never);
    waiting.delete(message.t);
  };
  const live: LiveSocket = {
    clientId,
    send: (message) => socket.send(`${EVENT_PREFIX}${JSON.stringify(message)}]`),
    next: (type) => new Promise((resolve, reject) => waiting.set(type, { resolve, reject })),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error('closed'));
      fail();
    });
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text === '2') socket.send('3');
      else if (text.startsWith(EVENT_PREFIX)) hear(text.slice(EVENT_PREFIX.length, -1));
      else if (text.startsWith('0')) {
        const auth = { v: 1, token, client: clientId, sdk: 'bench' };
        socket.send(CONNECT_PREFIX + JSON.stringify(auth));
      } else if (text.startsWith(CONNECT_PREFIX)) resolve(live);
      else if (text.startsWith(ERROR_PREFIX)) {
        reject(new Error(text.slice(ERROR_PREFIX.length)));
        socket.close();
      }
    });
  });
}
