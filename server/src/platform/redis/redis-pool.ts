import type { RedisClient } from './redis-client.ts';
import type { RedisFacts } from './redis-facts.ts';

/** Commands of Redis, on one server or on the nodes of a cluster. */
export type RedisCommands = RedisClient;

/** What one process has of the Redis that `REDIS_URL` names. Nothing here holds truth: all of it may vanish. */
export interface RedisPool {
  /**
   * One shared connection for short commands. A command fails at once while Redis is away, and within a
   * second when it stalls; none waits for Redis to come back. Scripts and transactions touch keys of one
   * hash tag only, for clusters.
   */
  readonly commands: RedisCommands;
  /**
   * Begins every key of this instance: `boardwire:<instance id>:`. Two instances on one Redis never meet. Channels get it
   * by themselves.
   */
  readonly prefix: string;
  /** Where it is, without login. */
  readonly description: string;
  /**
   * Hears a channel, on a connection that all subscriptions share. `onGap` is called each time that hearing begins, the
   * first time too: what was said before then was missed. Answers what ends it.
   */
  subscribe(channel: string, onMessage: (payload: string) => void, onGap: () => void): () => void;
  /** Tells all nodes that hear the channel, this one too; a failure is counted, never thrown. */
  publish(channel: string, payload: string): void;
  /** Whether Redis answers and takes writes, as far as is known; silence is noticed within seconds. */
  isUp(): boolean;
  /** Is called each time that Redis begins to answer. */
  onUp(listener: () => void): void;
  /** Asks it what it is. Throws when it does not answer. */
  health(): Promise<RedisFacts & { latencyMs: number }>;
  /** Ends all connections; further commands fail. */
  close(): Promise<void>;
}
