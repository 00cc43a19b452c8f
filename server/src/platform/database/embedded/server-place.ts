import { closeSync, existsSync } from 'node:fs';
import type { Binaries } from './binaries.ts';
import { openFolder, type DataFolder } from './data-folder.ts';
import { EmbeddedPostgresError } from './errors.ts';
import type { ServerUser } from './run-program.ts';
import { canReach } from './server-user.ts';

/** `test` gives up durability for speed; only the test harness asks for it. */
export type Durability = 'full' | 'test';

/** All that is fixed about the server of one data folder. */
export interface ServerPlace {
  folder: DataFolder;
  binaries: Binaries;
  /** Null: our own user. */
  user: ServerUser | null;
  durability: Durability;
  /** Connections that the server admits, where that is another number than a program needs. */
  connections?: number;
  /** Path by which the server reaches `folder.home`. */
  seenHome: string;
}

/** Every program of the server inherits the open home folder under this number, and the server lock under the next. */
const HOME_DESCRIPTOR = 3;
/** Linux follows this link straight to the folder, without asking for rights on the folders above it. */
const HOME_BY_DESCRIPTOR = `/proc/self/fd/${HOME_DESCRIPTOR}`;

/**
 * How the server's user gets to its home: by name, or by the open folder that it inherits where a folder above is
 * closed to it (a clone in /root, our own 0700). Throws EmbeddedPostgresError where neither works.
 */
export function describeHome(folder: DataFolder, user: ServerUser | null): string {
  if (user === null || canReach(user, folder.home)) return folder.home;
  if (process.platform === 'linux' && existsSync('/proc/self/fd')) return HOME_BY_DESCRIPTOR;
  throw new EmbeddedPostgresError(
    'data_folder_unusable',
    `Postgres runs as user ${user.uid}, which cannot enter a folder above ${folder.home}: choose a data folder that it can reach (BOARDWIRE_DATA=/var/lib/boardwire), or start Boardwire as another user than root`,
  );
}

/** `path`, which lies in the home folder, as the server reaches it. */
export function seenByServer(place: ServerPlace, path: string): string {
  return place.seenHome + path.slice(place.folder.home.length);
}

/** Runs `start` with the descriptors that every program of the server inherits, and closes ours afterwards. */
export async function withInherited<T>(
  place: ServerPlace,
  lockDescriptor: number,
  start: (inherit: number[]) => T | Promise<T>,
): Promise<T> {
  const home = openFolder(place.folder.home);
  try {
    return await start([home, lockDescriptor]);
  } finally {
    closeSync(home);
  }
}
