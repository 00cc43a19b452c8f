import { oneAtATime } from '../../kernel/one-at-a-time.ts';
import type { LiveRoom } from './live-room.ts';
import type { LiveSource } from './live-source.ts';

/** What the poll looks at. */
export interface WatermarkParts {
  source: Pick<LiveSource, 'readSeqs'>;
  rooms: ReadonlyMap<string, LiveRoom>;
  /** The board was restored or repaired meanwhile: what the members have is another history (live L2). */
  replace(boardId: string, head: { epoch: number; seq: number }): void;
  onError(error: unknown): void;
}

/**
 * What makes up for every announcement that was lost (live L33): asks how far all boards with members are. One look at a
 * time, so that a database that is slow is not asked more and more.
 */
export function createWatermarkPoll({
  source,
  rooms,
  replace,
  onError,
}: WatermarkParts): () => void {
  return oneAtATime(async () => {
    const open = [...rooms.values()].filter(({ members }) => members.size > 0);
    if (open.length === 0) return;
    for (const head of await source.readSeqs(open.map(({ boardId }) => boardId))) {
      const room = rooms.get(head.boardId);
      if (room !== undefined && room.epoch < head.epoch) replace(head.boardId, head);
      else room?.advance(head.seq);
    }
  }, onError);
}
