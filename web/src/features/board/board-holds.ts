import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import type { Result } from '@boardwire/sdk/result';

/** What is held of an open board; more may be known of it. */
interface Opened {
  board: Pick<LiveBoard, 'close'>;
}

interface Held<Model extends Opened> {
  opening: Promise<Result<Model>>;
  users: number;
}

/** Boards that are open, each once for all who hold it. */
export interface BoardHolds<Model extends Opened> {
  /** Opens a board, once for all who hold it. */
  hold(boardId: string): Promise<Result<Model>>;
  /** Gives up one hold. The last closes the board, a moment later: a screen that comes back at once keeps it. */
  release(boardId: string): void;
  /** Keeps a board open that somebody holds, also after they have left it, until something is done. */
  holdUntil(boardId: string, done: Promise<unknown>): void;
  /** The connection of all boards is closed: nobody gets one of them again. */
  forgetAll(): void;
}

/** Creates holds on boards that `open` opens. */
export function createBoardHolds<Model extends Opened>(
  open: (boardId: string) => Promise<Result<Model>>,
): BoardHolds<Model> {
  const held = new Map<string, Held<Model>>();
  const giveUp = (boardId: string, entry: Held<Model>) => {
    entry.users -= 1;
    setTimeout(() => {
      if (entry.users > 0 || held.get(boardId) !== entry) return;
      held.delete(boardId);
      void entry.opening.then((opened) => opened.ok && opened.data.board.close());
    });
  };
  return {
    hold(boardId) {
      const entry = held.get(boardId) ?? { opening: open(boardId), users: 0 };
      entry.users += 1;
      held.set(boardId, entry);
      return entry.opening;
    },
    release(boardId) {
      const entry = held.get(boardId);
      if (entry) giveUp(boardId, entry);
    },
    holdUntil(boardId, done) {
      const entry = held.get(boardId);
      if (!entry) return;
      entry.users += 1;
      const end = () => giveUp(boardId, entry);
      done.then(end, end);
    },
    forgetAll: () => held.clear(),
  };
}
