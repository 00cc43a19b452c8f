import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io as connect, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBroadcast } from './broadcast.ts';
import type { Broadcast } from './live-member.ts';

const EVENT = 'm';
const ROOM = 'board:x';

let http: HttpServer;
let server: Server;
let client: Socket;
let broadcast: Broadcast;
const heard: { t: string; text: string }[] = [];

beforeAll(async () => {
  http = createServer();
  server = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
  broadcast = createBroadcast(server, EVENT);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const joined = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      void socket.join(ROOM);
      resolve();
    });
  });
  const { port } = http.address() as AddressInfo;
  client = connect(`http://127.0.0.1:${port}`, { transports: ['websocket'] });
  client.on(EVENT, (message) => heard.push(message));
  await joined;
});
afterAll(async () => {
  client.close();
  await server.close();
});

const say = (text: string) => ({ t: 'test', text }) as never;

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('live L28: one frame for a whole room', () => {
  it('arrives whole at each size that a frame writes its length differently for', async () => {
    // Around the limits of 125 and 65,535 bytes, with characters of several bytes.
    const texts = [0, 90, 95, 96, 97, 98, 65_500, 65_505, 65_506, 65_507, 200_000]
      .map((length) => 'x'.repeat(length))
      .concat('Grüße 🚀 '.repeat(9_000));
    heard.length = 0;
    for (const text of texts) broadcast(ROOM, say(text));
    await until(() => heard.length === texts.length);
    expect(heard.map(({ text }) => text)).toEqual(texts);
  });

  it('keeps its place among what is sent to the connection alone, also while that waits', async () => {
    const [socket] = server.sockets.sockets.values();
    heard.length = 0;
    for (let index = 0; index < 300; index += 1) {
      // The first of a turn leaves at once; more wait in the engine until it has left.
      if (index % 3 === 0) broadcast(ROOM, say(String(index)));
      else socket?.emit(EVENT, say(String(index)));
    }
    await until(() => heard.length === 300);
    expect(heard.map(({ text }) => Number(text))).toEqual([...Array.from({ length: 300 }).keys()]);
  });

  it('reaches nobody of another room', async () => {
    heard.length = 0;
    broadcast('board:y', say('not for us'));
    broadcast(ROOM, say('for us'));
    await until(() => heard.length > 0);
    expect(heard.map(({ text }) => text)).toEqual(['for us']);
  });
});
