import { io } from 'socket.io-client';
import type { ServerMessage } from '@boardwire/contract/sync';
import type { OpenWire, WireEnd } from './wire.ts';

/** The one event in both directions; its argument is a message of contract/sync. */
const EVENT = 'm';
const PATH = '/api/live';
const OPEN_TIMEOUT_MS = 10_000;

/** Opens wires by Socket.IO over WebSocket alone (live L28). `baseUrl` is the server's, without `/api/v1`. */
export function createSocketWires(baseUrl: string): OpenWire {
  const { origin, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/+$/, '') + PATH;
  return (hello, { onMessage, onEnd }) => {
    const socket = io(origin, {
      path,
      transports: ['websocket'],
      auth: { ...hello },
      // Coming back is ours: with a fresh token, and at the time that the server asks for.
      reconnection: false,
      forceNew: true,
      timeout: OPEN_TIMEOUT_MS,
    });
    let isOver = false;
    const end = (how: WireEnd) => {
      if (isOver) return;
      isOver = true;
      socket.disconnect();
      onEnd(how);
    };
    socket.on(EVENT, (message: ServerMessage) => {
      if (!isOver) onMessage(message);
    });
    socket.on('disconnect', () => end({ kind: 'cut' }));
    socket.on('connect_error', (error: Error) => {
      // The server's refusals are one word; anything else is the way to it.
      const isRefused = /^[a-z_]+$/.test(error.message) && error.message !== 'timeout';
      end(isRefused ? { kind: 'refused', reason: error.message } : { kind: 'unreachable' });
    });
    return {
      send: (message) => void socket.emit(EVENT, message),
      close() {
        isOver = true;
        socket.disconnect();
      },
    };
  };
}
