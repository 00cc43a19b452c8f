import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A server that speaks as much of the protocol (RESP) as a look takes, and says it is of `version`, and `more` of itself. */
export async function startOtherRedis(
  version: string,
  more = '',
): Promise<{ url: string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const facts = `# Server\r\nredis_version:${version}\r\n${more}\r\n# Memory\r\nmaxmemory_policy:noeviction\r\n`;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      for (const [, name = ''] of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        if (/^info$/i.test(name)) socket.write(`$${facts.length}\r\n${facts}\r\n`);
        else if (/^hello$/i.test(name)) socket.write(`-ERR unknown command 'HELLO'\r\n`);
        else socket.write('+OK\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
