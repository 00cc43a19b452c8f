import type { BoardCopy } from './board-copy.ts';
import { createCopyPermit, readPermit, type CopyPermit } from './copy-permit.ts';
import { createCopyWriter, readCopyParts } from './copy-writer.ts';
import { createLiveDatabase, type CopyRow, type LiveDatabase } from './live-database.ts';

/** Boards that were open, for when the server is away (web W20). */
export interface BoardCopies {
  /** Null when there is none. */
  load(boardId: string): Promise<BoardCopy | null>;
  save(copy: BoardCopy): Promise<void>;
  remove(boardId: string): Promise<void>;
  /** Log-out leaves nothing behind (web W30). */
  wipe(): Promise<void>;
  /** The log-out was in another tab: what this one wrote since goes, too, but not what was kept after a new log-in. */
  release(): Promise<void>;
}

/** What copies in the browser's database stand on. */
export interface StoredCopiesParts {
  /** Keeps servers and people apart. */
  scope: string;
  /** Whether the person is still signed in. */
  mayKeep(): boolean;
  onOutdated(): void;
}

/** Boards that are kept; the one that was seen longest ago gives way. */
const KEPT = 10;

/** Copies in the browser's database. */
export function createIndexedDbCopies(parts: StoredCopiesParts): BoardCopies {
  const { scope } = parts;
  const open = createLiveDatabase(parts.onOutdated);
  const writer = createCopyWriter();
  const permit = createCopyPermit(scope, open);
  return {
    async load(boardId) {
      const db = await open();
      const row = await db.get('copies', [scope, boardId]);
      if (row === undefined || !('parts' in row)) return null;
      return { boardId, savedAtMs: row.savedAtMs, snapshot: await readCopyParts(row.parts) };
    },
    async save(copy) {
      const { boardId, savedAtMs } = copy;
      const asked = [open(), permit.ask(), writer.write(copy)] as const;
      const [db, held, written] = await Promise.all(asked);
      if (written === null || !parts.mayKeep() || !writer.finish(copy)) return;
      const row = { scope, boardId, savedAtMs, parts: written };
      const isKept = await put(db, row, held).catch((error: unknown) => {
        writer.drop(boardId);
        throw error;
      });
      if (!isKept) return writer.drop();
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
      permit.forget();
      await clear(await open(), scope, null);
    },
    release: () => release(permit, () => writer.drop(), { open, scope }),
  };
}

async function release(
  permit: CopyPermit,
  drop: () => void,
  { open, scope }: { open: () => Promise<LiveDatabase>; scope: string },
): Promise<void> {
  drop();
  const held = await permit.ask();
  permit.forget();
  await clear(await open(), scope, held);
}

/** False, and nothing is written, when the permit was taken back: a log-out in any tab comes before or after the whole. */
async function put(db: LiveDatabase, row: CopyRow, held: string): Promise<boolean> {
  const { scope, boardId } = row;
  const tx = db.transaction('copies', 'readwrite');
  const isHeld = readPermit(await tx.store.get([scope, ''])) === held;
  await Promise.all([isHeld && tx.store.put(row, [scope, boardId]), tx.done]);
  return isHeld;
}

/** All of a person, with the permit to write more; only while that one stands, if one is named. */
async function clear(db: LiveDatabase, scope: string, held: string | null): Promise<void> {
  const tx = db.transaction('copies', 'readwrite');
  const standing = readPermit(await tx.store.get([scope, '']));
  const isOurs = held === null || standing === held;
  const keys = isOurs ? await tx.store.index('scope').getAllKeys(scope) : [];
  await Promise.all([...keys.map((key) => tx.store.delete(key)), tx.done]);
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
  const wipe = () => Promise.resolve(copies.clear());
  return {
    load: (boardId) => Promise.resolve(structuredClone(copies.get(boardId) ?? null)),
    save: (copy) => Promise.resolve(void copies.set(copy.boardId, structuredClone(copy))),
    remove: (boardId) => Promise.resolve(void copies.delete(boardId)),
    wipe,
    release: wipe,
  };
}
