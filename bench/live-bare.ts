import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { repeatEvenly } from './live-writers.ts';
import type { OnSeq } from './live-screens.ts';

/** Connections to the bare fan-out, one of which tells it what to send. */
export interface BareScreens {
  /** Has `perS` frames a second sent to all; answers when each was sent, by its number. */
  run(perS: number, durationS: number): Promise<Map<number, number>>;
  close(): void;
}

const OPEN_PER_S = 300;
const RANGE = /"from":(\d+),/;

/** Opens `count` connections. */
export async function openBareScreens(
  url: string,
  count: number,
  onSeq: OnSeq,
): Promise<BareScreens> {
  const address = url.replace('http', 'ws');
  const sockets: WebSocket[] = [];
  for (let index = 0; index < count; index += 1) {
    const socket = new WebSocket(address, { perMessageDeflate: false });
    socket.on('message', (data: Buffer) => {
      onSeq(Number(RANGE.exec(data.toString())?.[1]), performance.now());
    });
    sockets.push(socket);
    await sleep(1_000 / OPEN_PER_S);
  }
  for (const socket of sockets)
    if (socket.readyState !== WebSocket.OPEN) await once(socket, 'open');
  let seq = 0;
  return {
    async run(perS, durationS) {
      const sent = await repeatEvenly(perS, durationS, async () => {
        seq += 1;
        const sentAtMs = performance.now();
        sockets[0]?.send(frameOf(seq));
        return [seq, sentAtMs] as const;
      });
      return new Map(sent);
    },
    close: () => sockets.forEach((socket) => socket.close()),
  };
}

/** As long as the frame of one changed text, with its marks. */
function frameOf(seq: number): string {
  const id = '0190b5c4-7f1e-7c3a-9d2e-5b8f6a7c8d9e';
  const change = {
    seq,
    id,
    actor: { kind: 'user', userId: id },
    client: id,
    mid: seq,
    at: '2026-11-21T09:00:00.000Z',
    event: {
      type: 'item.updated',
      data: {
        itemId: id,
        fields: { [id]: { from: `Text ${id} ${seq}`, to: `Text ${id} ${seq}` } },
      },
    },
  };
  const frame = { t: 'changes', board: id, from: seq, to: seq, changes: [change] };
  return `42["m",${JSON.stringify(frame)}]`;
}
