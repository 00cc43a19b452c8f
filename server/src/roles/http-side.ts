import type { FastifyInstance } from 'fastify';
import { registerHealth } from '../interfaces/health.ts';
import { answerUnknownPaths, createHttpServer } from '../interfaces/http-server.ts';
import { registerMetrics } from '../interfaces/metrics-page.ts';
import { createRateLimits, type RateLimits } from '../interfaces/rate-limits.ts';
import { createSharedLimiters } from '../interfaces/shared-limiter.ts';
import { sleep } from '../kernel/time.ts';
import type { ApiParts } from './api-parts.ts';
import { createProbes, registerGauges } from './observability.ts';

/** The side of the program that answers HTTP. */
export interface HttpSide {
  stop(graceMs: number): Promise<void>;
}

/** What lies beside HTTP on the same port. */
export interface Beside {
  /** Runs first when the program stops. */
  beforeClose(): Promise<void>;
}

/** Starts to listen on HOST and PORT: health and metrics (SPEC F4), and what `registerMore` adds. */
export async function serveHttp(
  parts: ApiParts,
  registerMore: (app: FastifyInstance, rateLimits: RateLimits) => Promise<Beside | null>,
): Promise<HttpSide> {
  const { config, metrics } = parts.foundation;
  const rateLimits = openRateLimits(parts.foundation);
  const app = await createHttpServer({ ...parts.foundation, rateLimits });
  let isDraining = false;
  registerGauges(parts);
  registerHealth(app, createProbes(parts), {
    isDraining: () => isDraining,
    hidesDetails: config.isExposed,
  });
  registerMetrics(app, metrics, config);
  const beside = await registerMore(app, rateLimits);
  await app.listen({ host: config.HOST, port: config.PORT });
  return {
    async stop(graceMs) {
      isDraining = true;
      await beside?.beforeClose();
      // Requests at hand finish; a connection that stays open past the grace is cut.
      const closed = app.close();
      const abort = new AbortController();
      await Promise.race([closed, sleep(graceMs, abort.signal)]);
      abort.abort();
      app.server.closeAllConnections();
      await closed;
    },
  };
}

function openRateLimits({ config, redis, log, metrics }: ApiParts['foundation']): RateLimits {
  if (redis === null) return createRateLimits(config);
  return createRateLimits(config, createSharedLimiters({ redis, log, metrics }));
}

/** The HTTP side of a worker, which nobody but probes and scrapers talks to. */
export function serveHealthAlone(parts: ApiParts): Promise<HttpSide> {
  return serveHttp(parts, async (app) => {
    answerUnknownPaths(app, null);
    return null;
  });
}
