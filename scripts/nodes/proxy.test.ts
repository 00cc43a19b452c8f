import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openProxy, type Backend, type NodeProxy } from './proxy.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/** Answers each connection with its name, after the client has said something. */
async function startNode(name: string): Promise<Backend & { become(isReady: boolean): void }> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) =>
      socket.end(`HTTP/1.1 200 OK\r\n\r\n${name} heard ${data.length}`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  let isReady = true;
  return {
    port: () => (server.address() as AddressInfo).port,
    isReady: () => isReady,
    become: (next) => (isReady = next),
  };
}

/** One that is believed to be ready, while nobody listens there. */
async function startDeadNode(): Promise<Backend> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { port: () => port, isReady: () => true };
}

async function front(backends: readonly Backend[], patienceMs?: number): Promise<NodeProxy> {
  const listBackends = () => backends;
  const options = { port: 0, listBackends, ...(patienceMs !== undefined && { patienceMs }) };
  const proxy = await openProxy(options);
  open.push(proxy);
  return proxy;
}

const ask = async ({ port }: NodeProxy) => {
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  return { status: response.status, name: (await response.text()).split(' ')[0] };
};
const askTimes = async (proxy: NodeProxy, count: number) => {
  const names: (string | undefined)[] = [];
  for (let index = 0; index < count; index += 1) names.push((await ask(proxy)).name);
  return names;
};

describe('the one address in front of several nodes', () => {
  it('hands connections to the nodes in turn', async () => {
    const proxy = await front([await startNode('one'), await startNode('two')]);
    const names = await askTimes(proxy, 6);
    expect(names.filter((name) => name === 'one')).toHaveLength(3);
    expect(names.filter((name) => name === 'two')).toHaveLength(3);
  });

  it('passes over a node that is gone although it was ready just now', async () => {
    const proxy = await front([await startDeadNode(), await startNode('two')]);
    expect(await askTimes(proxy, 4)).toEqual(['two', 'two', 'two', 'two']);
  });

  it('gives nothing new to a node that is not ready', async () => {
    const [one, two] = [await startNode('one'), await startNode('two')];
    const proxy = await front([one, two]);
    one.become(false);
    expect(await askTimes(proxy, 4)).toEqual(['two', 'two', 'two', 'two']);
    one.become(true);
    expect(await askTimes(proxy, 4)).toContain('one');
  });

  it('leaves every client its address, by which nodes count', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((socket) => {
      seen.push(socket.remoteAddress);
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(server);
    const { port } = server.address() as AddressInfo;
    const proxy = await front([{ port: () => port, isReady: () => true }]);
    for (const localAddress of ['127.0.0.1', '127.0.0.7']) {
      const socket = connect({ port: proxy.port, host: '127.0.0.1', localAddress });
      await new Promise((resolve) => socket.once('data', resolve).write('GET /'));
      socket.destroy();
    }
    expect(seen).toEqual(['127.0.0.1', '127.0.0.7']);
  });

  it('keeps a connection waiting for a node that starts', async () => {
    const one = await startNode('one');
    one.become(false);
    const proxy = await front([one]);
    const asked = ask(proxy);
    one.become(true);
    expect(await asked).toEqual({ status: 200, name: 'one' });
  });

  it('keeps nothing of clients that no node has come for', async () => {
    const countSockets = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    const proxy = await front([], 1);
    const before = countSockets();
    for (const leave of ['end', 'destroy'] as const) {
      const client = connect(proxy.port, '127.0.0.1').resume();
      await once(client, 'connect');
      client[leave]();
    }
    await expect.poll(countSockets, { timeout: 20_000 }).toBeLessThanOrEqual(before);
  });

  it('answers 503 when no node comes', async () => {
    expect(await ask(await front([await startDeadNode()], 1))).toMatchObject({ status: 503 });
  });
});
