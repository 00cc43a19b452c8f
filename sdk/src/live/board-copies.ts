import type { BoardCopy } from './board-copy.ts';
import { createCopyWriter, readCopyParts } from './copy-writer.ts';
import { createLiveDatabase, type LiveDatabase } from './live-database.ts';

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
  const writer = createCopyWriter();
  return {
    async load(boardId) {
      const db = await open();
      const row = await db.get('copies', [scope, boardId]);
      if (row === undefined) return null;
      return { boardId, savedAtMs: row.savedAtMs, snapshot: await readCopyParts(row.parts) };
    },
    async save(copy) {
      const { boardId, savedAtMs } = copy;
      const [db, parts] = await Promise.all([open(), writer.write(copy)]);
      if (parts === null || !writer.finish(copy)) return;
      const row = { scope, boardId, savedAtMs, parts };
      await db.put('copies', row, [scope, boardId]).catch((error: unknown) => {
        writer.drop(boardId);
        throw error;
      });
      await forgetTheirs(db, scope);
      await forgetLate(db, scope);
    },
    async remove(boardId) {
      writer.drop(boardId);
      const db = await open();
      await db.delete('copies', [scope, boardId]);
    },
    async wipe() {
      writer.drop();
      const db = await open();
      const keys = await db.getAllKeysFromIndex('copies', 'scope', scope);
      await Promise.all(keys.map((key) => db.delete('copies', key)));
    },
  };
}

/** Whoever was here before may have left without a log-out. */
async function forgetTheirs(db: LiveDatabase, scope: string): Promise<void> {
  const theirs = (await db.getAllKeys('copies')).filter(([owner]) => owner !== scope);
  await Promise.all(theirs.map((key) => db.delete('copies', key)));
}

/** Only keys are read: the copies themselves are megabytes. */
async function forgetLate(db: LiveDatabase, scope: string): Promise<void> {
  const oldestFirst = IDBKeyRange.bound([scope], [scope, []]);
  const keys = await db.getAllKeysFromIndex('copies', 'savedAt', oldestFirst);
  await Promise.all(keys.slice(0, -KEPT).map((key) => db.delete('copies', key)));
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
