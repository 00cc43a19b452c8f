import { Counter, Histogram, type Registry } from 'prom-client';
import type { BusMetrics } from './bus-meter.ts';

/** What the live side measures about itself on this node. */
export interface LiveMetrics extends BusMetrics {
  /** A frame was built for a slice of so many members. */
  countFrame(deliveries: number): void;
  /** A member began to read slower than its boards change (live L36). */
  countLagging(): void;
  /** A connection ended; `client` when it was not us who closed it. */
  countClosed(reason: string): void;
  /** A handshake was not let in. */
  countRefused(reason: string): void;
  /** A mutation was answered: `ack`, `repeated`, `nack`, or the reason of a retry. */
  observeMutation(outcome: string, durationS: number): void;
  /** Somebody caught up out of memory, or with the help of the log (live L13). */
  countReplay(source: 'ring' | 'log'): void;
  /** Changes that did not come by themselves were read. */
  countLogRead(): void;
  /** So many mutations were written in one transaction (live L4). */
  observeBatch(mutations: number): void;
}

/** From half a millisecond to two and a half seconds. */
const DURATION_BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2.5];
/** Up to the most of one transaction. */
const BATCH_BUCKETS = [1, 2, 5, 10, 20, 35, 50];

/** Adds the figures of the live side to a registry. */
export function createLiveMetrics(registry: Registry): LiveMetrics {
  const { count, observe } = createMakers(registry);
  const frames = count('live_frames_total', 'Frames of changes, each built once for a slice');
  const deliveries = count('live_deliveries_total', 'Frames times the members that they went to');
  const lagging = count('live_lagging_total', 'Connections that read too slowly for the fan-out');
  const closed = count('live_closed_total', 'Live connections that ended', 'reason');
  const refused = count('live_handshakes_refused_total', 'Handshakes not let in', 'reason');
  const mutations = count('live_mutations_total', 'Answered live mutations', 'outcome');
  const replays = count('live_replays_total', 'Joins by where the missed changes were', 'source');
  const logReads = count(
    'live_log_reads_total',
    'Reads of changes that did not come by themselves',
  );
  const acks = observe('live_ack_duration_seconds', 'Live mutations from arrival to answer');
  const { observeBusLag, countBusNote } = measureBuses(registry);
  const batches = observe('board_batch_mutations', 'Mutations of one transaction', BATCH_BUCKETS);
  return {
    countFrame(members) {
      frames.inc();
      deliveries.inc(members);
    },
    countLagging: () => lagging.inc(),
    countClosed: (reason) => closed.labels(reason).inc(),
    countRefused: (reason) => refused.labels(reason).inc(),
    observeMutation(outcome, durationS) {
      mutations.labels(outcome).inc();
      acks.observe(durationS);
    },
    countReplay: (source) => replays.labels(source).inc(),
    countLogRead: () => logReads.inc(),
    observeBusLag,
    countBusNote,
    observeBatch: (size) => batches.observe(size),
  };
}

/** The bus between nodes, by the engine that carries it. */
function measureBuses(registry: Registry): BusMetrics {
  const registers = [registry];
  const lag = new Histogram({
    name: 'boardwire_live_bus_lag_seconds',
    help: 'Notes between nodes, from this node to all and back',
    labelNames: ['engine'],
    buckets: DURATION_BUCKETS_S,
    registers,
  });
  const notes = new Counter({
    name: 'boardwire_live_bus_notes_total',
    help: 'Notes to other nodes: sent, and of these lost on the way',
    labelNames: ['engine', 'outcome'],
    registers,
  });
  return {
    observeBusLag: (engine, durationS) => lag.labels(engine).observe(durationS),
    countBusNote: (engine, outcome) => notes.labels(engine, outcome).inc(),
  };
}

function createMakers(registry: Registry) {
  const registers = [registry];
  return {
    count: (name: string, help: string, labelName?: string) =>
      new Counter({
        name: `boardwire_${name}`,
        help,
        labelNames: labelName === undefined ? [] : [labelName],
        registers,
      }),
    observe: (name: string, help: string, buckets = DURATION_BUCKETS_S) =>
      new Histogram({ name: `boardwire_${name}`, help, buckets, registers }),
  };
}
