import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const YEAR_MS = 31_536_000_000;

/** Serves the built web app; answers the page for paths that the app routes itself, or null when it was not built. */
export async function registerWebApp(
  app: FastifyInstance,
  folder: string,
): Promise<(() => { html: string }) | null> {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return null;
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    // Names under assets/ carry a hash of their content.
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(join(folder, 'assets'));
      void reply.header(
        'cache-control',
        isHashed ? `public, max-age=${YEAR_MS / 1_000}, immutable` : 'no-cache',
      );
    },
  });
  // What browsers ask for where a page names no icon, as beside a downloaded file; they go by the type, not the name.
  app.get('/favicon.ico', async (_request, reply) => reply.sendFile('favicon.svg'));
  // Read each time: a rebuilt app has other file names in it.
  return () => ({ html: readFileSync(index, 'utf8') });
}
