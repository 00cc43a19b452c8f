import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fromRoot, workspaces } from '../lib/paths.mjs';

const rootFiles = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'vitest.config.ts',
  'knip.json',
  '.dependency-cruiser.mjs',
  '.oxlintrc.json',
  '.oxfmtrc.json',
];
const skippedNames = new Set(['node_modules', 'dist', 'data', 'results']);
const allFolders = [...workspaces, 'scripts', 'test', 'bench'];

/** A copy of the sources in which a check may write, and the way to get rid of it. */
export interface TreeCopy {
  readonly dir: string;
  /** Writes a file, given by its path in the repository, into the copy. */
  readonly write: (path: string, text: string) => void;
  readonly remove: () => void;
}

/**
 * Copies the sources to a temporary folder, in which packages lead to the installed ones, and the
 * workspaces' names to the copy.
 */
export function copyTree(folders: readonly string[] = allFolders): TreeCopy {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'boardwire-check-')));
  for (const file of rootFiles) cpSync(fromRoot(file), join(dir, file));
  for (const folder of folders.filter((path) => existsSync(fromRoot(path)))) {
    cpSync(fromRoot(folder), join(dir, folder), { recursive: true, filter: isSource });
  }
  linkPackages(dir);
  for (const workspace of workspaces) prepareWorkspace(dir, workspace);
  return {
    dir,
    write: (path, text) => {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), `${text}\n`);
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

function linkPackages(dir: string): void {
  mkdirSync(join(dir, 'node_modules', '@boardwire'), { recursive: true });
  for (const name of readdirSync(fromRoot('node_modules'))) {
    const isShared = name === '.bin' || (!name.startsWith('.') && name !== '@boardwire');
    if (!isShared) continue;
    symlinkSync(fromRoot('node_modules', name), join(dir, 'node_modules', name), 'junction');
  }
}

function isSource(path: string): boolean {
  return !skippedNames.has(basename(path));
}

/** Its name leads to the copy, its own packages to the installed ones. */
function prepareWorkspace(dir: string, workspace: string): void {
  cpSync(fromRoot(workspace, 'package.json'), join(dir, workspace, 'package.json'));
  symlinkSync(join(dir, workspace), join(dir, 'node_modules', '@boardwire', workspace), 'junction');
  const own = fromRoot(workspace, 'node_modules');
  if (existsSync(own)) symlinkSync(own, join(dir, workspace, 'node_modules'), 'junction');
}
