import { SECOND_MS } from '../../kernel/time.ts';

/** What a node's own notes tell of the bus. */
export interface BusHealth {
  engine: string;
  /** How long the last note took to all nodes and back here; null before the first. */
  lagMs: number | null;
  /** Own notes since the start that did not come back. */
  lost: number;
  /** Whether the last of them got lost: other nodes follow by the poll, a second later. */
  isSilent: boolean;
}

/** Where it is counted. */
export interface BusMetrics {
  observeBusLag(engine: string, durationS: number): void;
  countBusNote(engine: string, outcome: 'sent' | 'lost'): void;
}

/** Measures the way of this node's own notes to all nodes and back, by one clock. */
export interface BusMeter {
  onSent(channel: string, note: string): void;
  onHeard(channel: string, note: string): void;
  health(): BusHealth;
}

/** A note that was not heard by then is lost; the poll has been faster. */
const LOST_AFTER_MS = 5 * SECOND_MS;
/** Notes on their way that are remembered, and the longest of them, in characters: together 2 MB. */
const MAX_MEASURED = 2_000;
const MAX_MEASURED_LENGTH = 1_000;

interface MeterState {
  engine: string;
  metrics: BusMetrics;
  /** When each note was sent, the oldest first. */
  sentAtMs: Map<string, number>;
  lagMs: number | null;
  lost: number;
  isSilent: boolean;
}

/** Creates the meter of a bus. */
export function createBusMeter(engine: string, metrics: BusMetrics): BusMeter {
  const meter: MeterState = {
    engine,
    metrics,
    sentAtMs: new Map(),
    lagMs: null,
    lost: 0,
    isSilent: false,
  };
  const { sentAtMs } = meter;
  return {
    onSent(channel, note) {
      const nowMs = performance.now();
      forgetLost(meter, nowMs);
      metrics.countBusNote(engine, 'sent');
      const name = `${channel} ${note}`;
      // The same words again, as of a roster of nobody: the first of them counts.
      if (sentAtMs.size >= MAX_MEASURED || note.length > MAX_MEASURED_LENGTH) return;
      if (!sentAtMs.has(name)) sentAtMs.set(name, nowMs);
    },
    onHeard(channel, note) {
      const name = `${channel} ${note}`;
      const startedAtMs = sentAtMs.get(name);
      if (startedAtMs === undefined) return;
      sentAtMs.delete(name);
      meter.isSilent = false;
      meter.lagMs = performance.now() - startedAtMs;
      metrics.observeBusLag(engine, meter.lagMs / SECOND_MS);
    },
    health() {
      forgetLost(meter, performance.now());
      const { lagMs, lost, isSilent } = meter;
      return { engine, lagMs: lagMs === null ? null : Math.round(lagMs * 10) / 10, lost, isSilent };
    },
  };
}

function forgetLost(meter: MeterState, nowMs: number): void {
  for (const [name, sentAtMs] of meter.sentAtMs) {
    if (nowMs - sentAtMs < LOST_AFTER_MS) return;
    meter.sentAtMs.delete(name);
    meter.lost += 1;
    meter.isSilent = true;
    meter.metrics.countBusNote(meter.engine, 'lost');
  }
}
