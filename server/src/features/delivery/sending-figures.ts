import type { Labels, Metrics } from '../../platform/metrics.ts';
import type { SendResult } from './domain/settle.ts';
import type { NoteEnds } from './finish-queue.ts';
import type { Provider } from './provider.ts';
import type { SendParts } from './send-one.ts';

/** What sending tells whoever watches over it, since the start of this process. */
export interface SendingFigures {
  /** The same providers, with what they answer noted. */
  watch(providersOf: SendParts['providersOf']): SendParts['providersOf'];
  /** Notes ends of attempts. */
  noteEnds: NoteEnds;
}

/** From a fast receiver to the end of the time that a provider has, in seconds. */
const CALL_BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
/** From a bell that was heard to the last retry of a day, in seconds. */
const LATENCY_BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86_400];

/** Adds the figures of sending to the metrics. */
export function createSendingFigures(
  metrics: Pick<Metrics, 'addCounter' | 'addHistogram' | 'addGauge'>,
): SendingFigures {
  const lastErrors = addLastErrors(metrics);
  const countAnswer = metrics.addCounter({
    name: 'boardwire_provider_answers_total',
    help: 'What providers answered; notAsked: a call was put off, as while a breaker is open',
    labelNames: ['channel', 'provider', 'outcome'],
  });
  const observeCall = metrics.addHistogram({
    name: 'boardwire_provider_call_duration_seconds',
    help: 'Calls of providers',
    labelNames: ['channel', 'provider'],
    buckets: CALL_BUCKETS_S,
  });
  const countEnd = metrics.addCounter({
    name: 'boardwire_delivery_attempts_total',
    help: 'Ends of attempts by the state that the delivery has after them; queued is tried again',
    labelNames: ['channel', 'lane', 'state'],
  });
  const observeLatency = metrics.addHistogram({
    name: 'boardwire_delivery_latency_seconds',
    help: 'From the acceptance of a message, or the time that it was scheduled for, to the yes of a provider or the entry in an inbox',
    labelNames: ['channel', 'lane'],
    buckets: LATENCY_BUCKETS_S,
  });
  const note: Note = ({ channel, id }, result, startedAtMs) => {
    const outcome = outcomeOf(result);
    countAnswer({ channel, provider: id, outcome });
    if (outcome === NOT_ASKED) return;
    observeCall({ channel, provider: id }, (performance.now() - startedAtMs) / 1_000);
    if (result.kind !== 'accepted') lastErrors({ channel, provider: id, code: result.code });
  };
  return {
    watch: (providersOf) => (delivery, message) =>
      providersOf(delivery, message).map((provider) => watchOne(provider, note)),
    noteEnds(channel, ends) {
      for (const { lane, state, latencyS } of ends) {
        countEnd({ channel, lane, state });
        if (state === 'sent' || (state === 'delivered' && channel === 'inApp'))
          observeLatency({ channel, lane }, latencyS);
      }
    },
  };
}

const NOT_ASKED = 'notAsked';

type Note = (provider: Provider, result: SendResult, startedAtMs: number) => void;

/** Tells when each provider last failed, and how; answers what notes it. */
function addLastErrors(metrics: Pick<Metrics, 'addGauge'>) {
  const last = new Map<string, { labels: Labels; value: number }>();
  metrics.addGauge({
    name: 'boardwire_provider_last_error_timestamp_seconds',
    help: 'When a provider last refused a message or left it in doubt, with the code of that error alone',
    labelNames: ['channel', 'provider', 'code'],
    read: async () => [...last.values()],
  });
  return (labels: { channel: string; provider: string; code: string }) =>
    void last.set(`${labels.channel} ${labels.provider}`, { labels, value: Date.now() / 1_000 });
}

function watchOne(provider: Provider, note: Note): Provider {
  return {
    ...provider,
    async send(message, call) {
      const startedAtMs = performance.now();
      try {
        const result = await provider.send(message, call);
        note(provider, result, startedAtMs);
        return result;
      } catch (error) {
        note(provider, { kind: 'uncertain', code: (error as Error).name }, startedAtMs);
        throw error;
      }
    },
  };
}

function outcomeOf(result: SendResult): string {
  if (result.kind !== 'refused') return result.kind;
  return result.isUntried === true ? NOT_ASKED : result.cause;
}
