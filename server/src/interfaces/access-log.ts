import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';

/** What the access log reports to. */
export interface AccessLogParts {
  log: Log;
  metrics: Pick<Metrics, 'startRequest' | 'observeRequest'>;
}

/** The status of a request whose caller hung up before the answer, in the access log and the metrics (as nginx has it). */
const ABORTED_STATUS = 499;

/** Logs each request without its query, which may hold a token (security S16), and reports its duration. */
export function registerAccessLog(app: FastifyInstance, { log, metrics }: AccessLogParts): void {
  app.addHook('onRequest', async (request, reply) => {
    metrics.startRequest();
    // It comes once for each request, also when the caller hung up.
    reply.raw.once('close', () => {
      const status = reply.raw.writableFinished ? reply.statusCode : ABORTED_STATUS;
      const route = request.routeOptions.url ?? 'unknown';
      metrics.observeRequest(route, request.method, status, reply.elapsedTime / 1_000);
      if (log.isLevelEnabled('info')) log.info(describe(request, reply, status), 'request');
    });
  });
}

function describe(request: FastifyRequest, reply: FastifyReply, status: number): object {
  return {
    requestId: request.id,
    ...(request.span === null ? {} : { traceId: request.span.traceId }),
    method: request.method,
    path: request.url.split('?', 1)[0],
    status,
    durationMs: Math.round(reply.elapsedTime * 100) / 100,
    ip: request.ip,
    ...(request.actor && request.actor.kind !== 'anonymous' ? { actor: request.actor } : {}),
  };
}
