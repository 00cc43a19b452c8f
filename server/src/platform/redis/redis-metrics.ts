import { SECOND_MS } from '../../kernel/time.ts';
import type { Metrics } from '../metrics.ts';
import type { RedisClient } from './redis-client.ts';

/** What is noted of the connections to Redis as it happens. */
export interface RedisMeter {
  noteReconnect(): void;
  noteLostPublish(): void;
}

/** From a fifth of a millisecond, which a Redis nearby takes, to the time-out of a command. */
const DURATION_BUCKETS_S = [0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1];

/** Measures the commands of a client, and adds the figures of its connection. */
export function meterRedis(metrics: Metrics, commands: RedisClient): RedisMeter {
  const countFailure = metrics.addCounter({
    name: 'boardwire_redis_command_failures_total',
    help: 'Commands that Redis did not answer, or refused',
    labelNames: [],
  });
  const noteDuration = metrics.addHistogram({
    name: 'boardwire_redis_command_duration_seconds',
    help: 'Commands that Redis answered',
    labelNames: [],
    buckets: DURATION_BUCKETS_S,
  });
  measureCommands(commands, {
    onAnswer: (durationMs) => noteDuration({}, durationMs / SECOND_MS),
    onFailure: () => countFailure({}),
  });
  const countReconnect = metrics.addCounter({
    name: 'boardwire_redis_reconnects_total',
    help: 'Times that Redis was back after it had been away',
    labelNames: [],
  });
  const countLost = metrics.addCounter({
    name: 'boardwire_redis_publishes_lost_total',
    help: 'Notes to other nodes that Redis did not take; they follow by their poll',
    labelNames: [],
  });
  return { noteReconnect: () => countReconnect({}), noteLostPublish: () => countLost({}) };
}

/** Every command goes through `sendCommand`, those of scripts and transactions too. */
function measureCommands(
  commands: RedisClient,
  { onAnswer, onFailure }: { onAnswer(durationMs: number): void; onFailure(): void },
): void {
  const client = commands as { sendCommand(command: Sent, ...more: unknown[]): unknown };
  const send = client.sendCommand.bind(commands);
  client.sendCommand = (command, ...more) => {
    const startedAtMs = performance.now();
    const answer = send(command, ...more);
    command.promise.then(() => onAnswer(performance.now() - startedAtMs), onFailure);
    return answer;
  };
}

interface Sent {
  promise: Promise<unknown>;
}
