import type { ServerMessage } from '@boardwire/contract/sync';
import { openLiveSocket, type LiveSocket } from '../lib/live-socket.ts';

/** The live connection of a person: one board at a time, one mutation at a time. */
export interface PersonSocket {
  /** Leaves the board that is open and joins this one at the place that the tag of its snapshot names. */
  open(boardId: string, tag: string): Promise<void>;
  /** Resolves when it is acknowledged; rejects with the server's word when it is not. */
  mutate(boardId: string, op: string, input: Record<string, unknown>): Promise<void>;
  close(): void;
}

/** When mutations were sent, by board and number of the change: all people of the load share it. */
export interface Sightings {
  sent(boardId: string, seq: number, atMs: number): void;
  /** A screen has these changes now. */
  seen(boardId: string, range: { from: number; to: number }): void;
}

/** Changes of a board that are remembered: those that are older are on all screens. */
const KEPT_CHANGES = 1_000;
/** A word of the server that has not come by then will not come. */
const PATIENCE_MS = 30_000;
/** Who asks again after a word of the server that says so, asks at most this often. */
const MAX_TRIES = 5;

const RANGE = /"board":"([0-9a-f-]+)","from":(\d+),"to":(\d+)/;
const TAG = /(\d+):(\d+)/;

/** Measures from sending to being seen; a change that is seen before it is acknowledged has no number yet, and waits. */
export function createSightings(add: (tookMs: number) => void): Sightings {
  const sentAt = new Map<string, number>();
  const early = new Map<string, number[]>();
  const keep = <Value>(map: Map<string, Value>, key: string, value: Value) => {
    map.set(key, value);
    if (map.size <= KEPT_CHANGES) return;
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  };
  return {
    sent(boardId, seq, atMs) {
      const key = `${boardId} ${seq}`;
      keep(sentAt, key, atMs);
      for (const seenAtMs of early.get(key) ?? []) add(seenAtMs - atMs);
      early.delete(key);
    },
    seen(boardId, { from, to }) {
      const nowMs = performance.now();
      for (let seq = from; seq <= to; seq += 1) {
        const key = `${boardId} ${seq}`;
        const atMs = sentAt.get(key);
        if (atMs === undefined) keep(early, key, [...(early.get(key) ?? []), nowMs]);
        else add(nowMs - atMs);
      }
    },
  };
}

/** Connects somebody. */
export async function openPersonSocket(options: {
  url: string;
  token: string;
  localAddress: string;
  sightings: Sightings;
}): Promise<PersonSocket> {
  const { url, token, localAddress, sightings } = options;
  const clientId = crypto.randomUUID();
  let place: { boardId: string; epoch: number } | null = null;
  let mid = 0;
  let onAnswer: ((message: ServerMessage) => void) | null = null;
  let onEnd: ((error: Error) => void) | null = null;
  const onMessage = (text: string) => {
    if (text.startsWith('{"t":"changes"')) return see(text, sightings);
    if (/^\{"t":"(ack|nack|retry)"/.test(text)) onAnswer?.(JSON.parse(text) as ServerMessage);
  };
  const onClose = () => onEnd?.(new Error('the connection ended'));
  const live = { url, token, clientId, localAddress, onMessage, onClose };
  const socket: LiveSocket = await openLiveSocket(live);
  const send = (call: { op: string; input: Record<string, unknown> }) =>
    new Promise<ServerMessage>((resolve, reject) => {
      [onAnswer, onEnd] = [resolve, reject];
      const { boardId: board = '', epoch = 1 } = place ?? {};
      socket.send({ t: 'mutate', mid, board, epoch, calls: [call as never] });
    });
  return {
    async open(boardId, tag) {
      if (place !== null) socket.send({ t: 'leave', board: place.boardId });
      const [, epoch, since] = TAG.exec(tag) ?? [];
      place = { boardId, epoch: Number(epoch) };
      const joined = socket.next('joined');
      socket.send({ t: 'join', board: boardId, epoch: Number(epoch), since: Number(since) });
      await patiently(joined);
    },
    async mutate(boardId, op, input) {
      mid += 1;
      const sentAtMs = performance.now();
      for (let tries = 1; ; tries += 1) {
        const answer = await patiently(send({ op, input }));
        if (answer.t === 'ack') return sightings.sent(boardId, answer.seq, sentAtMs);
        if (answer.t !== 'retry' || tries === MAX_TRIES) throw new Error(JSON.stringify(answer));
        await new Promise((done) => setTimeout(done, answer.afterMs ?? 0));
      }
    },
    close: () => socket.close(),
  };
}

function see(text: string, sightings: Sightings): void {
  const [, boardId = '', from, to] = RANGE.exec(text) ?? [];
  sightings.seen(boardId, { from: Number(from), to: Number(to) });
}

async function patiently<Value>(answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const giveUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, giveUp]);
  } finally {
    clearTimeout(timer);
  }
}
