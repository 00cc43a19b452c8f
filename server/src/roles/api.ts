import { fileURLToPath } from 'node:url';
import { createAuthenticator } from '../interfaces/authenticate.ts';
import { registerHealth } from '../interfaces/health.ts';
import { answerUnknownPaths, createHttpServer } from '../interfaces/http-server.ts';
import { registerMetrics } from '../interfaces/metrics-page.ts';
import { registerOpenApi } from '../interfaces/openapi-page.ts';
import { createRateLimits } from '../interfaces/rate-limits.ts';
import { registerReferencePage } from '../interfaces/reference-page.ts';
import { createRefreshCookie } from '../interfaces/refresh-cookie.ts';
import { registerRest } from '../interfaces/rest.ts';
import { registerWebApp } from '../interfaces/web-app.ts';
import { createAccess } from '../platform/access.ts';
import { createRunner } from '../platform/run-operation.ts';
import { sleep } from '../kernel/time.ts';
import type { ApiParts } from './api-parts.ts';
import { createProbes, registerGauges } from './observability.ts';

/** The side of the program that answers requests. */
export interface Api {
  address: string;
  stop(graceMs: number): Promise<void>;
}

const WEB_FOLDER = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** Starts to listen on HOST and PORT. */
export async function startApi(parts: ApiParts): Promise<Api> {
  const { foundation, composed, outbox } = parts;
  const { config, log, metrics, database, epochs, tracing } = foundation;
  const rateLimits = createRateLimits(config);
  const app = await createHttpServer({ config, log, rateLimits, metrics, tracing });
  let isDraining = false;

  const authenticate = createAuthenticator({ ...foundation, ...composed });
  const run = createRunner({
    ...foundation,
    access: createAccess(database, epochs, composed.locators, composed.loadGrant),
    isInstanceOwner: composed.isInstanceOwner,
    onEvents: () => outbox.wake(),
  });
  registerGauges(parts);
  registerHealth(app, createProbes(parts), {
    isDraining: () => isDraining,
    hidesDetails: config.isExposed,
  });
  registerMetrics(app, metrics, config);
  registerOpenApi(app, config, authenticate);
  registerReferencePage(app);
  registerRest(app, {
    operations: composed.features.flatMap(({ operations }) => operations),
    run,
    authenticate,
    rateLimits,
    refreshCookie: createRefreshCookie(config),
    tracing,
    isDevelopment: config.NODE_ENV === 'development',
    isTest: config.NODE_ENV === 'test',
  });
  answerUnknownPaths(app, await registerWebApp(app, WEB_FOLDER));
  await app.listen({ host: config.HOST, port: config.PORT });
  return {
    address: config.PUBLIC_URL,
    async stop(graceMs) {
      isDraining = true;
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
