import type { FastifyInstance } from 'fastify';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';

/** What the access log reports to. */
export interface AccessLogParts {
  log: Log;
  metrics: Pick<Metrics, 'startRequest' | 'observeRequest'>;
}

/** Logs each answered request without its query, which may hold a token (security S16), and reports its duration. */
export function registerAccessLog(app: FastifyInstance, { log, metrics }: AccessLogParts): void {
  app.addHook('onRequest', async () => metrics.startRequest());
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.observeRequest(route, request.method, reply.statusCode, reply.elapsedTime / 1_000);
    if (!log.isLevelEnabled('info')) return;
    log.info(
      {
        requestId: request.id,
        ...(request.span === null ? {} : { traceId: request.span.traceId }),
        method: request.method,
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 100) / 100,
        ip: request.ip,
        ...(request.actor && request.actor.kind !== 'anonymous' ? { actor: request.actor } : {}),
      },
      'request',
    );
  });
}
