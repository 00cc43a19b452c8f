import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { parseAllowList } from './allow-list.ts';
import type { AllowList } from './allow-list.ts';
import type { NameResolver } from './resolver.ts';

/** A listener on every local address that counts whoever connects. */
export interface Canary {
  readonly port: number;
  connections(): number;
  close(): Promise<void>;
}

/** Listens on `::` with IPv4 included by default, so that any spelling of this machine would be seen. */
export async function startCanary(host = '::'): Promise<Canary> {
  let count = 0;
  const server = await startTcp((socket) => {
    count += 1;
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi');
  }, host);
  return { ...server, connections: () => count };
}

/** A raw TCP server on 127.0.0.1 (or `host`). */
export async function startTcp(
  onSocket: (socket: Socket) => void,
  host = '127.0.0.1',
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  return { port: await listen(server, host), close: () => closeServer(server, sockets) };
}

/** An HTTP server, on 127.0.0.1 and any port by default, that remembers its requests. */
export async function startHttp(
  listener: RequestListener,
  at: { host: string; port: number } = { host: '127.0.0.1', port: 0 },
): Promise<{
  port: number;
  requests: IncomingMessage[];
  connections(): number;
  /** Ends every connection, also those that wait for an answer. */
  cut(): void;
  close(): Promise<void>;
}> {
  const requests: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await listen(server, at.host, at.port);
  return {
    port,
    requests,
    connections: () => connections,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    close: () => closeServer(server, sockets),
  };
}

/** Answers names from a table; a list of lists is given out one after the other, the last one for ever. */
export function createTableResolver(table: Record<string, string[] | string[][]>): NameResolver & {
  asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    async resolve(host) {
      const entry = table[host] ?? [];
      const turn = asked.filter((name) => name === host).length;
      asked.push(host);
      const answers = (Array.isArray(entry[0]) ? entry : [entry]) as string[][];
      return answers[Math.min(turn, answers.length - 1)] ?? [];
    },
  };
}

/** An allow list that must parse. */
export function allow(text: string): AllowList {
  const parsed = parseAllowList(text);
  if (!parsed.ok) throw new Error(`entry ${parsed.entry}`);
  return parsed.list;
}

function listen(server: Server, host: string, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: Server, sockets: Iterable<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
