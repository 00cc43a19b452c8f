import { fileURLToPath } from 'node:url';
import { createAuthenticator } from '../interfaces/authenticate.ts';
import { answerUnknownPaths } from '../interfaces/http-server.ts';
import { registerOpenApi } from '../interfaces/openapi-page.ts';
import { registerReferencePage } from '../interfaces/reference-page.ts';
import { createRefreshCookie } from '../interfaces/refresh-cookie.ts';
import { registerRest } from '../interfaces/rest.ts';
import { registerWebApp } from '../interfaces/web-app.ts';
import { createAccess } from '../platform/access.ts';
import { createRunner } from '../platform/run-operation.ts';
import type { ApiParts } from './api-parts.ts';
import { serveHttp, type HttpSide } from './http-side.ts';

const WEB_FOLDER = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** Starts to answer requests: REST, its documents and the web app, beside what every role serves. */
export function startApi(parts: ApiParts): Promise<HttpSide> {
  const { foundation, composed, outbox } = parts;
  const { config, database, epochs, tracing } = foundation;
  const authenticate = createAuthenticator({ ...foundation, ...composed });
  const run = createRunner({
    ...foundation,
    access: createAccess(database, epochs, composed.locators, composed.loadGrant),
    isInstanceOwner: composed.isInstanceOwner,
    onEvents: () => outbox.wake(),
  });
  return serveHttp(parts, async (app, rateLimits) => {
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
  });
}
