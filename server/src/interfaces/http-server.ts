import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Config } from '../platform/config/config.ts';
import { notFound, Refusal } from '../platform/refusal.ts';
import { refusalOfHttpError, sendRefusal } from './error-answer.ts';
import { createHostCheck } from './host-check.ts';
import type { RateLimits } from './rate-limits.ts';
import { chooseRequestId } from './request-id.ts';
import { computeSecurityHeaders } from './security-headers.ts';
import { setRateLimitHeaders } from './rest.ts';
import { registerAccessLog, type AccessLogParts } from './access-log.ts';
import { registerTracing } from './http-tracing.ts';
import type { Tracing } from '../platform/trace/tracing.ts';

/** What the HTTP server stands on. */
export interface HttpServerParts extends AccessLogParts {
  config: Config;
  rateLimits: RateLimits;
  tracing: Tracing;
}

/** Largest body (security S13). */
const BODY_LIMIT_BYTES = 1_048_576;
const HEADERS_MAX_BYTES = 16_384;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** A file of 100 MB over a line of 2 Mbit/s; one that stalls is cut much earlier. */
const UPLOAD_TIMEOUT_MS = 420_000;
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** Below this, compressing costs more than it saves. */
const COMPRESS_FROM_BYTES = 1_024;
const MAX_PATH_SEGMENT_LENGTH = 200;

/**
 * Creates the HTTP server with everything that holds for all requests, in the order of SPEC F1: request id, log, rate
 * limit; authentication, authorization, validation and handler follow in each route; error mapping closes.
 */
export async function createHttpServer(parts: HttpServerParts): Promise<FastifyInstance> {
  const { config } = parts;
  const app = createApp(parts);
  const isDevelopment = config.NODE_ENV === 'development';
  const checkHost = createHostCheck(config);
  const securityHeaders = computeSecurityHeaders(config);
  registerTracing(app, parts.tracing);
  registerAccessLog(app, parts);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders).header('x-request-id', request.id);
    checkHost(request.headers.host);
    limitBodyTime(request);
    // Probes and scrapes come from machines that must not be locked out by people.
    if (request.url.startsWith('/health') || request.url === '/metrics') return;
    setRateLimitHeaders(reply, await parts.rateLimits.consumeAddress(request.ip));
  });
  // Without other origins there is nothing to allow, and browsers refuse by themselves.
  if (config.CORS_ORIGINS.length > 0) {
    await app.register(cors, {
      origin: config.CORS_ORIGINS,
      credentials: false,
      exposedHeaders: EXPOSED_HEADERS,
      maxAge: 600,
    });
  }
  await app.register(cookie);
  await app.register(compress, {
    global: true,
    threshold: COMPRESS_FROM_BYTES,
    encodings: ['gzip', 'deflate'],
  });
  app.addHook('onSend', async (request, reply) => {
    const isPersonal =
      request.url.startsWith('/api/') && reply.getHeader('cache-control') === undefined;
    if (isPersonal) reply.header('cache-control', 'private, no-store');
  });
  app.setErrorHandler((error: Error, request, reply) => {
    const refusal =
      error instanceof Refusal
        ? error
        : refusalOfHttpError(error as Parameters<typeof refusalOfHttpError>[0]);
    if (refusal.code === 'INTERNAL_ERROR') {
      parts.tracing.within(request.span, () =>
        parts.log.error({ err: error, requestId: request.id }, 'request failed'),
      );
    }
    return sendRefusal(reply, refusal, request.id, isDevelopment);
  });
  return app;
}

/** Cuts a request whose body does not come in time; the server's own limit is that of uploads. */
function limitBodyTime({ raw, routeOptions }: FastifyRequest): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = raw.headers;
  const isUpload = (routeOptions.config as { isUpload?: boolean }).isUpload === true;
  if (isUpload || (length === undefined && encoding === undefined)) return;
  const timer = setTimeout(() => raw.destroy(), REQUEST_TIMEOUT_MS).unref();
  raw.once('close', () => clearTimeout(timer));
  raw.once('end', () => clearTimeout(timer));
}

const EXPOSED_HEADERS = [
  'etag',
  'x-request-id',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'retry-after',
];

function createApp({ config }: HttpServerParts): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: (request) => chooseRequestId(request.headers['x-request-id']),
    trustProxy: config.TRUST_PROXY.length > 0 ? [...config.TRUST_PROXY] : false,
    requestTimeout: UPLOAD_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: { maxHeaderSize: HEADERS_MAX_BYTES, headersTimeout: HEADERS_TIMEOUT_MS },
    routerOptions: { maxParamLength: MAX_PATH_SEGMENT_LENGTH, ignoreTrailingSlash: true },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: (error, request, reply) =>
      void sendRefusal(reply, refusalOfHttpError(error), request.id, false),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
  // JSON alone: a form or text body would be a request that another site can send without asking.
  app.removeContentTypeParser('text/plain');
  return app;
}

/** What is missing below these is missing; a page in its place would hide it. */
const NEVER_PAGES = ['/api', '/health', '/metrics', '/assets/'];
/** Ends like the name of a file: no page of the app does. */
const FILE_NAME = /\.[a-z0-9]{1,12}$/i;

/** Answers what no route takes: NOT_FOUND in the envelope below /api, `fallback` elsewhere. */
export function answerUnknownPaths(
  app: FastifyInstance,
  fallback: (() => { html: string } | null) | null,
): void {
  app.setNotFoundHandler((request, reply) => {
    const page = isPage(request) ? (fallback?.() ?? null) : null;
    if (page === null) return sendRefusal(reply, notFound('This path'), request.id, false);
    return reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(page.html);
  });
}

function isPage({ method, url }: FastifyRequest): boolean {
  const [path = ''] = url.split('?');
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !FILE_NAME.test(path) && !NEVER_PAGES.some((prefix) => path.startsWith(prefix));
}
