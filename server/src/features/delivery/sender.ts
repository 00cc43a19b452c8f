import type { Database } from '../../platform/database/database.ts';
import type { Listener } from '../../platform/database/listener.ts';
import type { Log } from '../../platform/log.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { CHANNEL_RATES, type ChannelRates } from './domain/channel-rates.ts';
import type { Channel } from './domain/states.ts';
import type { FactsParts } from './facts.ts';
import { planWaiting } from './fan-out.ts';
import { createGate, type HoldBack } from './gate.ts';
import { DOORBELL } from './notify.ts';
import type { SendParts } from './send-one.ts';

/** What planning and sending stand on. */
export interface SenderParts extends FactsParts, SendParts {
  database: Database;
  log: Log;
  listener: Pick<Listener, 'on'>;
  /** Writes what is due into people's inboxes. */
  deliverInbox(signal?: AbortSignal): Promise<unknown>;
  /** What a channel itself holds back at the moment. */
  holdBack?: HoldBack;
  /** For tests; else those of each channel. */
  rates?: Readonly<Record<Channel, ChannelRates>>;
}

/** Plans and sends what the ledger holds, on this node. */
export interface Sender {
  /** Answers the doorbell from now on (delivery D1). */
  start(): void;
  /** Plans what waits and sends what is due; a round that goes on already is followed by one more. */
  wake(): Promise<void>;
  /** Resolves when nothing is being sent any more; starts nothing new. */
  drain(): Promise<void>;
}

/** Calls at once by channel (SPEC D5). */
const SLOTS: Readonly<Record<Exclude<Channel, 'inApp'>, number>> = {
  email: 10,
  webhook: 20,
  sms: 10,
  push: 10,
};

/** Creates the sender of this process; it listens once it is started. */
export function createSender(parts: SenderParts): Sender {
  const { log } = parts;
  const gate = createGate({ ...parts, rates: parts.rates ?? CHANNEL_RATES });
  const stopping = new AbortController();
  let dispatchers: Dispatcher[] | null = null;
  // Made with the first round: a process that only serves requests keeps no timers of senders.
  const open = () =>
    (dispatchers ??= Object.entries(SLOTS).map(([channel, slots]) =>
      createDispatcher({ ...parts, gate, slots, channel: channel as Channel }),
    ));
  const plan = createRounds(async () => {
    await planWaiting(parts, { signal: stopping.signal });
  });
  const wake = async () => {
    if (stopping.signal.aborted) return;
    // What is planned already does not wait for a long fan-out.
    const looks = open().map((dispatcher) => dispatcher.look());
    await Promise.all([...looks, plan()]);
    if (stopping.signal.aborted) return;
    await Promise.all([
      parts.deliverInbox(stopping.signal),
      ...open().map((dispatcher) => dispatcher.look()),
    ]);
  };
  const wakeSoon = createRounds(wake);
  return {
    start: () =>
      parts.listener.on(DOORBELL, () => {
        wakeSoon().catch((error: unknown) =>
          log.warn({ err: error }, 'a bell of deliveries was not answered; the sweep looks again'),
        );
      }),
    wake: wakeSoon,
    async drain() {
      stopping.abort();
      await Promise.all((dispatchers ?? []).map((dispatcher) => dispatcher.drain()));
      await Promise.all([plan.settled(), wakeSoon.settled()]);
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
