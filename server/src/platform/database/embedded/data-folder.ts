import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { createFolder } from '../../create-folder.ts';
import { EmbeddedPostgresError, errorCode } from './errors.ts';
import type { ServerUser } from './run-program.ts';

/**
 * Where everything lies. What our own user writes is directly in the data folder; the server's user owns `home`
 * and what is below it, and nothing else, so a file that it planted is never one that we open for writing.
 */
export interface DataFolder {
  root: string;
  /** Locked by the one program that uses the folder (reliability R13). */
  programLock: string;
  /** Locked by every living Postgres process of the folder, which inherits the descriptor. */
  serverLock: string;
  /** Generated passwords in libpq's format, so that `PGPASSFILE` can name it. */
  passwords: string;
  serverLog: string;
  /** Marks a cluster without durability, made for tests. */
  throwawayMark: string;
  home: string;
  cluster: string;
  sockets: string;
}

const PRIVATE_FOLDER = 0o700;

/** The paths below the data folder `dataDir`. */
export function describeDataFolder(dataDir: string): DataFolder {
  const root = resolve(dataDir);
  const home = join(root, 'postgres');
  return {
    root,
    programLock: join(root, 'boardwire.lock'),
    serverLock: join(root, 'postgres.lock'),
    passwords: join(root, 'postgres.pgpass'),
    serverLog: join(root, 'postgres.log'),
    throwawayMark: join(root, 'postgres.throwaway'),
    home,
    cluster: join(home, 'cluster'),
    sockets: join(home, 'run'),
  };
}

/** Creates the data folder (0700) when it is absent. Throws EmbeddedPostgresError when that is not possible. */
export function createRoot(folder: DataFolder): void {
  try {
    createFolder(folder.root, PRIVATE_FOLDER);
    closeSync(openSync(folder.root, constants.O_RDONLY | constants.O_DIRECTORY));
  } catch (error) {
    throw new EmbeddedPostgresError(
      'data_folder_unusable',
      `The data folder ${folder.root} cannot be used (${errorCode(error)}): ${adviceFor(folder.root)}`,
      { cause: error },
    );
  }
}

/** Creates the folders of the server's user: `home` and the socket folder, 0700 and its own. Throws EmbeddedPostgresError. */
export function createHome(folder: DataFolder, user: ServerUser | null): void {
  for (const path of [folder.home, folder.sockets]) {
    if (!lstatSync(path, { throwIfNoEntry: false })) mkdirSync(path, { mode: PRIVATE_FOLDER });
    const descriptor = openFolder(path);
    try {
      const found = fstatSync(descriptor);
      const owner = user?.uid ?? process.getuid?.();
      if (user !== null && found.uid !== user.uid) fchownSync(descriptor, user.uid, user.gid);
      else if (owner !== undefined && found.uid !== owner) throw foreignOwner(path, found.uid);
      if ((found.mode & 0o777) !== PRIVATE_FOLDER) fchmodSync(descriptor, PRIVATE_FOLDER);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** Opens a folder, never through a link: the server's user could point one of its own at any folder of root's. */
export function openFolder(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    throw new EmbeddedPostgresError(
      'data_folder_unusable',
      `${path} is not a folder that can be used (${errorCode(error)}); it must not be a link: put the whole data folder elsewhere with BOARDWIRE_DATA instead`,
      { cause: error },
    );
  }
}

/** Makes the names in a folder durable (a rename is only kept after this). */
export function syncFolder(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The error for a folder that another user owns. */
export function foreignOwner(path: string, uid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'data_folder_unusable',
    `${path} belongs to user ${uid}: start Boardwire as that user or as root, or choose another data folder with BOARDWIRE_DATA`,
  );
}

function adviceFor(root: string): string {
  const uid = process.getuid?.() ?? 'this user';
  return `let user ${uid} read and write it, or choose another with BOARDWIRE_DATA, as in BOARDWIRE_DATA=${root === '/' ? '' : '/'}var/lib/boardwire`;
}
