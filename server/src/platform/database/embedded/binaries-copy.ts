import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError, errorCode } from './errors.ts';
import type { ServerUser } from './run-program.ts';
import { canReach } from './server-user.ts';

/** What to copy, for whom, and where to when we are not root. */
export interface CopyRequest {
  native: string;
  packageVersion: string;
  user: ServerUser | null;
  copyFolder: string;
  /** Completes the copy; the package's own links and bits may be missing. */
  mend: (native: string) => boolean;
}

/** Places for the copy when we are root: kept over restarts, else at least until the next boot. */
const ROOT_FOLDERS = ['/var/lib/boardwire', join(tmpdir(), 'boardwire')];
const READABLE_FOLDER = 0o755;
const READABLE_FILE = 0o644;
const WRITABLE_BY_OTHERS = 0o022;
/** Parts of the package for building extensions; two thirds of its files. */
const NOT_NEEDED = /^(pgxs|pkgconfig)$|\.a$/;

/** Copies the package's programs to a folder that is ours and that `user` can reach, once a version; answers its path. */
export async function copyBinaries(request: CopyRequest): Promise<string> {
  const folders = request.user === null ? [request.copyFolder] : ROOT_FOLDERS;
  const problems: string[] = [];
  for (const folder of folders) {
    try {
      return copyInto(folder, request);
    } catch (error) {
      problems.push(
        `${folder}: ${error instanceof EmbeddedPostgresError ? error.message : errorCode(error)}`,
      );
    }
  }
  throw new EmbeddedPostgresError(
    'platform_unsupported',
    `The programs of Postgres in ${request.native} cannot be used in place and no copy was possible (${problems.join('; ')}): make one of these folders writable, or set DATABASE_URL`,
  );
}

function copyInto(folder: string, request: CopyRequest): string {
  const finished = join(folder, `postgres-${request.packageVersion}`);
  mkdirSync(folder, { recursive: true, mode: READABLE_FOLDER });
  checkTrust(folder);
  if (request.user && !canReach(request.user, folder))
    throw notOurs('the system user cannot reach it');
  if (!existsSync(finished)) copyAs(finished, request);
  checkTrust(finished);
  return join(finished, 'native');
}

function copyAs(finished: string, request: CopyRequest): void {
  const unfinished = `${finished}.${randomUUID()}`;
  try {
    copyFolder(request.native, join(unfinished, 'native'));
    chmodSync(unfinished, READABLE_FOLDER);
    request.mend(join(unfinished, 'native'));
    renameSync(unfinished, finished);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another program finished the same copy first.
    if (!existsSync(finished)) throw error;
  }
}

function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  // Not the source's bits: a narrow umask at installation would keep the system user out.
  chmodSync(to, READABLE_FOLDER);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (NOT_NEEDED.test(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    if (!entry.isFile()) continue;
    copyFileSync(source, target);
    chmodSync(target, READABLE_FILE);
  }
}

/** Programs that we run as root's choice must not come from a folder that others can fill, as /tmp is. */
function checkTrust(folder: string): void {
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw notOurs('not a folder');
  if (found.uid !== process.getuid?.()) throw notOurs(`owned by user ${found.uid}`);
  if ((found.mode & WRITABLE_BY_OTHERS) !== 0) throw notOurs('writable by others');
}

function notOurs(reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError('platform_unsupported', reason);
}
