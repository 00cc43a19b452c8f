import { lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates the folder and those above it with `mode`; one that is there stays as it is. Throws the error of the file
 * system. Not `mkdirSync` with `recursive`: below a folder that holds no folders, such as /proc, Node 20 tries forever.
 */
export function createFolder(path: string, mode: number): void {
  if (isThere(path)) return;
  const parent = dirname(path);
  if (parent !== path) createFolder(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another program may have made it in between.
    if (!isThere(path)) throw error;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
