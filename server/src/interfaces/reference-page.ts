import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** The page of the reference; the document itself is `/api/openapi.json`. */
const PAGE_PATH = '/api/docs';

/**
 * Nothing from elsewhere, no inline script. Swagger UI styles its elements inline and writes HTML, so this page does
 * without the strictness of the others (security S12) in these two: its only content is a document of our own.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Asset {
  type: string;
  read: () => Buffer;
}

const require = createRequire(import.meta.url);
const ownFile = (name: string) => () =>
  readFileSync(new URL(`reference-page/${name}`, import.meta.url));

const CSS = 'text/css; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

const assets: Record<string, Asset> = {
  'page.css': { type: CSS, read: ownFile('page.css') },
  'page.js': { type: JAVASCRIPT, read: ownFile('page.js') },
  // The package of the Fastify project ships Swagger UI's own files without the telemetry of swagger-ui-dist.
  'swagger-ui.css': {
    type: CSS,
    read: () => readFileSync(require.resolve('@fastify/swagger-ui/static/swagger-ui.css')),
  },
  'swagger-ui-bundle.js': {
    type: JAVASCRIPT,
    read: () => readFileSync(require.resolve('@fastify/swagger-ui/static/swagger-ui-bundle.js')),
  },
};

/** Serves the API reference at `/api/docs`, every file of it from here. Anybody may load the page, which holds nothing. */
export function registerReferencePage(app: FastifyInstance): void {
  const html = ownFile('page.html')();
  app.get(PAGE_PATH, async (_request, reply) =>
    reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(html),
  );
  for (const [name, asset] of Object.entries(assets)) {
    app.get(`${PAGE_PATH}/${name}`, serveAsset(asset));
  }
}

/** Reads and compresses a file when it is first asked for, and once. */
function serveAsset({ type, read }: Asset) {
  let plain: Buffer | undefined;
  let compressed: Buffer | undefined;
  return async (request: FastifyRequest, reply: FastifyReply) => {
    plain ??= read();
    reply.type(type).header('cache-control', 'no-cache').header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(plain);
    compressed ??= gzipSync(plain);
    return reply.header('content-encoding', 'gzip').send(compressed);
  };
}
