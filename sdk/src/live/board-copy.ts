import type { BoardSnapshot } from './board-snapshot.ts';

/** A board as it was last seen. */
export interface BoardCopy {
  boardId: string;
  /** By our clock, milliseconds since 1970. */
  savedAtMs: number;
  snapshot: BoardSnapshot;
}
