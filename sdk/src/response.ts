import { errorTable } from '@boardwire/contract/errors';
import type { ErrorCode, ErrorDetails } from '@boardwire/contract/errors';
import type { Route } from '@boardwire/contract/route';
import { readRateLimit, readRetryAfterMs } from './headers.ts';
import type { CallError, Failure, Result } from './result.ts';

/** What came back over HTTP, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

interface Envelope {
  success?: unknown;
  data?: unknown;
  pagination?: { nextCursor?: unknown };
  error?: { code?: unknown; message?: unknown; details?: unknown; requestId?: unknown };
}

/** Reads an answer: data, a page, a file, or the error that the server or a proxy before it gave. */
export function readAnswer(route: Route, answer: Answer, sentRequestId: string): Result<unknown> {
  const requestId = answer.headers.get('x-request-id') ?? sentRequestId;
  const rateLimit = readRateLimit(answer.headers);
  const limits = rateLimit ? { rateLimit } : {};
  const isSuccess = answer.status >= 200 && answer.status < 300;
  if (isSuccess && route.download)
    return { ok: true, data: readFile(answer), requestId, ...limits };
  const envelope = parseEnvelope(answer.text);
  if (isSuccess && envelope?.success === true) {
    return { ok: true, data: readData(route, envelope), requestId, ...limits };
  }
  return { ...readError(answer, envelope, requestId), ...limits };
}

function readData(route: Route, { data, pagination }: Envelope): unknown {
  return route.paginated ? { items: data, nextCursor: pagination?.nextCursor ?? null } : data;
}

function readFile({ headers, text }: Answer) {
  return {
    fileName: readFileName(headers.get('content-disposition') ?? ''),
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    text,
  };
}

/** RFC 6266 section 4.3: the extended name wins over the plain one. */
function readFileName(disposition: string): string {
  const extended = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  if (extended !== undefined) return decodeFileName(extended);
  const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1');
  return /filename\s*=\s*([^;\s]+)/i.exec(disposition)?.[1] ?? 'download';
}

function decodeFileName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function readError(answer: Answer, envelope: Envelope | undefined, requestId: string): Failure {
  const { status } = answer;
  const sent = envelope?.error;
  const retryAfterMs = readRetryAfterMs(answer.headers);
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (!isErrorCode(sent?.code) || typeof sent.message !== 'string') {
    return { ok: false, error: { ...describeStatus(answer), requestId, status, ...wait } };
  }
  const details = isObject(sent.details) ? { details: sent.details as ErrorDetails } : {};
  const id = typeof sent.requestId === 'string' ? sent.requestId : requestId;
  return {
    ok: false,
    error: { code: sent.code, message: sent.message, ...details, requestId: id, status, ...wait },
  };
}

/** For answers that are not the server's own: pages of proxies, redirections, other programs on that address. */
function describeStatus({ status, headers }: Answer): Pick<CallError, 'code' | 'message'> {
  if (status === 502 || status === 503 || status === 504) {
    return { code: 'SERVICE_UNAVAILABLE', message: 'The server is away for the moment.' };
  }
  const target = headers.get('location');
  if (target !== null) {
    return {
      code: 'BAD_RESPONSE',
      message: `The server sends callers to ${target}; use that address.`,
    };
  }
  const message = `What answered is not a Boardwire server (status ${status}).`;
  return { code: 'BAD_RESPONSE', message };
}

function parseEnvelope(text: string): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorTable, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
