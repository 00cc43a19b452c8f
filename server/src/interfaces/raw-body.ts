import type { FastifyInstance } from 'fastify';

/** What other programs send us of their own accord is small. */
const BODY_LIMIT_BYTES = 65_536;

/** Adds routes whose body comes as bytes, whatever its type: a signature is over bytes, and forms are not ours to forbid. */
export function registerRaw(
  app: FastifyInstance,
  addRoutes: (scope: FastifyInstance) => void,
  bodyLimit = BODY_LIMIT_BYTES,
): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    addRoutes(scope);
  });
}
