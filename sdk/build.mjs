// Makes the package that programs outside of this repository install: one ES module without imports, its types, a
// manifest. `node sdk/build.mjs [folder]` writes it to the folder, or to sdk/dist.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { renderDeclarations } from './declarations.mjs';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outDir = `${resolve(process.argv[2] ?? here('dist'))}/`;

rmSync(outDir, { recursive: true, force: true });
await build({
  entryPoints: [here('src/client.ts'), here('src/live.ts')],
  outdir: outDir,
  bundle: true,
  // The live client stands on packages that are installed with it; the client alone needs none.
  packages: 'external',
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  logLevel: 'warning',
  alias: { '@boardwire/contract': here('../contract/src') },
});
for (const [name, text] of renderDeclarations()) {
  mkdirSync(dirname(outDir + name), { recursive: true });
  writeFileSync(outDir + name, text);
}
const { name, version, type, license, engines, dependencies } = JSON.parse(
  readFileSync(here('package.json'), 'utf8'),
);
const manifest = {
  name,
  version,
  type,
  license,
  engines,
  dependencies: Object.fromEntries(
    Object.entries(dependencies).filter(([each]) => !each.startsWith('@boardwire/')),
  ),
  exports: {
    './client': { types: './client.d.ts', default: './client.js' },
    './live': { types: './live.d.ts', default: './live.js' },
  },
};
writeFileSync(`${outDir}package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
cpSync(here('README.md'), `${outDir}README.md`);
cpSync(here('../LICENSE'), `${outDir}LICENSE`);
