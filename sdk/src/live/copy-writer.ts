import type { BoardCopy } from './board-copy.ts';
import type { BoardSnapshot } from './board-snapshot.ts';

/**
 * A copy as JSON: the board without its items, and behind it the items, some in each part. As blobs, because the database
 * takes those as they are; megabytes of text it would copy in one go.
 */
export type CopyParts = readonly Blob[];

/** Items of one part: less than a millisecond of work, and so few bytes that a page which goes leaves none behind. */
const ITEMS_PER_PART = 100;
/** Between two parts the page draws and answers keys. */
const PAUSE_MS = 8;

/** Turns copies into parts, without holding up the page. */
export interface CopyWriter {
  /** The parts of a copy; null when the same state is kept already, or another word about the board came meanwhile. */
  write(copy: BoardCopy): Promise<CopyParts | null>;
  /** Right before its parts are stored: true while they are still wanted. From then on its state counts as kept. */
  finish(copy: BoardCopy): boolean;
  /** What is being written of a board, or of all, is not wanted, and nothing of it is kept. */
  drop(boardId?: string): void;
}

/** Creates a writer; `pause` answers what to wait for between two parts, and null when there is no time for that. */
export function createCopyWriter(pause: () => Promise<void> | null = pauseWhileSeen): CopyWriter {
  const current = new Map<string, BoardCopy>();
  const kept = new Map<string, string>();
  return {
    async write(copy) {
      const { boardId } = copy;
      if (kept.get(boardId) === stateOf(copy)) return null;
      current.set(boardId, copy);
      const parts: Blob[] = [];
      for (const text of listTexts(copy.snapshot)) {
        parts.push(new Blob([text]));
        const paused = pause();
        if (paused !== null) await paused;
        if (current.get(boardId) !== copy) return null;
      }
      return parts;
    },
    finish(copy) {
      if (current.get(copy.boardId) !== copy) return false;
      current.delete(copy.boardId);
      kept.set(copy.boardId, stateOf(copy));
      return true;
    },
    drop(boardId) {
      for (const known of [current, kept]) {
        if (boardId === undefined) known.clear();
        else known.delete(boardId);
      }
    },
  };
}

/** What `createCopyWriter` wrote. */
export async function readCopyParts(parts: CopyParts): Promise<BoardSnapshot> {
  const [head = '{}', ...texts] = await Promise.all(parts.map((part) => part.text()));
  const items = texts.flatMap((text) => JSON.parse(text) as BoardSnapshot['items']);
  return { ...(JSON.parse(head) as BoardSnapshot), items };
}

function* listTexts({ items, ...head }: BoardSnapshot): Iterable<string> {
  yield JSON.stringify(head);
  for (let from = 0; from < items.length; from += ITEMS_PER_PART)
    yield JSON.stringify(items.slice(from, from + ITEMS_PER_PART));
}

/** Equal for copies of the same state. */
function stateOf({ snapshot: { epoch, seq, permissions } }: BoardCopy): string {
  return [epoch, seq, ...permissions].join(' ');
}

/** A page that nobody sees may be gone in a moment, and has no frame to be late for. */
function pauseWhileSeen(): Promise<void> | null {
  if (document.visibilityState === 'hidden') return null;
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
