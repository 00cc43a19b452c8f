import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchBoard, BenchUser } from './lib/board-store.ts';
import { spreadOf, type Spread } from './lib/figures.ts';

/** A mutation of one field of one item, as each way to write takes it. */
export interface FieldWrite {
  userId: string;
  clientId: string;
  mid: number;
  board: BenchBoard;
  itemId: string;
  text: string;
}

/** Writes durably; resolves when it is acknowledged. */
export type Write = (write: FieldWrite) => Promise<void>;

/** What a run of load measured. */
export interface HotResult {
  perSecond: number;
  latencyMs: Spread;
}

/** A client of the load, whose mutations are counted on. */
export interface HotClient {
  user: BenchUser;
  clientId: string;
  mid: number;
}

/** Unanswered mutations of one client (live L17). */
const MAX_PENDING = 50;
/** A client stays this many mutations on a board before it goes to the next: a pasted block, a few edits. */
const RUN_LENGTH = 10;

/** Clients with ids of their own. */
export function createClients(users: readonly BenchUser[], count: number): HotClient[] {
  return Array.from({ length: count }, (_, index) => {
    const user = users[index % users.length];
    if (user === undefined) throw new Error('no users');
    return { user, clientId: randomUUID(), mid: 0 };
  });
}

/** Every client keeps as many mutations unanswered as it may, on one board or going round all of them, for `durationS`. */
export async function runHotLoad(
  write: Write,
  clients: readonly HotClient[],
  boards: readonly BenchBoard[],
  durationS: number,
): Promise<HotResult> {
  const latenciesMs: number[] = [];
  let isOver = false;
  const startedAtMs = performance.now();
  const loads = clients.map((client, index) => {
    let boardIndex = Math.floor((index * boards.length) / clients.length);
    const next = (): FieldWrite => {
      if (client.mid % RUN_LENGTH === 0) boardIndex = (boardIndex + 1) % boards.length;
      return planWrite(client, boards[boardIndex]);
    };
    const repeat = async () => {
      while (!isOver) {
        const sentAtMs = performance.now();
        await write(next());
        latenciesMs.push(performance.now() - sentAtMs);
      }
    };
    return Promise.all(Array.from({ length: MAX_PENDING }, repeat));
  });
  await sleep(durationS * 1_000);
  isOver = true;
  const counted = latenciesMs.length;
  const elapsedS = (performance.now() - startedAtMs) / 1_000;
  await Promise.all(loads);
  return { perSecond: counted / elapsedS, latencyMs: spreadOf(latenciesMs) };
}

/** The client's next mutation: one text of one item. */
export function planWrite(client: HotClient, board: BenchBoard | undefined): FieldWrite {
  if (board === undefined) throw new Error('no boards');
  client.mid += 1;
  const { user, clientId, mid } = client;
  const itemId = board.itemIds[Math.floor(Math.random() * board.itemIds.length)] ?? '';
  return { userId: user.userId, clientId, mid, board, itemId, text: `Text ${clientId} ${mid}` };
}
