import type { NodeBus } from './node-bus.ts';

/** Tells other nodes how far a board is; never what happened (live L32). */
export interface LiveBus {
  announce(boardId: string, seq: number): void;
  /**
   * Calls `onAdvance` for announcements, those of this node too, and `onGap` when some may have been missed: then the
   * watermarks tell (live L33).
   */
  start(onAdvance: (boardId: string, seq: number) => void, onGap: () => void): void;
  stop(): void;
}

const CHANNEL = 'boardwire_live';
/** Announcements are collected for this long. */
const COLLECT_MS = 3;
/** An entry is 36 characters of id and a number: a note of them is below 6,000 bytes, which every bus carries. */
const ENTRIES_PER_NOTE = 100;

/** Announcements over a bus between nodes. One that is lost costs until the watermark poll, a second at most. */
export function createLiveBus(bus: Pick<NodeBus, 'publish' | 'subscribe'>): LiveBus {
  const waiting = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    const entries = [...waiting];
    waiting.clear();
    for (let start = 0; start < entries.length; start += ENTRIES_PER_NOTE)
      bus.publish(CHANNEL, JSON.stringify(entries.slice(start, start + ENTRIES_PER_NOTE)));
  };
  return {
    announce(boardId, seq) {
      waiting.set(boardId, Math.max(seq, waiting.get(boardId) ?? 0));
      timer ??= setTimeout(flush, COLLECT_MS);
    },
    start(onAdvance, onGap) {
      bus.subscribe(CHANNEL, {
        onGap,
        onNote(note) {
          for (const [boardId, seq] of parseNote(note)) onAdvance(boardId, seq);
        },
      });
    },
    stop: () => clearTimeout(timer),
  };
}

/** Anybody with the login of the database or of Redis can send; what is not ours is not for us. */
function parseNote(note: string): [string, number][] {
  try {
    const entries: unknown = JSON.parse(note);
    return Array.isArray(entries) ? entries.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(entry: unknown): entry is [string, number] {
  if (!Array.isArray(entry)) return false;
  const [boardId, seq] = entry as unknown[];
  return typeof boardId === 'string' && Number.isSafeInteger(seq);
}
