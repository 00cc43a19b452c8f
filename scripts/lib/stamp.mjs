import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What was there when something was last made from these files. `metadata` is cheap to compare
 * and enough on most starts; `contents` decides when times changed and texts did not (a copied
 * or freshly checked out tree).
 * @typedef {{ metadata: string, contents: string }} Stamp
 */

const isSource = (/** @type {string} */ name) => !name.includes('.test.') && !name.startsWith('.');

/**
 * All source files below the given files and folders, in a stable order. Tests and dot files are
 * left out: nothing that runs is made from them. A path that does not exist counts as empty.
 * @param {string[]} paths
 * @returns {string[]}
 */
export function listSourceFiles(paths) {
  return paths.flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return [];
    if (stat.isFile()) return [path];
    const names = readdirSync(path).filter(isSource).toSorted();
    return listSourceFiles(names.map((name) => join(path, name)));
  });
}

/**
 * A digest of names, sizes and modification times.
 * @param {string[]} files
 */
export function hashMetadata(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * A digest of names (relative to `baseDir`, so that a moved folder keeps it) and texts.
 * @param {string[]} files
 * @param {string} baseDir
 */
export function hashContents(files, baseDir) {
  const hash = createHash('sha256');
  for (const file of files) {
    const text = readFileSync(file);
    hash.update(`${file.slice(baseDir.length)}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}

/**
 * Reads a stamp; undefined when there is none or it is damaged.
 * @param {string} file
 * @returns {Stamp | undefined}
 */
function readStamp(file) {
  try {
    const stamp = /** @type {unknown} */ (JSON.parse(readFileSync(file, 'utf8')));
    return isStamp(stamp) ? stamp : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Stamp}
 */
function isStamp(value) {
  if (typeof value !== 'object' || value === null) return false;
  return 'metadata' in value && 'contents' in value;
}

/**
 * Writes a stamp in one step, so that a crash never leaves half of one.
 * @param {string} file
 * @param {Stamp} stamp
 */
export function writeStamp(file, stamp) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(stamp));
  renameSync(draft, file);
}

/**
 * Whether what `stampFile` vouches for is still current for `files`. A stamp whose times are old
 * but whose texts still match is renewed in passing.
 * @param {{ stampFile: string, files: string[], baseDir: string }} input
 */
export function isCurrent({ stampFile, files, baseDir }) {
  const stamp = readStamp(stampFile);
  if (!stamp) return false;
  const metadata = hashMetadata(files);
  if (stamp.metadata === metadata) return true;
  if (stamp.contents !== hashContents(files, baseDir)) return false;
  writeStampIfPossible(stampFile, { metadata, contents: stamp.contents });
  return true;
}

/**
 * @param {string} file
 * @param {Stamp} stamp
 */
function writeStampIfPossible(file, stamp) {
  try {
    writeStamp(file, stamp);
  } catch {
    // A read-only installation is still current; it only keeps comparing texts.
  }
}
