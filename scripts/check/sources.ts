import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot, workspaces } from '../lib/paths.mjs';

/** A source file of the repository. */
export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const folders = [
  ...workspaces.map((workspace) => `${workspace}/src`),
  'server/bin',
  'scripts',
  'test',
  'bench',
];
const skippedNames = new Set(['node_modules', 'dist', 'data', 'results']);

/** All TypeScript and JavaScript files of the repository's code folders, sorted by path. */
export function listSources(): SourceFile[] {
  return folders
    .filter((folder) => existsSync(fromRoot(folder)))
    .flatMap(listPaths)
    .toSorted()
    .map((path) => ({ path, text: readFileSync(fromRoot(path), 'utf8') }));
}

function listPaths(folder: string): string[] {
  return readdirSync(fromRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    if (skippedNames.has(entry.name)) return [];
    const path = join(folder, entry.name).replaceAll('\\', '/');
    if (entry.isDirectory()) return listPaths(path);
    return /\.(tsx?|mjs)$/.test(entry.name) ? [path] : [];
  });
}
