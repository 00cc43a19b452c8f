import { existsSync } from 'node:fs';
import { fromRoot } from './paths.mjs';
import { hashContents, hashMetadata, isCurrent, listSourceFiles, writeStamp } from './stamp.mjs';

/**
 * Something that is built from sources and kept until they change.
 * @typedef {object} Target
 * @property {'server' | 'web app'} name
 * @property {string} entry the source file without which there is nothing to build
 * @property {string} output the file without which it is not built
 * @property {string} stampFile
 * @property {string[]} inputs files and folders that it is made from
 */

/** @type {Target[]} */
export const targets = [
  {
    name: 'server',
    entry: 'server/src/main.ts',
    output: 'server/dist/main.js',
    stampFile: 'server/dist/.server-stamp.json',
    inputs: [
      'server/src',
      'sdk/src',
      'contract/src',
      'scripts/lib/bundle.mjs',
      'package-lock.json',
    ],
  },
  {
    name: 'web app',
    entry: 'web/src/main.tsx',
    output: 'web/dist/index.html',
    // Not in web/dist: everything in there is served.
    stampFile: 'server/dist/.web-stamp.json',
    inputs: [
      'web/src',
      'web/public',
      'web/index.html',
      'web/vite.config.ts',
      'web/shell-files.ts',
      'sdk/src',
      'contract/src',
      'package-lock.json',
    ],
  },
];

/** The targets that are missing or older than their sources; quick when none is. */
export function listStaleTargets() {
  return targets.filter((target) => !isBuilt(target));
}

/** @param {Target} target */
function isBuilt(target) {
  if (!existsSync(fromRoot(target.output))) return false;
  const files = listInputs(target);
  return isCurrent({ stampFile: fromRoot(target.stampFile), files, baseDir: fromRoot() });
}

/** @param {Target} target */
function listInputs(target) {
  return listSourceFiles(target.inputs.map((path) => fromRoot(path)));
}

/**
 * Notes what a target's sources are now; the result marks the target as built from those. Taken
 * before a build, so that what is edited during it is built again.
 * @param {Target} target
 */
export function prepareStamp(target) {
  const files = listInputs(target);
  const stamp = { metadata: hashMetadata(files), contents: hashContents(files, fromRoot()) };
  return () => writeStamp(fromRoot(target.stampFile), stamp);
}
