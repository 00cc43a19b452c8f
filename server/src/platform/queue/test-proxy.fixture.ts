import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { SECOND_MS } from '../../kernel/time.ts';

/** A TCP proxy in front of a server whose outages a test decides. */
export interface TestProxy {
  /** The server's address, through the proxy. */
  readonly url: string;
  /** `refuse` cuts and refuses connections, `swallow` leaves them open without an answer, `pass` is normal. */
  become(mode: 'pass' | 'refuse' | 'swallow'): void;
  /** From now on, and until it is said again, everything takes so long, and comes at this rate on each connection. */
  slowDown(pace: Pace): void;
  /** From now on connections that introduced themselves by this word are open without an answer; tells how many are. */
  silence(word: string): number;
  /** Connections and pieces that have come from the near side so far, whatever became of them. */
  asked(): number;
  close(): Promise<void>;
}

interface Pace {
  latencyMs?: number;
  bytesPerS?: number;
}

/** Starts a proxy to the server that a URL names, by host or, for Postgres, by socket folder. */
export async function startProxy(serverUrl: string): Promise<TestProxy> {
  const upstream = readAddress(serverUrl);
  const pairs = new Set<{ near: Socket; far: Socket; isDead: boolean; opening: string }>();
  const silenced: string[] = [];
  let mode: 'pass' | 'refuse' | 'swallow' = 'pass';
  let pace: Pace = {};
  let asked = 0;
  const server = createServer((near) => {
    asked += 1;
    if (mode === 'refuse') return void near.destroy();
    const far = connect(upstream);
    const pair = { near, far, isDead: mode === 'swallow', opening: '' };
    pairs.add(pair);
    const end = () => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    const readPace = () => pace;
    const [up, down] = [createPipe(far, readPace), createPipe(near, readPace)];
    near.on('data', (chunk) => {
      asked += 1;
      pair.opening ||= chunk.toString('latin1');
      if (silenced.some((word) => pair.opening.includes(word))) pair.isDead = true;
      if (!pair.isDead) up(chunk);
    });
    far.on('data', (chunk) => !pair.isDead && down(chunk));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of [...pairs].flatMap(({ near, far }) => [near, far])) socket.destroy();
  };
  return {
    url: rewriteUrl(serverUrl, (server.address() as AddressInfo).port),
    become(next) {
      mode = next;
      if (next === 'refuse') cut();
      // Like a firewall that forgot them: these connections stay silent for ever, whatever comes after.
      if (next === 'swallow') for (const pair of pairs) pair.isDead = true;
    },
    slowDown(next) {
      pace = next;
    },
    silence(word) {
      silenced.push(word);
      const named = [...pairs].filter(({ opening }) => opening.includes(word));
      for (const pair of named) pair.isDead = true;
      return named.length;
    },
    asked: () => asked,
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A slow link is handed so much at a time. */
const SLICE_BYTES = 50;
/** A change of pace counts within this for what is on its way, too. */
const LOOK_AGAIN_MS = 50;

/** One direction of a connection: what comes goes on in its order, at the pace of the moment. */
function createPipe(to: Socket, readPace: () => Pace): (chunk: Buffer) => void {
  const queue: { part: Buffer; arrivedMs: number }[] = [];
  let timer: NodeJS.Timeout | null = null;
  let lastMs = 0;
  const pump = () => {
    timer = null;
    for (let next = queue[0]; next !== undefined && !to.destroyed; next = queue[0]) {
      const { latencyMs = 0, bytesPerS = Infinity } = readPace();
      const nowMs = performance.now();
      const { part, arrivedMs } = next;
      const dueMs = Math.max(arrivedMs + latencyMs, lastMs + (part.length / bytesPerS) * SECOND_MS);
      if (dueMs > nowMs) {
        timer = setTimeout(pump, Math.min(dueMs - nowMs, LOOK_AGAIN_MS)).unref();
        return;
      }
      queue.shift();
      lastMs = nowMs;
      to.write(part);
    }
  };
  return (chunk) => {
    const arrivedMs = performance.now();
    for (let from = 0; from < chunk.length; from += SLICE_BYTES)
      queue.push({ part: chunk.subarray(from, from + SLICE_BYTES), arrivedMs });
    if (timer === null) pump();
  };
}

function readAddress(serverUrl: string): { path: string } | { host: string; port: number } {
  const url = new URL(serverUrl);
  const host = decodeURIComponent(url.hostname);
  const port = Number(url.port || 5_432);
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
}

function rewriteUrl(serverUrl: string, port: number): string {
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
}
