import { lchownSync, lstatSync, readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Log } from '../../log.ts';
import { foreignOwner, type DataFolder } from './data-folder.ts';
import { EmbeddedPostgresError, errorCode } from './errors.ts';
import { runProgram, type ServerUser } from './run-program.ts';

/** System user that we create for the server when we are root (reliability R16). */
const USER_NAME = 'boardwire-postgres';
/** Where no user can be created, as in a read-only container: unprivileged, present everywhere. */
const FALLBACK_USER_NAME = 'nobody';
const ROOT = 0;
/** Several programs that start at once wait for each other's lock on /etc/passwd. */
const CREATE_TRIES = 3;

const CREATE_COMMANDS: readonly (readonly string[])[] = [
  [
    'useradd',
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    USER_NAME,
  ],
  // busybox
  ['adduser', '-S', '-D', '-H', '-h', '/nonexistent', '-s', '/sbin/nologin', USER_NAME],
];

/**
 * The user for the server's programs: null (ours) unless we are root, then the owner of the existing cluster, our
 * system user, or nobody. Throws EmbeddedPostgresError when the folder is another user's.
 */
export async function chooseServerUser(folder: DataFolder, log: Log): Promise<ServerUser | null> {
  const uid = process.getuid?.();
  const found =
    lstatSync(folder.cluster, { throwIfNoEntry: false }) ??
    lstatSync(folder.home, { throwIfNoEntry: false });
  if (uid !== ROOT) {
    if (found && uid !== undefined && found.uid !== uid) throw foreignOwner(folder.home, found.uid);
    return null;
  }
  if (found && found.uid !== ROOT) return { uid: found.uid, gid: found.gid };
  const user = findUser(USER_NAME) ?? (await createUser(log)) ?? useNobody(log);
  if (found) giveTo(user, folder.home);
  return user;
}

/** Whether `user` can reach what lies in `folder`, by the permission bits of every folder above it. */
export function canReach(user: ServerUser, folder: string): boolean {
  for (let path = folder; ; path = dirname(path)) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found && !mayEnter(user, found)) return false;
    if (path === dirname(path)) return true;
  }
}

function mayEnter(user: ServerUser, found: Stats): boolean {
  if (found.uid === user.uid) return (found.mode & 0o100) !== 0;
  if (found.gid === user.gid) return (found.mode & 0o010) !== 0;
  return (found.mode & 0o001) !== 0;
}

function findUser(name: string): ServerUser | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (!uid || !gid || !/^\d+$/.test(uid) || uid === '0') return null;
  return { uid: Number(uid), gid: Number(gid) };
}

async function createUser(log: Log): Promise<ServerUser | null> {
  for (let attempt = 0; attempt < CREATE_TRIES; attempt += 1) {
    for (const [executable = '', ...args] of CREATE_COMMANDS) {
      const end = await runProgram({ executable, args }).catch((error: unknown) => ({
        code: null,
        output: errorCode(error),
      }));
      const user = findUser(USER_NAME);
      if (end.code === 0 && user)
        log.info(
          { user: USER_NAME, uid: user.uid },
          'created the system user that Postgres runs as',
        );
      if (user) return user;
    }
  }
  return null;
}

function useNobody(log: Log): ServerUser {
  const user = findUser(FALLBACK_USER_NAME);
  if (user === null) {
    throw new EmbeddedPostgresError(
      'data_folder_unusable',
      `Postgres does not run as root, and no system user could be created: add one with \`useradd --system ${USER_NAME}\`, start Boardwire as another user, or set DATABASE_URL`,
    );
  }
  log.warn(
    { user: FALLBACK_USER_NAME },
    `could not create the system user ${USER_NAME}; Postgres runs as ${FALLBACK_USER_NAME}`,
  );
  return user;
}

/** A folder that root copied or restored: the server reads only what its own user owns. */
function giveTo(user: ServerUser, path: string): void {
  lchownSync(path, user.uid, user.gid);
  const entries = readdirSync(path, { withFileTypes: true });
  for (const entry of entries) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) giveTo(user, child);
    else lchownSync(child, user.uid, user.gid);
  }
}
