import type { Listener } from '../database/listener.ts';
import type { LiveMetrics } from './live-metrics.ts';

/** Tells other nodes how far a board is; never what happened (live L32). */
export interface LiveBus {
  announce(boardId: string, seq: number): void;
  /** Calls `onAdvance` for announcements, those of this node too. */
  start(onAdvance: (boardId: string, seq: number) => void): void;
  stop(): void;
}

const CHANNEL = 'boardwire_live';
/** Announcements are collected for this long. */
const COLLECT_MS = 3;
/** A notification holds 8,000 bytes; an entry is 36 characters of id and a number. */
const ENTRIES_PER_NOTE = 100;

/** The bus over Postgres' notifications. One that is lost costs until the watermark poll, a second at most. */
export function createNotifyBus(
  listener: Listener,
  metrics?: Pick<LiveMetrics, 'observeNotifyLag'>,
): LiveBus {
  const lag = createLagMeter(metrics);
  const waiting = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    const entries = [...waiting];
    waiting.clear();
    for (let start = 0; start < entries.length; start += ENTRIES_PER_NOTE) {
      const note = JSON.stringify(entries.slice(start, start + ENTRIES_PER_NOTE));
      lag.onSent(note);
      listener.notify(CHANNEL, note);
    }
  };
  return {
    announce(boardId, seq) {
      waiting.set(boardId, Math.max(seq, waiting.get(boardId) ?? 0));
      timer ??= setTimeout(flush, COLLECT_MS);
    },
    start(onAdvance) {
      listener.on(CHANNEL, (payload) => {
        lag.onHeard(payload);
        for (const [boardId, seq] of parseNote(payload)) onAdvance(boardId, seq);
      });
    },
    stop: () => clearTimeout(timer),
  };
}

/** Notes whose way back is measured at once; those that got lost are forgotten. */
const MAX_MEASURED = 100;

/** Measures the way of this node's own notes through Postgres and back, by one clock. */
function createLagMeter(metrics: Pick<LiveMetrics, 'observeNotifyLag'> | undefined) {
  const sentAtMs = new Map<string, number>();
  return {
    onSent(note: string) {
      if (metrics === undefined) return;
      if (sentAtMs.size >= MAX_MEASURED) sentAtMs.clear();
      sentAtMs.set(note, performance.now());
    },
    onHeard(note: string | undefined) {
      const startedAtMs = sentAtMs.get(note ?? '');
      if (startedAtMs === undefined) return;
      sentAtMs.delete(note ?? '');
      metrics?.observeNotifyLag((performance.now() - startedAtMs) / 1_000);
    },
  };
}

function parseNote(payload: string | undefined): [string, number][] {
  if (payload === undefined || payload === '') return [];
  try {
    return JSON.parse(payload) as [string, number][];
  } catch {
    // Anybody with the database's login can notify; what is not ours is not for us.
    return [];
  }
}
