import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The host that the payloads lead to. */
const HOST = 'canary.example';

/** Stands for every host but the app's: a proxy that answers by itself. */
export interface Canary {
  url: string;
  /** What browsers asked of the payloads' host so far; they also ask for things of their own. */
  hits: string[];
  close(): Promise<void>;
}

/** Starts the proxy on a random port. */
export async function startCanary(): Promise<Canary> {
  const hits: string[] = [];
  const note = (url = '') => url.includes(HOST) && hits.push(url);
  const server = createServer((request, response) => {
    note(request.url);
    answer(request.url ?? '', response);
  });
  server.on('connect', ({ url }, socket) => {
    note(url);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    hits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A script that gives itself away, or a page. */
function answer(url: string, response: ServerResponse): void {
  const isScript = url.endsWith('.js');
  response.writeHead(200, {
    'content-type': isScript ? 'text/javascript' : 'text/html',
    'access-control-allow-origin': '*',
  });
  response.end(isScript ? 'alert("canary")' : '<h1>canary</h1>');
}
