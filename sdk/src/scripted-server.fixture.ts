import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorTable } from '@boardwire/contract/errors';
import type { ErrorCode, ErrorDetails } from '@boardwire/contract/errors';

/** A request as it came in. */
export interface Received {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  /** Parsed from JSON; undefined without a body. */
  body: unknown;
  bearer: string | undefined;
}

/** A server on a random port that answers as a test says; for behaviours that a good server does not show. */
export interface ScriptedServer {
  url: string;
  received: Received[];
  close(): Promise<void>;
}

type Script = (request: Received, response: ServerResponse, count: number) => unknown;

/** Starts a server; `count` is the number of the request, from 1. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then((request) => script(request, response, received.push(request)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const url = new URL(incoming.url ?? '', 'http://localhost');
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: incoming.headers,
    body: text === '' ? undefined : JSON.parse(text),
    bearer: incoming.headers.authorization?.replace('Bearer ', ''),
  };
}

/** Answers `data` in the envelope. */
export function answer(
  response: ServerResponse,
  data: unknown,
  extra: { pagination?: object; headers?: Record<string, string> } = {},
): void {
  response.writeHead(200, { 'content-type': 'application/json', ...extra.headers });
  const { pagination } = extra;
  response.end(JSON.stringify({ success: true, data, ...(pagination && { pagination }) }));
}

/** Answers an error of the table. */
export function refuse(
  response: ServerResponse,
  code: ErrorCode,
  extra: { details?: ErrorDetails; headers?: Record<string, string> } = {},
): void {
  const { status } = errorTable[code];
  response.writeHead(status, { 'content-type': 'application/json', ...extra.headers });
  const error = { code, message: `refused: ${code}`, requestId: 'from-server', ...extra };
  response.end(JSON.stringify({ success: false, error: { ...error, headers: undefined } }));
}

/** A session as the server answers it. */
export function sessionData(token: string, extra: object = {}): Record<string, unknown> {
  return {
    status: 'signedIn',
    accessToken: token,
    accessTokenExpiresAt: new Date(Date.now() + 900_000).toISOString(),
    refreshToken: `refresh-${token}`,
    sessionId: '018f0000-0000-7000-8000-000000000001',
    account: { id: 'ada', name: 'Ada' },
    ...extra,
  };
}
