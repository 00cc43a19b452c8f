import {
  Queue,
  QueueKeys,
  RedisConnection,
  RedisQueueBackend,
  Worker,
  type BackendFactory,
} from 'bullmq';
import { sleep } from '../../kernel/time.ts';
import type { RedisClient } from '../redis/redis-client.ts';
import { parseRedisUrl } from '../redis/redis-url.ts';
import type { BullQueue, OpenEngine } from './engine.ts';
import { createQueueConnections, type QueueConnections } from './redis-connections.ts';

/** Whoever puts a job in while the first connection is made waits for it, and no longer than this. */
const FIRST_CONNECTION_MS = 3_000;

/** Opens BullMQ's Redis backend (Redis 6.2 or newer, Valkey); it need not be there yet. */
export function openRedisEngine(
  { url, instanceId }: { url: string; instanceId: string },
  reportError: (error: Error) => void,
): OpenEngine {
  // In braces, so that all keys of a queue are on one node of a cluster, where its scripts find them.
  const prefix = `{boardwire:${instanceId}}`;
  const connections = createQueueConnections(parseRedisUrl(url), reportError);
  const producing = connections.open('producing');
  const isTried = waitForFirstTry(producing.client);
  const queues: BullQueue[] = [];
  // A Redis that lost everything has lost what the queues say of themselves, too.
  producing.standing.onUp(() => queues.forEach(tellMeta));
  return {
    buildQueue(name, options) {
      const queue = new Queue(
        name,
        { ...options, connection: {} },
        produceOver(producing.client, prefix),
      );
      queues.push(queue);
      return queue;
    },
    buildWorker: (name, processor, options) =>
      new Worker(name, processor, { ...options, connection: {} }, workOver(connections, prefix)),
    async isUp() {
      await isTried;
      return producing.standing.isUp();
    },
    onReturn: (listener) => producing.standing.onUp((wasAway) => wasAway && listener()),
    countConnections: connections.count,
    close: async () => connections.close(),
  };
}

/** All producers share one connection. They neither wait for it nor ask who it is: the start of the program has. */
function produceOver(client: RedisClient, prefix: string): BackendFactory<RedisQueueBackend> {
  return (name, options) => {
    const connection = new RedisConnection(client, {
      shared: true,
      blocking: false,
      skipVersionCheck: true,
      skipWaitingForReady: true,
    });
    return buildBackend(name, { ...options, prefix }, connection);
  };
}

/** A worker has two connections of its own, since one of them waits for jobs most of the time. */
function workOver(
  connections: QueueConnections,
  prefix: string,
): BackendFactory<RedisQueueBackend> {
  return (name, options) => {
    const connect = (use: 'working' | 'blocking') => {
      const { client } = connections.open(use, `boardwire:${use}:${name}`);
      return new RedisConnection(client, { shared: false, blocking: use === 'blocking' });
    };
    const [main, blocking] = [connect('working'), connect('blocking')];
    return buildBackend(name, { ...options, prefix }, main, blocking);
  };
}

function buildBackend(
  name: string,
  options: Parameters<BackendFactory>[1] & { prefix: string },
  connection: RedisConnection,
  blocking?: RedisConnection,
): RedisQueueBackend {
  const keys = new QueueKeys(options.prefix);
  const toKey = (type: string) => keys.toKey(name, type);
  return new RedisQueueBackend(connection, name, keys.getKeys(name), toKey, options, blocking);
}

function tellMeta(queue: BullQueue): void {
  queue
    .getBackend()
    .setQueueMeta(queue.metaValues)
    .catch(() => undefined);
}

async function waitForFirstTry(client: RedisClient): Promise<void> {
  const abort = new AbortController();
  const end = () => abort.abort();
  client.once('ready', end).once('close', end);
  await sleep(FIRST_CONNECTION_MS, abort.signal);
}
