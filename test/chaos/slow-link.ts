import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network link to a server that can be made slow. */
export interface SlowLink {
  url: string;
  /** From now on what the server sends comes through at this rate, on each connection. */
  slowDown(bytesPerS: number): void;
  close(): void;
}

/** Read from the server at once: small, so that it notices how slow the link is. */
const READ_BYTES = 1_024;

/** Opens a link to `url`; connections come from `localAddress`, since the server counts them by address. */
export async function openSlowLink(url: string, localAddress: string): Promise<SlowLink> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let pauseMs = 0;
  const server = createServer((near) => {
    const far: Socket = connect({
      host: hostname,
      port: Number(port),
      localAddress,
      onread: {
        buffer: Buffer.alloc(READ_BYTES),
        callback(count, buffer) {
          near.write(Buffer.from(buffer.subarray(0, count)));
          if (pauseMs === 0) return true;
          setTimeout(() => far.resume(), pauseMs).unref();
          return false;
        },
      },
    });
    near.on('data', (data) => far.write(data));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    slowDown: (bytesPerS) => (pauseMs = (READ_BYTES / bytesPerS) * 1_000),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
