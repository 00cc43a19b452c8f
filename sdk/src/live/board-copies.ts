import type { BoardCopy } from './board-copy.ts';
import { createLiveDatabase } from './live-database.ts';

/** Boards that were open, for when the server is away (web W20). */
export interface BoardCopies {
  /** Null when there is none. */
  load(boardId: string): Promise<BoardCopy | null>;
  save(copy: BoardCopy): Promise<void>;
  remove(boardId: string): Promise<void>;
  /** Log-out leaves nothing behind (web W30). */
  wipe(): Promise<void>;
}

/** Boards that are kept; the one that was seen longest ago gives way. */
const KEPT = 10;

/** Copies in the browser's database; `scope` keeps servers and people apart. */
export function createIndexedDbCopies(scope: string): BoardCopies {
  const open = createLiveDatabase();
  return {
    async load(boardId) {
      const db = await open();
      return (await db.get('copies', [scope, boardId]))?.copy ?? null;
    },
    async save(copy) {
      const db = await open();
      await db.put('copies', { scope, copy }, [scope, copy.boardId]);
      const all = await db.getAllKeysFromIndex('copies', 'scope', scope);
      if (all.length <= KEPT) return;
      const rows = await db.getAllFromIndex('copies', 'scope', scope);
      const late = rows.toSorted((a, b) => b.copy.savedAtMs - a.copy.savedAtMs).slice(KEPT);
      await Promise.all(late.map((row) => db.delete('copies', [scope, row.copy.boardId])));
    },
    async remove(boardId) {
      const db = await open();
      await db.delete('copies', [scope, boardId]);
    },
    async wipe() {
      const db = await open();
      const keys = await db.getAllKeysFromIndex('copies', 'scope', scope);
      await Promise.all(keys.map((key) => db.delete('copies', key)));
    },
  };
}

/** Copies that last as long as the program. */
export function createMemoryCopies(): BoardCopies {
  const copies = new Map<string, BoardCopy>();
  return {
    load: (boardId) => Promise.resolve(structuredClone(copies.get(boardId) ?? null)),
    save: (copy) => Promise.resolve(void copies.set(copy.boardId, structuredClone(copy))),
    remove: (boardId) => Promise.resolve(void copies.delete(boardId)),
    wipe: () => Promise.resolve(copies.clear()),
  };
}
