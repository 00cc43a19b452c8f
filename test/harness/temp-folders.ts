import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/**
 * Answers a function that makes a new, empty folder for temporary files; all of them are removed when the test file or
 * `describe` that this stands in has ended. For the outside of tests and hooks, as `afterAll` is.
 */
export function useTempFolders(name: string): () => string {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), `boardwire-${name}-`));
    folders.push(folder);
    return folder;
  };
}
