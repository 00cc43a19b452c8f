// `npm run docs` writes the generated documents; with --check it compares them and writes nothing.
// Each file in scripts/generators makes one: it exports `path` and `render`.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromRoot } from './lib/paths.mjs';

/** A document that is made from the code and checked in. */
interface Generator {
  /** Relative to the repository's root, in a folder that is called `generated`. */
  readonly path: string;
  /** The whole text; the same code must give the same bytes on every machine. */
  readonly render: () => string | Promise<string>;
}

async function loadGenerators(): Promise<Generator[]> {
  const dir = fromRoot('scripts', 'generators');
  const names = existsSync(dir) ? readdirSync(dir).toSorted() : [];
  const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return Promise.all(
    sources.map((name) => import(pathToFileURL(join(dir, name)).href) as Promise<Generator>),
  );
}

function readCurrent(path: string): string | undefined {
  const file = fromRoot(path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(fromRoot(path)), { recursive: true });
  writeFileSync(fromRoot(path), text);
  console.log(`wrote ${path}`);
}

/** Files below docs/generated that no generator makes any more. */
function listLeftOver(made: ReadonlySet<string>): string[] {
  const home = fromRoot('docs', 'generated');
  if (!existsSync(home)) return [];
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(fromRoot(), join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !made.has(path));
}

const isCheck = process.argv.includes('--check');
const generators = await loadGenerators();
const made = new Set(generators.map(({ path }) => path));
const problems = listLeftOver(made).map((path) => `${path}: nothing generates it`);
for (const { path, render } of generators) {
  const text = await render();
  if (readCurrent(path) === text) continue;
  if (isCheck) problems.push(`${path}: not what the code says; run npm run docs`);
  else write(path, text);
}
for (const problem of problems) console.error(problem);
console.log(`${generators.length} documents`);
// A generator may have opened something (a server, a pool); the documents are done.
process.exit(problems.length === 0 ? 0 : 1);
