import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * How a proxy behaves: it passes everything on, takes calls and never answers them, or passes on everything but
 * upgrades to WebSocket.
 */
type Mood = 'open' | 'silent' | 'blocksUpgrades';

/** A proxy in front of the server, as offices have them. */
export interface Proxy {
  url: string;
  /** From now on; connections that stand are cut. */
  become(mood: Mood): void;
  stop(): Promise<void>;
}

/** Starts a proxy on a free port. */
export async function startProxy(target: string): Promise<Proxy> {
  const sockets = new Set<Duplex>();
  let mood: Mood = 'open';
  const server = createServer((asked, answer) => {
    if (mood !== 'silent') passOn(target, asked, answer);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (asked: IncomingMessage, socket: Duplex) => {
    if (mood === 'open') tunnel(target, asked, socket);
    else if (mood === 'blocksUpgrades') socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    become(next) {
      mood = next;
      cut();
    },
    stop() {
      cut();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

function passOn(target: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, headers, url = '/' } = asked;
  const passed = request(new URL(url, target), { method, headers }, (from) => {
    answer.writeHead(from.statusCode ?? 502, from.headers);
    from.pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  asked.pipe(passed);
}

function tunnel(target: string, asked: IncomingMessage, socket: Duplex): void {
  const { hostname, port } = new URL(target);
  const passed = connect(Number(port), hostname, () => {
    const lines = [`${asked.method} ${asked.url} HTTP/1.1`];
    for (let at = 0; at < asked.rawHeaders.length; at += 2)
      lines.push(`${asked.rawHeaders[at]}: ${asked.rawHeaders[at + 1]}`);
    passed.write(`${lines.join('\r\n')}\r\n\r\n`);
    passed.pipe(socket).pipe(passed);
  });
  const end = () => {
    passed.destroy();
    socket.destroy();
  };
  passed.on('error', end).on('close', end);
  socket.on('error', end).on('close', end);
}
