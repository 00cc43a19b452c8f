import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A TCP proxy in front of a server whose outages a test decides. */
export interface TestProxy {
  /** The server's address, through the proxy. */
  readonly url: string;
  /** `refuse` cuts and refuses connections, `swallow` leaves them open without an answer, `pass` is normal. */
  become(mode: 'pass' | 'refuse' | 'swallow'): void;
  close(): Promise<void>;
}

/** Starts a proxy to the server that a URL names, by host or, for Postgres, by socket folder. */
export async function startProxy(serverUrl: string): Promise<TestProxy> {
  const upstream = readAddress(serverUrl);
  const pairs = new Set<{ near: Socket; far: Socket; isDead: boolean }>();
  let mode: 'pass' | 'refuse' | 'swallow' = 'pass';
  const server = createServer((near) => {
    if (mode === 'refuse') return void near.destroy();
    const far = connect(upstream);
    const pair = { near, far, isDead: mode === 'swallow' };
    pairs.add(pair);
    const end = () => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    near.on('data', (chunk) => !pair.isDead && far.write(chunk));
    far.on('data', (chunk) => !pair.isDead && near.write(chunk));
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
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
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
