// Checks that strangers can install from package-lock.json: on every platform, with the oldest
// Node that we promise, from any registry, and from exact versions.
import { readFileSync } from 'node:fs';
import { fromRoot, workspaces } from '../lib/paths.mjs';
import type { Lock } from './lockfile-rules.ts';
import { listLockProblems, listManifestProblems, listUndecidedScripts } from './lockfile-rules.ts';

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(fromRoot(path), 'utf8')) as T;
}

const lock = readJson<Lock>('package-lock.json');
const manifests = ['.', ...workspaces].map((folder) => ({
  folder: folder === '.' ? '' : folder,
  manifest: readJson<Record<string, Record<string, string>>>(`${folder}/package.json`),
}));
const { allowScripts } = readJson<{ allowScripts: Record<string, boolean> }>('package.json');
const problems = [
  ...listLockProblems(lock),
  ...listUndecidedScripts(lock, allowScripts),
  ...manifests.flatMap(({ folder, manifest }) => listManifestProblems(folder, manifest, lock)),
];
for (const problem of problems) console.error(problem);
console.log(`${Object.keys(lock.packages).length} packages`);
process.exitCode = problems.length === 0 ? 0 : 1;
