import { Agent, request } from 'node:http';

/** An answer, as far as people of the load look at it. */
export interface HttpAnswer {
  status: number;
  etag: string | undefined;
  body: string;
}

/** Calls the API as one person or program. */
export type HttpCall = (
  method: 'GET' | 'PATCH' | 'POST',
  path: string,
  options?: { body?: unknown; ifNoneMatch?: string | undefined },
) => Promise<HttpAnswer>;

/** A call that is not answered by then has failed. */
const TIMEOUT_MS = 30_000;

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/** Creates a caller; it keeps connections, takes gzip without unpacking it, and rejects what is neither 2xx nor 304. */
export function createHttpCaller(origin: string, token: string): HttpCall {
  return (method, path, { body, ifNoneMatch } = {}) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      'accept-encoding': 'gzip',
      ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
      ...(payload !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
      }),
    };
    return new Promise((resolve, reject) => {
      const options = { method, headers, agent, timeout: TIMEOUT_MS };
      const sent = request(`${origin}/api/v1${path}`, options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const isGood = (status >= 200 && status < 300) || status === 304;
          // What is packed is not read; an error is short, and never packed.
          const text =
            response.headers['content-encoding'] === undefined ? Buffer.concat(parts) : '';
          const answer = { status, etag: response.headers.etag, body: text.toString() };
          if (isGood) resolve(answer);
          else reject(new Error(`${status} ${answer.body}`));
        });
      });
      sent.on('timeout', () => sent.destroy(new Error('no answer')));
      sent.on('error', reject);
      sent.end(payload);
    });
  };
}
