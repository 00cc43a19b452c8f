import type { IncomingMessage, ServerResponse } from 'node:http';
import { createEgress, type Egress } from '../../platform/egress/egress.ts';
import { allow, startHttp } from '../../platform/egress/test-server.fixture.ts';

/** What goes wrong at the other end of a provider, from the next call on. */
export type Fault =
  /** Nothing. */
  | 'none'
  /** It takes the request and never answers. */
  | 'hang'
  /** It answers with what is no HTTP. */
  | 'garbage'
  /** It ends the connection amid its answer, before anybody knows what it says. */
  | 'cut'
  /** It answers 200 or 201, with something else than its protocol says. */
  | 'nonsense'
  | { status: number; headers?: Record<string, string>; body?: string };

/** A request as it arrived. */
export interface Arrived {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** A real HTTP server in the place of a provider. */
export interface FarSide {
  url: string;
  arrived: Arrived[];
  fault: Fault;
  /** Ends its connections: whoever waits for an answer gets none. */
  hangUp(): void;
  close(): Promise<void>;
}

/** Starts one that answers as `answer` says while nothing is wrong. */
export async function startFarSide(
  answer: (request: Arrived, response: ServerResponse) => void,
): Promise<FarSide> {
  const server = await startHttp((request, response) => {
    void readAll(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const arrived = { method, path: url, headers, body };
      side.arrived.push(arrived);
      misbehave(side.fault, { request, response, answer: () => answer(arrived, response) });
    });
  });
  const side: FarSide = {
    url: `http://127.0.0.1:${server.port}`,
    arrived: [],
    fault: 'none',
    hangUp: () => server.cut(),
    async close() {
      open.delete(side);
      await server.close();
    },
  };
  open.add(side);
  return side;
}

const open = new Set<FarSide>();

/** Closes those that a test left open. */
export async function closeFarSides(): Promise<void> {
  for (const side of open) await side.close();
}

function misbehave(
  fault: Fault,
  {
    request,
    response,
    answer,
  }: { request: IncomingMessage; response: ServerResponse; answer(): void },
): void {
  if (fault === 'hang') return;
  if (fault === 'none') return answer();
  if (fault === 'garbage') return void request.socket.end('\u0000\u0001 what?\r\n\r\n');
  if (fault === 'cut') {
    request.socket.write('HTTP/1.1 20');
    return void setImmediate(() => request.socket.destroy());
  }
  if (fault === 'nonsense') return void response.writeHead(200).end('<html>hello</html>');
  response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The client for outgoing calls, allowed to reach these servers of this machine for organizations too. */
export function openTestEgress(...urls: string[]): Egress {
  const hosts = urls.map((url) => new URL(url).host).join(',');
  return createEgress({ allow: () => allow(hosts) });
}
