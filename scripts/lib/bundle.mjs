import { readFile, readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fromRoot } from './paths.mjs';

const defaultOutDir = fromRoot('server', 'dist');

/**
 * Bundles the server with contract and SDK into server/dist/main.js; packages stay in
 * node_modules. What is imported lazily becomes a chunk beside it, so that it also loads lazily.
 * @param {{ outDir?: string, edit?: (text: string, path: string) => string }} [options] `edit` changes
 *   sources on their way into the bundle; the fault tests make broken programs with it.
 */
export async function bundleServer({ outDir = defaultOutDir, edit = (text) => text } = {}) {
  const { build } = await import('esbuild');
  await removeOldOutput(outDir);
  await build({
    absWorkingDir: fromRoot(),
    entryPoints: [fromRoot('server', 'src', 'main.ts')],
    outdir: outDir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    alias: {
      '@boardwire/contract': fromRoot('contract', 'src'),
      '@boardwire/sdk': fromRoot('sdk', 'src'),
    },
    plugins: [createSourcePlugin(outDir, edit)],
  });
}

/** @param {string} outDir */
async function removeOldOutput(outDir) {
  const names = await readdir(outDir).catch(() => []);
  const old = names.filter((name) => name.endsWith('.js') || name.endsWith('.js.map'));
  await Promise.all(old.map((name) => rm(join(outDir, name), { force: true })));
}

/**
 * Lets `import.meta.url` mean the source file's place in the bundle too, so that a path relative
 * to a source file (migrations, fonts, the web build) works in development and in the bundle.
 * @param {string} outDir
 * @param {(text: string, path: string) => string} edit
 * @returns {import('esbuild').Plugin}
 */
const createSourcePlugin = (outDir, edit) => ({
  name: 'sources',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = rewriteModuleUrls(edit(text, path), path, outDir);
      return contents === text ? undefined : { loader: 'ts', contents };
    });
  },
});

/**
 * @param {string} text
 * @param {string} path absolute path of the source file
 * @param {string} outDir
 */
export function rewriteModuleUrls(text, path, outDir = defaultOutDir) {
  if (!text.includes('import.meta.')) return text;
  const place = JSON.stringify(relative(outDir, path).split(sep).join('/'));
  const url = `new URL(${place}, import.meta.url)`;
  return text
    .replaceAll(/\bimport\.meta\.url\b/g, `${url}.href`)
    .replaceAll(/\bimport\.meta\.(dirname|filename)\b/g, (_match, name) => {
      const target = name === 'dirname' ? `new URL('.', ${url})` : url;
      return `process.getBuiltinModule('node:url').fileURLToPath(${target})`;
    });
}
