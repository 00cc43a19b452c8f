import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchUser } from './lib/board-store.ts';
import { openLiveSocket, type LiveSocket } from './lib/live-socket.ts';

/** A board as it is joined. */
export interface Place {
  board: string;
  epoch: number;
  since: number;
}

/** Somebody's open screen, and how far it has got. */
export interface Screen {
  /** Highest sequence it has, without gap. */
  seq: number;
  frames: number;
  /** Frames that did not begin where the one before ended. */
  gaps: number;
  /** Changes that came twice. */
  repeats: number;
  socket: LiveSocket;
}

/** Hears of each sequence that a screen has got, in order. */
export type OnSeq = (seq: number, atMs: number) => void;

/** The server counts connections by address: 200 each (security S38). */
const SOCKETS_PER_ADDRESS = 190;
/** Below the handshakes that one node takes a second (live L12). */
const OPEN_PER_S = 150;
const RANGE = /"from":(\d+),"to":(\d+)/;
/** A refused handshake comes again within this, as the SDK's does. */
const RETRY_WITHIN_MS = 1_000;

let opened = 0;

/** Opens `count` screens on a board, at the rate that a node takes them, or all at once. */
export async function openScreens(
  url: string,
  users: readonly BenchUser[],
  place: Place,
  { count, onSeq, isAtOnce = false }: { count: number; onSeq: OnSeq; isAtOnce?: boolean },
): Promise<Screen[]> {
  const opening: Promise<Screen>[] = [];
  for (let index = 0; index < count; index += 1) {
    const user = users[index % users.length];
    if (user === undefined) throw new Error('no users');
    opening.push(openScreen(url, user, place, onSeq));
    if (!isAtOnce) await sleep(1_000 / OPEN_PER_S);
  }
  return Promise.all(opening);
}

/** Opens one screen on a board, where it stands; a node that is busy is asked again. */
export async function openScreen(
  url: string,
  user: BenchUser,
  place: Place,
  onSeq: OnSeq,
): Promise<Screen> {
  opened += 1;
  const localAddress = `127.0.0.${2 + (Math.floor(opened / SOCKETS_PER_ADDRESS) % 200)}`;
  const counts = { seq: place.since, frames: 0, gaps: 0, repeats: 0 };
  const onMessage = (text: string) => {
    if (text.startsWith('{"t":"changes"')) countFrame(counts, text, onSeq);
  };
  const clientId = crypto.randomUUID();
  for (;;) {
    try {
      const options = { url, token: user.token, clientId, localAddress, onMessage };
      const socket = await openLiveSocket(options);
      const joined = socket.next('joined');
      socket.send({ t: 'join', ...place });
      await joined;
      return Object.assign(counts, { socket });
    } catch {
      await sleep(Math.random() * RETRY_WITHIN_MS);
    }
  }
}

function countFrame(screen: Omit<Screen, 'socket'>, text: string, onSeq: OnSeq): void {
  const atMs = performance.now();
  const range = RANGE.exec(text);
  const from = Number(range?.[1]);
  const to = Number(range?.[2]);
  screen.frames += 1;
  if (from > screen.seq + 1) screen.gaps += 1;
  if (from <= screen.seq) screen.repeats += 1;
  for (let seq = Math.max(from, screen.seq + 1); seq <= to; seq += 1) onSeq(seq, atMs);
  screen.seq = Math.max(screen.seq, to);
}
