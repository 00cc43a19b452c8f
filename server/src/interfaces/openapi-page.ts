import type { FastifyInstance } from 'fastify';
import type { Config } from '../platform/config/config.ts';
import { unauthorized } from '../platform/refusal.ts';
import { version } from '../platform/version.ts';
import type { Authenticate } from './authenticate.ts';
import { buildOpenApi } from './openapi.ts';

/** Serves `/api/openapi.json`; an exposed instance asks for a credential (security S18). */
export function registerOpenApi(
  app: FastifyInstance,
  config: Config,
  authenticate: Authenticate,
): void {
  let text: string | undefined;
  app.get('/api/openapi.json', async (request, reply) => {
    const actor = await authenticate(request.headers.authorization);
    if (config.isExposed && actor.kind === 'anonymous')
      throw unauthorized('Sign in first', 'no_credential');
    text ??= JSON.stringify(buildOpenApi({ serverUrl: config.PUBLIC_URL, version }));
    return reply.type('application/json').send(text);
  });
}
