import type { Database, Transaction } from './database/database.ts';
import type { Listener } from './database/listener.ts';
import type { StoredEvent } from './event-log.ts';
import type { Log } from './log.ts';
import { runWithoutSpan } from './trace/current-span.ts';
import { noTracing, type Tracing } from './trace/tracing.ts';
import { readLags, type ConsumerLag } from './outbox-lag.ts';
import { lockPosition, movePosition, readEvents } from './outbox-position.ts';
import { registerConsumers } from './outbox-registration.ts';
import { createDeclaring, declareTypes } from './outbox-types.ts';
import { adoptCopiedLog } from './outbox-restore.ts';
import { describeError, park, planRetry, readDueRetries, type RetryRow } from './outbox-retries.ts';
import { SECOND_MS, sleep } from '../kernel/time.ts';

/** Something that follows the event log from a durable position, in order per aggregate. */
export interface Consumer {
  /** Names the position; never reused for another purpose. */
  name: string;
  /** Types of events it takes. */
  on: readonly string[];
  /**
   * Where it begins when its name is new to the log: with what happens from then on (`now`, as a reaction to a change
   * should), or with the oldest event kept (`start`, for what is built from the whole log). Later it has no effect.
   */
  from?: 'now' | 'start';
  /** The effect, in the transaction that also moves the position: both happen or neither. */
  handle(tx: Transaction, event: StoredEvent): Promise<void>;
  /** Events of an aggregate in a row that belong together are one effect: all of them or none. */
  together?: {
    /** The same for those that belong together; null for one that stands alone. */
    keyOf(event: StoredEvent): string | null;
    handle(tx: Transaction, events: readonly StoredEvent[]): Promise<void>;
  };
}

/** Feeds consumers from the event log. */
export interface Outbox {
  /** Gives new consumers their place, so that they miss nothing of what follows; reads nothing. */
  register(): Promise<void>;
  /** Registers, and begins to read. */
  start(): Promise<void>;
  /** Hints that events were committed here. */
  wake(): void;
  /** Seconds that the oldest unread event waits, by consumer, and parked events. */
  lag(): Promise<ConsumerLag[]>;
  /** Stops reading and waits for the batch at hand. */
  stop(): Promise<void>;
}

/** What an outbox stands on. */
export interface OutboxParts {
  database: Database;
  listener: Listener;
  log: Log;
  consumers: readonly Consumer[];
  tracing?: Tracing;
}

/** Channel that carries a hint to read. */
const EVENT_CHANNEL = 'boardwire_events';
/** A lost wake-up costs this much and never an event. */
const POLL_INTERVAL_MS = SECOND_MS;
/** Events are gathered this long between two batches; it bounds what reading costs the writers. */
const GATHER_MS = 20;
/** Hints to other nodes are gathered this long. */
const NOTIFY_DELAY_MS = 5;

/** Creates the reader of the event log. */
export function createOutbox(parts: OutboxParts): Outbox {
  const { database, listener, log, tracing = noTracing } = parts;
  const consumers = parts.consumers.map((consumer) => traceConsumer(consumer, tracing));
  const names = consumers.map(({ name }) => name);
  const loops = consumers.map((consumer) =>
    createLoop((signal) => consumeAll(database, consumer, log, signal), consumer, log),
  );
  let notifyTimer: NodeJS.Timeout | undefined;
  const declaring = createDeclaring(database, consumers, log);
  const wakeAll = () => loops.forEach((loop) => loop.wake());
  const register = async () => {
    await database.write('all', async (tx) => {
      // First: a place among the ids of another server would be none.
      await adoptCopiedLog(tx, consumers, log);
      await registerConsumers(tx, consumers);
      await declareTypes(tx, consumers);
    });
    declaring.start();
  };
  return {
    register,
    async start() {
      await register();
      listener.on(EVENT_CHANNEL, wakeAll);
      loops.forEach((loop) => loop.start());
    },
    wake() {
      wakeAll();
      notifyTimer ??= setTimeout(() => {
        notifyTimer = undefined;
        listener.notify(EVENT_CHANNEL);
      }, NOTIFY_DELAY_MS);
    },
    lag: () => database.read('all', (tx) => readLags(tx, names)),
    async stop() {
      clearTimeout(notifyTimer);
      declaring.stop();
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** Its effects continue the traces of the operations that emitted the events. */
function traceConsumer(consumer: Consumer, tracing: Tracing): Consumer {
  if (!tracing.isOn) return consumer;
  const handle: Consumer['handle'] = (tx, event) => {
    if (event.traceparent === null) return consumer.handle(tx, event);
    const name = `${consumer.name} on ${event.type}`;
    return tracing.follow(event.traceparent, { name, kind: 'consumer' }, () =>
      consumer.handle(tx, event),
    );
  };
  const { together } = consumer;
  if (together === undefined) return { ...consumer, handle };
  const handleAll = (tx: Transaction, events: readonly StoredEvent[]) => {
    const [first] = events;
    if (first === undefined || first.traceparent === null) return together.handle(tx, events);
    const name = `${consumer.name} on ${first.type}`;
    return tracing.follow(first.traceparent, { name, kind: 'consumer' }, () =>
      together.handle(tx, events),
    );
  };
  return { ...consumer, handle, together: { ...together, handle: handleAll } };
}

/** Runs `work` on each wake and each second, never twice at once. */
function createLoop(work: (signal: AbortSignal) => Promise<void>, consumer: Consumer, log: Log) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let isWoken = false;
  let isStopped = true;
  const stopping = new AbortController();

  const runUntilQuiet = async () => {
    while (isWoken && !isStopped) {
      isWoken = false;
      await work(stopping.signal).catch((error: unknown) => {
        log.warn({ err: error, consumer: consumer.name }, 'reading events failed; trying again');
      });
      // Under load one batch takes what a hundred wake-ups announced.
      await sleep(GATHER_MS, stopping.signal);
    }
    running = null;
  };
  const wake = () => {
    if (isStopped) return;
    isWoken = true;
    running ??= runWithoutSpan(runUntilQuiet);
  };
  return {
    wake,
    start() {
      isStopped = false;
      timer = setInterval(wake, POLL_INTERVAL_MS);
      wake();
    },
    async stop() {
      isStopped = true;
      stopping.abort();
      clearInterval(timer);
      await running;
    },
  };
}

async function consumeAll(
  database: Database,
  consumer: Consumer,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  // A backlog is no reason to outstay a shutdown: the position stands behind each batch.
  const repeat = async (batch: (tx: Transaction) => Promise<boolean>) => {
    while (!signal.aborted && (await database.write('all', batch)));
  };
  await repeat((tx) => consumeBatch(tx, consumer, log));
  await repeat((tx) => retryBatch(tx, consumer, log));
}

/** Takes the next events and moves the position; true when there are more. Another node at it makes none. */
async function consumeBatch(tx: Transaction, consumer: Consumer, log: Log): Promise<boolean> {
  const position = await lockPosition(tx, consumer);
  if (position === null) return false;
  const types = [...consumer.on, ...position.foreignTypes];
  const { events, end, isMore } = await readEvents(tx, position, types);
  if (end === null) return false;
  const waiting = await readWaitingAggregates(tx, consumer.name, events);
  for (const group of groupTogether(consumer, events)) {
    const [first] = group;
    // One of a newer version waits for it, and what follows in the aggregate waits behind (O9).
    const isBehind = waiting.has(first.aggregateId) || !consumer.on.includes(first.type);
    const error = isBehind ? null : await attempt(tx, consumer, group);
    if (error === null && !isBehind) continue;
    if (error !== null)
      log.warn(
        { err: error, consumer: consumer.name, eventId: first.id },
        'an event was not taken; trying again later',
      );
    for (const event of group)
      await planRetry(tx, consumer.name, event, event === first ? error : null);
    waiting.add(first.aggregateId);
  }
  await movePosition(tx, consumer.name, end);
  return isMore;
}

type Group = [StoredEvent, ...StoredEvent[]];

/** Events in their order; those in a row that belong together are one group. */
function groupTogether({ together, on }: Consumer, events: readonly StoredEvent[]): Group[] {
  const groups: Group[] = [];
  let current: string | null = null;
  for (const event of events) {
    const own = on.includes(event.type) ? (together?.keyOf(event) ?? null) : null;
    const key = own === null ? null : `${event.aggregateId} ${own}`;
    const last = groups.at(-1);
    if (last !== undefined && key !== null && key === current) last.push(event);
    else groups.push([event]);
    current = key;
  }
  return groups;
}

async function readWaitingAggregates(
  tx: Transaction,
  consumer: string,
  events: readonly StoredEvent[],
): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const rows = await tx.query<{ aggregateId: string }>(
    `select distinct aggregate_id as "aggregateId" from event_retries
     where consumer = $1 and parked_at is null and aggregate_id = any($2)`,
    [consumer, events.map((event) => event.aggregateId)],
  );
  return new Set(rows.map((row) => row.aggregateId));
}

/** Runs the effect in a savepoint; answers its error, or null. */
async function attempt(
  tx: Transaction,
  { handle, together }: Consumer,
  events: Group,
): Promise<Error | null> {
  await tx.query('savepoint effect');
  try {
    if (together === undefined || events.length === 1) await handle(tx, events[0]);
    else await together.handle(tx, events);
    await tx.query('release savepoint effect');
    return null;
  } catch (error) {
    await tx.query('rollback to savepoint effect');
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function retryBatch(tx: Transaction, consumer: Consumer, log: Log): Promise<boolean> {
  if ((await lockPosition(tx, consumer)) === null) return false;
  const due = await readDueRetries(tx, consumer);
  for (const row of due) await retryOne(tx, consumer, row, log);
  return due.length > 0;
}

async function retryOne(
  tx: Transaction,
  consumer: Consumer,
  row: RetryRow,
  log: Log,
): Promise<void> {
  const error = await attempt(tx, consumer, [row.event]);
  if (error === null) {
    await tx.query('delete from event_retries where consumer = $1 and position = $2', [
      consumer.name,
      row.event.position,
    ]);
    return;
  }
  const isParked = await park(tx, consumer.name, row, error);
  if (isParked) {
    const details = { consumer: consumer.name, eventId: row.event.id, error: describeError(error) };
    log.error(details, 'an event was parked in the dead letters');
  }
}
