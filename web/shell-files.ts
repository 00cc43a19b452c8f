import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Files beside the hashed ones that the shell needs. */
const PLAIN_FILES = ['/theme.js', '/favicon.svg', '/manifest.webmanifest'];

/** Writes into the service worker which files the build consists of, and a name that changes with them. */
export function listShellFiles(): Plugin {
  let folder = '';
  return {
    name: 'boardwire-shell-files',
    apply: 'build',
    configResolved({ root, build: { outDir } }) {
      folder = join(root, outDir);
    },
    closeBundle() {
      // A build that failed has written nothing; it says so itself.
      if (!existsSync(join(folder, 'assets'))) return;
      const assets = readdirSync(join(folder, 'assets'))
        .filter((name) => /\.(?:js|css|woff2)$/.test(name))
        .map((name) => `/assets/${name}`);
      const files = [...PLAIN_FILES, ...assets];
      const page = readFileSync(join(folder, 'index.html'));
      const build = createHash('sha256').update(page).update(files.join(' ')).digest('hex');
      const path = join(folder, 'sw.js');
      const worker = readFileSync(path, 'utf8')
        .replace("'__BUILD__'", JSON.stringify(build.slice(0, 12)))
        .replace("['__FILES__']", JSON.stringify(files));
      writeFileSync(path, worker);
    },
  };
}
