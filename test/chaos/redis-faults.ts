import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort, startRedis } from '../../server/src/platform/queue/redis-server.fixture.ts';
import { startProxy, type TestProxy } from '../../server/src/platform/queue/test-proxy.fixture.ts';

/** A Redis of a run, which everybody reaches through a proxy. */
export interface RedisStand {
  /** Through the proxy. */
  url: string;
  proxy: TestProxy;
  /** Ends the server without a word. */
  kill(): Promise<void>;
  /** Starts an empty one in its place. */
  restart(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Says a command to the server itself, past the proxy. */
  tell(command: string): Promise<void>;
  stop(): Promise<void>;
}

const SETTINGS = ['--maxmemory-policy', 'noeviction'];

/** Starts it. */
export async function startRedisStand(program: string): Promise<RedisStand> {
  const port = await findFreePort();
  let server = await startRedis(program, port, SETTINGS);
  const proxy = await startProxy(server.url);
  return {
    url: proxy.url,
    proxy,
    kill: () => server.stop(),
    async restart() {
      server = await startRedis(program, port, SETTINGS);
    },
    signal: (name) => void process.kill(server.pid, name),
    tell: (command) => tell(port, command),
    async stop() {
      await proxy.close();
      await server.stop();
    },
  };
}

function tell(port: number, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => void socket.write(`${command}\r\n`));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      const text = answer.toString().trim();
      if (text.startsWith('-')) reject(new Error(`${command}: ${text}`));
      else resolve();
    });
  });
}

/** Does the harm; the answer ends it. */
type Way = (stand: RedisStand) => Promise<() => Promise<void>>;

/** Ways in which a Redis fails, by their names in the report. */
export type RedisWay = keyof typeof ways;

/** Each way, so that an answer takes five seconds. */
const LATENCY_MS = 2_500;
const BYTES_PER_S = 1_000;
const RESET_EVERY_MS = 1_000;
const WIPE_EVERY_MS = 2_000;

/** Fault F5, the six of fault F6, and three that only a store has. */
const ways = {
  async killed(stand) {
    await stand.kill();
    return () => stand.restart();
  },
  async refuse({ proxy }) {
    proxy.become('refuse');
    return async () => proxy.become('pass');
  },
  async 'black hole'({ proxy }) {
    proxy.become('swallow');
    return async () => proxy.become('pass');
  },
  async reset({ proxy }) {
    return repeat(RESET_EVERY_MS, async () => {
      proxy.become('refuse');
      proxy.become('pass');
    });
  },
  async '5 s latency'({ proxy }) {
    proxy.slowDown({ latencyMs: LATENCY_MS });
    return async () => proxy.slowDown({});
  },
  async '1 kB/s'({ proxy }) {
    proxy.slowDown({ bytesPerS: BYTES_PER_S });
    return async () => proxy.slowDown({});
  },
  /** Connections that stand are dead for ever, new ones are not. */
  async 'half-open'({ proxy }) {
    proxy.become('swallow');
    proxy.become('pass');
    return async () => undefined;
  },
  async frozen(stand) {
    stand.signal('SIGSTOP');
    return async () => stand.signal('SIGCONT');
  },
  async emptied({ tell: say }) {
    return repeat(WIPE_EVERY_MS, () => say('FLUSHALL'));
  },
  /** It refuses writes, and answers what is read. */
  async full({ tell: say }) {
    await say('CONFIG SET maxmemory 1');
    return () => say('CONFIG SET maxmemory 0');
  },
} satisfies Record<string, Way>;

/** All of them, in the order in which they are run. */
export const REDIS_WAYS = Object.keys(ways) as RedisWay[];

/** Begins the outage; the answer ends it. */
export function beginOutage(way: RedisWay, stand: RedisStand): Promise<() => Promise<void>> {
  return ways[way](stand);
}

async function repeat(everyMs: number, work: () => Promise<void>): Promise<() => Promise<void>> {
  const over = new AbortController();
  const working = (async () => {
    while (!over.signal.aborted) {
      await work();
      await sleep(everyMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  working.catch(() => undefined);
  return () => {
    over.abort();
    return working;
  };
}
