import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rootDir = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The workspaces, in the order in which they depend on each other. */
export const workspaces = ['contract', 'sdk', 'server', 'web'];

/**
 * An absolute path below the repository's root.
 * @param {...string} parts
 */
export function fromRoot(...parts) {
  return join(rootDir, ...parts);
}
