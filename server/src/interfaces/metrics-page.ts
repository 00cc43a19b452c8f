import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../platform/config/config.ts';
import type { Metrics } from '../platform/metrics.ts';
import { notFound, unauthorized } from '../platform/refusal.ts';

/** Serves `/metrics`: with METRICS_TOKEN to its bearer, without it on loopback instances alone (security S18). */
export function registerMetrics(app: FastifyInstance, metrics: Metrics, config: Config): void {
  app.get('/metrics', async (request, reply) => {
    if (config.METRICS_TOKEN === undefined && config.isExposed) throw notFound('This path');
    if (
      config.METRICS_TOKEN !== undefined &&
      !isBearer(request.headers.authorization, config.METRICS_TOKEN)
    ) {
      throw unauthorized('Send METRICS_TOKEN as the bearer token', 'metrics_token');
    }
    const { contentType, text } = await metrics.expose();
    return reply.header('content-type', contentType).header('cache-control', 'no-store').send(text);
  });
}

function isBearer(authorization: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}
