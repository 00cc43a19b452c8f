import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import type { Result } from '@boardwire/sdk/result';
import { openLive } from '../../lib/live.ts';
import { type BoardModel, createBoardModel } from './board-model.ts';

interface Held {
  opening: Promise<Result<BoardModel>>;
  users: number;
}

const held = new Map<string, Held>();

/** Opens a board, once for all who hold it. */
export function holdBoard(boardId: string): Promise<Result<BoardModel>> {
  const known = held.get(boardId);
  const entry = known ?? { opening: openBoard(boardId), users: 0 };
  entry.users += 1;
  held.set(boardId, entry);
  return entry.opening;
}

/** Gives up one hold. The last closes the board, a moment later: a screen that comes back at once keeps it. */
export function releaseBoard(boardId: string): void {
  const entry = held.get(boardId);
  if (!entry) return;
  entry.users -= 1;
  setTimeout(() => {
    if (entry.users > 0 || held.get(boardId) !== entry) return;
    held.delete(boardId);
    void entry.opening.then((opened) => opened.ok && opened.data.board.close());
  });
}

async function openBoard(boardId: string): Promise<Result<BoardModel>> {
  const opened: Result<LiveBoard> = await openLive().openBoard(boardId);
  return opened.ok ? { ...opened, data: createBoardModel(opened.data) } : opened;
}
