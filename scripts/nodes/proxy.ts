import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A node behind the address. */
export interface Backend {
  port(): number;
  /** One that is not ready gets no new connections; those that it has stay. */
  isReady(): boolean;
}

/** One address in front of several nodes. */
export interface NodeProxy {
  port: number;
  /** Takes no more connections; those that are open end with their nodes. */
  close(): void;
}

export interface ProxyOptions {
  port: number;
  /** The nodes of the moment. */
  listBackends(): readonly Backend[];
  /** How long a connection waits for a node to become ready. */
  patienceMs?: number;
}

const HOST = '127.0.0.1';
/** A restart of all nodes at once, almost. */
const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 100;
const CONNECT_LIMIT_MS = 2_000;
/** Nobody is there: said in the words of HTTP, which every client of ours understands. */
const AWAY =
  'HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\nretry-after: 1\r\nconnection: close\r\n\r\nNo node is ready; try again.\n';

/**
 * Hands each connection to the next node in turn, whoever the client is: plain TCP, so that sockets and requests are
 * alike. A node that cannot be connected to is passed over.
 */
export async function openProxy({
  port,
  listBackends,
  patienceMs = PATIENCE_MS,
}: ProxyOptions): Promise<NodeProxy> {
  let turn = 0;
  const choose = () => {
    const ready = listBackends().filter((backend) => backend.isReady());
    turn += 1;
    return ready.map((_backend, index) => ready[(turn + index) % ready.length] as Backend);
  };
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true });
  server.on('connection', (near) => {
    near.on('error', () => undefined);
    void findNode(near, choose, patienceMs).then((far) => {
      if (near.destroyed) return void far?.destroy();
      if (far === null) sendAway(near);
      else join(near, far);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => void server.close(),
  };
}

/** A connection to a node; null when the client has gone, or no node came in time. */
async function findNode(
  near: Socket,
  choose: () => readonly Backend[],
  patienceMs: number,
): Promise<Socket | null> {
  const giveUpAtMs = performance.now() + patienceMs;
  while (!near.destroyed) {
    for (const backend of choose()) {
      const far = await tryConnect(backend.port(), near.remoteAddress);
      if (far !== null) return far;
    }
    if (performance.now() >= giveUpAtMs) return null;
    await sleep(LOOK_AGAIN_MS);
  }
  return null;
}

/** From the client's own address, which is one of this machine: nodes count connections and tries by address. */
function tryConnect(port: number, localAddress: string | undefined): Promise<Socket | null> {
  return new Promise((resolve) => {
    const far = connect({
      port,
      host: HOST,
      ...(localAddress !== undefined && { localAddress }),
      noDelay: true,
      allowHalfOpen: true,
    });
    const giveUp = () => {
      far.destroy();
      resolve(null);
    };
    far.setTimeout(CONNECT_LIMIT_MS, giveUp);
    far.once('error', giveUp);
    far.once('connect', () => {
      far.setTimeout(0);
      resolve(far);
    });
  });
}

function sendAway(near: Socket): void {
  near.end(AWAY);
  // A paused socket never sees that the client has closed its side, and would stay open for ever.
  near.resume();
}

function join(near: Socket, far: Socket): void {
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => undefined);
    one.once('close', () => other.destroy());
    one.pipe(other);
  }
}
