import type { Listener } from '../database/listener.ts';
import { createBusMeter, type BusHealth, type BusMetrics } from './bus-meter.ts';

/**
 * Carries short notes from each node to all of them, this one too (live L32). Any note may get lost or come late: whoever
 * listens makes up for it, by a poll or by asking around.
 */
export interface NodeBus {
  /** What carries it: Postgres' NOTIFY, or Redis where REDIS_URL names one. */
  readonly engine: 'notify' | 'redis';
  /** Most bytes of one note. */
  readonly maxNoteBytes: number;
  /** Sends to every node. Never throws, never waits: no edit waits for the bus. */
  publish(channel: string, note: string): void;
  /** Hears a channel from now on; several may hear one. */
  subscribe(channel: string, listener: NoteListener): void;
}

/** Who hears a channel. */
export interface NoteListener {
  onNote(note: string): void;
  /** Notes are sent and heard from here on; before it some may have been missed. At the start and after each reconnect. */
  onGap(): void;
}

/** The bus of this process, with what it knows of itself. */
export interface MeasuredBus extends NodeBus {
  health(): BusHealth;
}

/** A notification holds less than 8,000 bytes. */
const MAX_NOTIFY_BYTES = 7_900;

/** The bus over Postgres' notifications. */
export function createNotifyBus(listener: Pick<Listener, 'on' | 'notify'>): NodeBus {
  return {
    engine: 'notify',
    maxNoteBytes: MAX_NOTIFY_BYTES,
    publish: (channel, note) => listener.notify(channel, note),
    subscribe: (channel, { onNote, onGap }) =>
      listener.on(channel, (note) => (note === undefined ? onGap() : onNote(note))),
  };
}

/** The same bus, which measures the way of its own notes and notices those that do not come back. */
export function measureBus(bus: NodeBus, metrics: BusMetrics): MeasuredBus {
  const meter = createBusMeter(bus.engine, metrics);
  const heardChannels = new Set<string>();
  return {
    engine: bus.engine,
    maxNoteBytes: bus.maxNoteBytes,
    publish(channel, note) {
      // What this node does not listen to does not come back to it: a worker has no screens.
      if (heardChannels.has(channel)) meter.onSent(channel, note);
      bus.publish(channel, note);
    },
    subscribe(channel, { onNote, onGap }) {
      heardChannels.add(channel);
      bus.subscribe(channel, {
        onGap,
        onNote(note) {
          meter.onHeard(channel, note);
          onNote(note);
        },
      });
    },
    health: meter.health,
  };
}
