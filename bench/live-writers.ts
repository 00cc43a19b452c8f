import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerMessage } from '@boardwire/contract/sync';
import type { BenchBoard, BenchUser } from './lib/board-store.ts';
import { openLiveSocket, type LiveSocket } from './lib/live-socket.ts';

/** A mutation that was acknowledged. */
export interface Acknowledged {
  seq: number;
  sentAtMs: number;
  ackedAtMs: number;
}

/** People who edit one board over sockets. */
export interface Writers {
  /** Sends `perS` mutations a second, evenly and in turn, for `durationS`; resolves when all are acknowledged. */
  run(perS: number, durationS: number): Promise<Acknowledged[]>;
  close(): void;
}

interface Writer {
  socket: LiveSocket;
  mid: number;
}

/** Opens one connection for each user. */
export async function openWriters(
  url: string,
  users: readonly BenchUser[],
  board: BenchBoard,
): Promise<Writers> {
  const waiting = new Map<string, (seq: number) => void>();
  const writers: Writer[] = [];
  for (const { token } of users) {
    const clientId = crypto.randomUUID();
    const onMessage = (text: string) => {
      if (text.startsWith('{"t":"changes"')) return;
      const message = JSON.parse(text) as ServerMessage;
      if (message.t === 'nack' || message.t === 'retry') throw new Error(text);
      if (message.t === 'ack') waiting.get(`${clientId} ${message.mid}`)?.(message.seq);
    };
    writers.push({ socket: await openLiveSocket({ url, token, clientId, onMessage }), mid: 0 });
  }
  const send = (index: number): Promise<Acknowledged> => {
    const writer = writers[index % writers.length];
    if (writer === undefined) throw new Error('no writers');
    writer.mid += 1;
    const { mid, socket } = writer;
    const itemId = board.itemIds[index % board.itemIds.length] ?? '';
    const input = { itemId, values: { [board.textColumnId]: `Text ${socket.clientId} ${mid}` } };
    const calls = [{ op: 'items.update', input }];
    const sentAtMs = performance.now();
    const acked = new Promise<Acknowledged>((resolve) => {
      waiting.set(`${socket.clientId} ${mid}`, (seq) =>
        resolve({ seq, sentAtMs, ackedAtMs: performance.now() }),
      );
    });
    socket.send({ t: 'mutate', mid, board: board.boardId, epoch: 1, calls });
    return acked;
  };
  return {
    run: (perS, durationS) => repeatEvenly(perS, durationS, send),
    close: () => writers.forEach(({ socket }) => socket.close()),
  };
}

/** Calls `send` at an even rate whatever the answers take; the answers of all. */
export async function repeatEvenly<Answer>(
  perS: number,
  durationS: number,
  send: (index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Promise<Answer>[] = [];
  const startedAtMs = performance.now();
  for (let index = 0; index < perS * durationS; index += 1) {
    const dueAtMs = startedAtMs + (index * 1_000) / perS;
    const leftMs = dueAtMs - performance.now();
    if (leftMs > 0) await sleep(leftMs);
    answers.push(send(index));
  }
  return Promise.all(answers);
}
