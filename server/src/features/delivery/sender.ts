import type { Database } from '../../platform/database/database.ts';
import type { Listener } from '../../platform/database/listener.ts';
import type { Log } from '../../platform/log.ts';
import type { Tracing } from '../../platform/trace/tracing.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import type { FactsParts } from './facts.ts';
import { planWaiting } from './fan-out.ts';
import type { AfterFinish, NoteEnds } from './finish-queue.ts';
import { createGate, type HoldBack } from './gate.ts';
import { SENT_CHANNELS, type SendingLimits } from './limits.ts';
import { DOORBELL } from './bell.ts';
import type { SendParts } from './send-one.ts';

/** What planning and sending stand on. */
export interface SenderParts extends FactsParts, SendParts {
  database: Database;
  log: Log;
  tracing?: Tracing;
  listener: Pick<Listener, 'on'>;
  /** Writes what is due into people's inboxes; of one message, when it is named. */
  deliverInbox(signal?: AbortSignal, messageId?: string): Promise<unknown>;
  /** What a channel itself holds back at the moment. */
  holdBack?: HoldBack;
  /** Hears of attempts that ended, before their slots are filled. */
  afterFinish?: AfterFinish;
  /** Counts ends of attempts. */
  noteEnds?: NoteEnds;
  limits: SendingLimits;
}

/** Plans and sends what the ledger holds, on this node. */
export interface Sender {
  /** Answers the doorbell from now on (delivery D1). */
  start(): void;
  /** Begins to send what is due, and plans what waits; resolves when all of it is planned. */
  ring(): Promise<void>;
  /** The same, and resolves when nothing is left that may be begun. */
  wake(): Promise<void>;
  /** Resolves when nothing is being sent any more; starts nothing new. */
  drain(): Promise<void>;
}

/** Creates the sender of this process; it listens once it is started. */
export function createSender(parts: SenderParts): Sender {
  const stopping = new AbortController();
  const { signal } = stopping;
  const looks = createLooks(parts);
  const inbox = createRounds(async () => void (await parts.deliverInbox(signal)));
  const warn = (error: unknown) =>
    parts.log.warn({ err: error }, 'deliveries were not looked at; the sweep looks again');
  // Nobody waits for these: a channel that has much to send holds up neither planning nor another channel.
  const goOn = () => {
    if (signal.aborted) return;
    void looks.all().catch(warn);
    void inbox().catch(warn);
  };
  const plan = createRounds(async () => {
    await planWaiting(parts, { signal, onPart: goOn });
  });
  const ring = async () => {
    if (signal.aborted) return;
    goOn();
    await plan();
  };
  return {
    start: () => parts.listener.on(DOORBELL, () => void ring().catch(warn)),
    ring,
    async wake() {
      await ring();
      if (!signal.aborted) await Promise.all([looks.all(), inbox()]);
    },
    async drain() {
      stopping.abort();
      await Promise.all([looks.drain(), plan.settled(), inbox.settled()]);
    },
  };
}

/** The senders of all channels, made at the first look: a process that only serves requests keeps no timers of them. */
function createLooks(parts: SenderParts) {
  const { slots } = parts.limits;
  const gate = createGate(parts);
  let dispatchers: Dispatcher[] | null = null;
  const open = () =>
    (dispatchers ??= SENT_CHANNELS.map((channel) =>
      createDispatcher({ ...parts, gate, slots: slots[channel], channel }),
    ));
  return {
    async all() {
      await Promise.all(open().map((dispatcher) => dispatcher.look()));
    },
    async drain() {
      await Promise.all((dispatchers ?? []).map((dispatcher) => dispatcher.drain()));
    },
  };
}

/** Runs `work` one at a time; whoever asks while it runs gets one more round, together. */
function createRounds(work: () => Promise<void>) {
  let running: Promise<void> | null = null;
  let isAsked = false;
  const runUntilQuiet = async () => {
    while (isAsked) {
      isAsked = false;
      await work();
    }
  };
  const run = (): Promise<void> => {
    isAsked = true;
    running ??= runUntilQuiet().finally(() => {
      running = null;
      isAsked = false;
    });
    return running;
  };
  return Object.assign(run, {
    settled: async () => {
      await running?.catch(() => undefined);
    },
  });
}
