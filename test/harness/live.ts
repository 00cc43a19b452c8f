import { io, type Socket } from 'socket.io-client';
import type { ClientMessage, ServerMessage } from '@boardwire/contract/sync';
import type { Person } from './people.ts';
import type { TestServer } from './server.ts';

/** A bare connection of the live protocol that remembers what it heard. */
export interface LiveWire {
  clientId: string;
  heard: ServerMessage[];
  socket: Socket;
  send(message: ClientMessage): void;
  /** The next message of a type that `accepts` takes, heard before or still to come. */
  next<Type extends ServerMessage['t']>(
    type: Type,
    accepts?: (message: ServerMessage & { t: Type }) => boolean,
  ): Promise<ServerMessage & { t: Type }>;
  close(): void;
}

/** Generous: a loaded machine is slow, and a message that never comes is the failure. */
const PATIENCE_MS = 15_000;

/** Connects a person, or whoever holds `token`; rejects when the handshake is refused. */
export async function connectLive(
  server: Pick<TestServer, 'url'>,
  { token }: Pick<Person, 'token'>,
  {
    clientId = crypto.randomUUID(),
    headers = {},
  }: { clientId?: string; headers?: Record<string, string> } = {},
): Promise<LiveWire> {
  const socket = io(server.url, {
    path: '/api/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { v: 1, token, client: clientId, sdk: 'test' },
    extraHeaders: headers,
  });
  const heard: ServerMessage[] = [];
  const waiting = new Set<() => void>();
  socket.on('m', (message: ServerMessage) => {
    heard.push(message);
    for (const check of waiting) check();
  });
  const wire: LiveWire = {
    clientId,
    heard,
    socket,
    send: (message) => void socket.emit('m', message),
    next: createNext(heard, waiting),
    close: () => void socket.close(),
  };
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', reject);
    // A server that ends in the middle of the handshake says nothing more.
    socket.once('disconnect', (reason) => reject(new Error(`cut in the handshake: ${reason}`)));
    setTimeout(() => reject(new Error('no answer to the handshake')), PATIENCE_MS).unref();
  });
  await wire.next('welcome');
  return wire;
}

function createNext(heard: ServerMessage[], waiting: Set<() => void>): LiveWire['next'] {
  const taken = new Set<ServerMessage>();
  return (type, accepts = () => true) =>
    new Promise((resolve, reject) => {
      const check = () => {
        const found = heard.find(
          (message) => message.t === type && !taken.has(message) && accepts(message as never),
        );
        if (found === undefined) return;
        taken.add(found);
        waiting.delete(check);
        clearTimeout(timer);
        resolve(found as never);
      };
      const timer = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(`no ${type}; heard ${JSON.stringify(heard).slice(0, 2_000)}`));
      }, PATIENCE_MS);
      waiting.add(check);
      check();
    });
}
