import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot, workspaces } from '../lib/paths.mjs';

const folders = [...workspaces, 'test', 'scripts', 'bench'];
const skipped = new Set(['node_modules', 'dist']);

/** All test files of the repository, as absolute paths. */
export function listTestFiles() {
  return folders.flatMap((folder) => walk(fromRoot(folder)));
}

/**
 * @param {string} dir
 * @returns {string[]}
 */
function walk(dir) {
  if (!statSync(dir, { throwIfNoEntry: false })) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(path);
    return /\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/**
 * The files that vitest would run for these arguments: those whose path contains one of the
 * filters, all when there is none.
 * @param {string[]} files
 * @param {string[]} args
 */
export function selectTestFiles(files, args) {
  const filters = args.filter((arg) => !arg.startsWith('-'));
  if (filters.length === 0) return files;
  return files.filter((file) => filters.some((filter) => file.includes(filter)));
}
