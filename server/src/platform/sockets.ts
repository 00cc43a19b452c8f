import { createConnection, createServer } from 'node:net';

/** Whether a server could listen there; rejects with the system's error when the address is not ours at all. */
export function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    probe.listen({ host, port }, () => probe.close(() => resolve(true)));
  });
}

/** Whether somebody listens there, asked by the operator's own commands; `timeoutMs` passed means nobody. */
export function canConnect(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: timeoutMs });
    const finish = (isConnected: boolean) => {
      socket.destroy();
      resolve(isConnected);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}

/** An answer to `askLocally`. */
export interface LocalAnswer {
  status: number;
  body: string;
}

/**
 * Asks an HTTP server on this machine for `path`, for the operator's own commands; null when what listens there does
 * not speak HTTP, or not within `timeoutMs`. `name` goes into the Host header.
 */
export function askLocally(
  { host, port, name }: { host: string; port: number; name: string },
  path: string,
  timeoutMs: number,
): Promise<LocalAnswer | null> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: timeoutMs });
    let text = '';
    socket.setEncoding('utf8');
    // HTTP/1.0: the end of the answer is the end of the connection.
    socket.once('connect', () => socket.write(`GET ${path} HTTP/1.0\r\nHost: ${name}\r\n\r\n`));
    socket.on('data', (piece: string) => (text += piece));
    socket.once('timeout', () => socket.destroy());
    socket.once('error', () => undefined);
    socket.once('close', () => resolve(readAnswer(text)));
  });
}

function readAnswer(text: string): LocalAnswer | null {
  const [, status, body] = /^HTTP\/1\.\d (\d{3}).*?\r\n\r\n(.*)$/s.exec(text) ?? [];
  return status === undefined ? null : { status: Number(status), body: body ?? '' };
}
