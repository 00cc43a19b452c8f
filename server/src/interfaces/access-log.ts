import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';

/** What the access log reports to. */
export interface AccessLogParts {
  log: Log;
  metrics: Pick<Metrics, 'startRequest' | 'observeRequest'>;
}

/** The status of a request whose caller hung up before the answer, in the access log and the metrics (as nginx has it). */
const ABORTED_STATUS = 499;

/** The secret of a link that shows a board stands in its address (security S16). */
const LINK_SECRET = /bw_link_[\w-]+/;

/** The token of a link that stops mails does so too. */
const UNSUBSCRIBE_TOKEN = /^\/unsubscribe\/(?!page\.css$).+/;

/** Logs each request without its query, which may hold a token (security S16), and reports its duration. */
export function registerAccessLog(app: FastifyInstance, { log, metrics }: AccessLogParts): void {
  app.addHook('onRequest', async (request, reply) => {
    metrics.startRequest();
    // Fastify's own clock runs only with its logger or an onResponse hook.
    const startedAtMs = performance.now();
    // It comes once for each request, also when the caller hung up.
    reply.raw.once('close', () => {
      const status = reply.raw.writableFinished ? reply.statusCode : ABORTED_STATUS;
      const durationMs = performance.now() - startedAtMs;
      metrics.observeRequest(routeOf(request), request.method, status, durationMs / 1_000);
      if (log.isLevelEnabled('info')) log.info(describe(request, status, durationMs), 'request');
    });
  });
}

/** Built files have new names with each build: one label stands for them all. */
function routeOf({ routeOptions: { url = 'unknown' } }: FastifyRequest): string {
  return url.startsWith('/assets/') ? '/assets/*' : url;
}

function describe(request: FastifyRequest, status: number, durationMs: number): object {
  return {
    requestId: request.id,
    ...(request.span === null ? {} : { traceId: request.span.traceId }),
    method: request.method,
    path: request.url
      .split('?', 1)[0]
      ?.replace(LINK_SECRET, 'bw_link_…')
      .replace(UNSUBSCRIBE_TOKEN, '/unsubscribe/…'),
    status,
    durationMs: Math.round(durationMs * 100) / 100,
    ip: request.ip,
    ...(request.actor && request.actor.kind !== 'anonymous' ? { actor: request.actor } : {}),
  };
}
