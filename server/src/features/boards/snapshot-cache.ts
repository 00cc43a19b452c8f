import { LRUCache } from 'lru-cache';
import type { Memories, MemorySpec } from '../../platform/cache/memories.ts';
import type { Database } from '../../platform/database/database.ts';
import { compressStart, type CompressedStart } from '../../platform/gzip-parts.ts';
import { readHead } from './store/log.ts';
import type { ReadContent } from './store/snapshot.ts';

/** A board at one sequence number, compressed. */
export interface CachedSnapshot {
  epoch: number;
  seq: number;
  start: CompressedStart;
  userIds: readonly string[];
}

/** The newest snapshot of each board that was asked for, made once for all who ask (live L5, L7). */
export interface SnapshotCache {
  /**
   * The board as of now or later; null when there is none. `isKnown` tells of a position that the caller has: then there
   * is nothing to read.
   */
  get(boardId: string, isKnown: (place: Place) => boolean): Promise<CachedSnapshot | Place | null>;
}

/** Where a board stands. */
export interface Place {
  epoch: number;
  seq: number;
}

/** What a cache stands on. */
export interface SnapshotCacheParts {
  database: Pick<Database, 'read'>;
  readContent: ReadContent;
  memories: Memories;
  /** What it is called there. */
  spec: MemorySpec;
}

/** Memory for compressed boards: about 200 of 1,000 items. */
const MAX_BYTES = 33_554_432;

/** Begins the body that REST sends; the reader's own part ends it. */
const OPENING = '{"success":true,"data":{';

/** Creates the cache of this process. */
export function createSnapshotCache(
  parts: SnapshotCacheParts,
  maxBytes = MAX_BYTES,
): SnapshotCache {
  const ready = new LRUCache<string, CachedSnapshot>({
    maxSize: maxBytes,
    sizeCalculation: ({ start, userIds }) => start.blocks.length + userIds.length * 64 + 1,
    dispose: (_snapshot, _boardId, reason) => void (reason === 'evict' && memory.evicted()),
  });
  const memory = parts.memories.add(parts.spec, () => ({
    entries: ready.size,
    bytes: ready.calculatedSize,
  }));
  const reading = new Map<string, Promise<CachedSnapshot | null>>();

  const readOnce = (boardId: string) => {
    const running = reading.get(boardId);
    if (running !== undefined) return running;
    const started = readSnapshot(parts, boardId)
      .then((snapshot) => {
        if (snapshot !== null) ready.set(boardId, snapshot);
        return snapshot;
      })
      .finally(() => reading.delete(boardId));
    reading.set(boardId, started);
    return started;
  };
  return {
    async get(boardId, isKnown) {
      const head = await parts.database.read('all', (tx) => readHead(tx, boardId));
      if (head === null) return null;
      if (isKnown(head)) return head;
      let found = ready.get(boardId) ?? null;
      memory.read(found !== null && reaches(found, head));
      // One that was begun before may be of before: then the next one is not.
      while (found === null || !reaches(found, head)) {
        found = await readOnce(boardId);
        if (found === null) return null;
      }
      return found;
    },
  };
}

function reaches(snapshot: Place, head: Place): boolean {
  return snapshot.epoch === head.epoch ? snapshot.seq >= head.seq : snapshot.epoch > head.epoch;
}

async function readSnapshot(
  { database, readContent }: SnapshotCacheParts,
  boardId: string,
): Promise<CachedSnapshot | null> {
  const content = await database.read('all', (tx) => readContent(tx, boardId));
  if (content === null) return null;
  const { json, ...place } = content;
  return { ...place, start: await compressStart(`${OPENING}${json}`) };
}
