import {
  closeSync,
  existsSync,
  fchownSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { Log } from '../../log.ts';
import { cannotLoad } from './binaries.ts';
import { syncFolder } from './data-folder.ts';
import { EmbeddedPostgresError, errorCode } from './errors.ts';
import type { FileLock } from './folder-lock.ts';
import { ADMIN_ROLE } from './passwords.ts';
import { runProgram, type ProgramEnd } from './run-program.ts';
import { seenByServer, withInherited, type ServerPlace } from './server-place.ts';
import { INITIAL_SETTINGS } from './server-settings.ts';

const PRIVATE_FILE = 0o600;
const OUTPUT_TAIL_LINES = 3;

/** Whether the folder holds a cluster already. */
export function hasCluster({ folder }: ServerPlace): boolean {
  return existsSync(folder.cluster) && readdirSync(folder.cluster).length > 0;
}

/** Refuses a cluster of another major version, or of the other durability (reliability R17). Throws EmbeddedPostgresError. */
export function checkCluster(place: ServerPlace): void {
  if (!hasCluster(place)) return;
  checkDurability(place);
  const { folder, binaries } = place;
  const major = readMajor(folder.cluster);
  if (major === String(binaries.major)) return;
  if (major === null) {
    throw new EmbeddedPostgresError(
      'data_folder_unusable',
      `${folder.cluster} has no PG_VERSION, so it is no database folder: restore it from a backup, or move it away (\`mv ${folder.home} ${folder.home}.old\`) to begin anew`,
    );
  }
  throw new EmbeddedPostgresError(
    'version_mismatch',
    `${folder.cluster} was written by Postgres ${major}, this version runs Postgres ${binaries.major} and left it untouched. Start the version of Boardwire that wrote it and save the data with \`PGPASSFILE=${folder.passwords} pg_dump -Fc -h ${folder.sockets} -U ${ADMIN_ROLE} -f boardwire.dump boardwire\`; then start this version with an empty BOARDWIRE_DATA, stop it, and load the dump with pg_restore`,
  );
}

/** Makes the cluster: first beside its place, then renamed, so that a kill in between leaves nothing half-made. */
export async function createCluster(
  place: ServerPlace,
  password: string,
  lock: FileLock,
  log: Log,
): Promise<void> {
  const { folder } = place;
  const unfinished = `${folder.cluster}.new`;
  const passwordFile = join(folder.home, 'initial-password');
  rmSync(unfinished, { recursive: true, force: true });
  log.info({ folder: folder.cluster, version: place.binaries.version }, 'creating the database');
  try {
    writeForServer(place, passwordFile, password);
    const end = await runServerProgram(
      place,
      place.binaries.initdb,
      lock,
      initArguments(place, unfinished, passwordFile),
    );
    if (end.code !== 0) throw initFailed(place, end);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  rmSync(folder.throwawayMark, { force: true });
  if (place.durability === 'test') closeSync(openSync(folder.throwawayMark, 'w', PRIVATE_FILE));
  rmSync(folder.cluster, { recursive: true, force: true });
  renameSync(unfinished, folder.cluster);
  syncFolder(folder.home);
}

/** Sets the superuser's password in a stopped cluster, which the owner of its files may. Throws EmbeddedPostgresError. */
export async function resetAdminPassword(
  place: ServerPlace,
  password: string,
  lock: FileLock,
  log: Log,
): Promise<void> {
  log.warn(
    { file: place.folder.passwords },
    'the password file was missing: setting new database passwords',
  );
  const args = ['--single', '-D', seenByServer(place, place.folder.cluster), 'postgres'];
  const statement = `alter role ${ADMIN_ROLE} password '${password}'\n`;
  const end = await runServerProgram(place, place.binaries.postgres, lock, args, statement);
  if (end.code === 0 && !/\b(ERROR|FATAL):/.test(end.output)) return;
  throw new EmbeddedPostgresError(
    'wrong_password',
    `The password file ${place.folder.passwords} is missing and no new password could be set (${lastLines(end)}): restore the file from a backup`,
  );
}

/** Runs a program of Postgres as the server's user; it holds the server lock while it runs, also when we are gone. */
async function runServerProgram(
  place: ServerPlace,
  executable: string,
  lock: FileLock,
  args: string[],
  input?: string,
): Promise<ProgramEnd> {
  const { user } = place;
  const given = input === undefined ? {} : { input };
  try {
    return await withInherited(place, lock.descriptor, (inherit) =>
      runProgram({ executable, args, user, inherit, ...given }),
    );
  } catch (error) {
    throw cannotLoad(executable, error);
  }
}

function initArguments(place: ServerPlace, cluster: string, passwordFile: string): string[] {
  return [
    `--pgdata=${seenByServer(place, cluster)}`,
    `--username=${ADMIN_ROLE}`,
    `--pwfile=${seenByServer(place, passwordFile)}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts by code point and knows all letters, the same on every machine: indexes survive a move.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    '--no-instructions',
    ...(place.durability === 'test' ? ['--no-sync'] : []),
    ...Object.entries(INITIAL_SETTINGS).map(([name, value]) => `--set=${name}=${value}`),
  ];
}

/** Writes a file that only the server's user can read; never through a link that was planted there. */
function writeForServer({ user }: ServerPlace, path: string, text: string): void {
  rmSync(path, { force: true });
  const descriptor = openSync(path, 'wx', PRIVATE_FILE);
  try {
    writeSync(descriptor, `${text}\n`);
    if (user) fchownSync(descriptor, user.uid, user.gid);
  } finally {
    closeSync(descriptor);
  }
}

function checkDurability({ folder, durability }: ServerPlace): void {
  const isThrowaway = existsSync(folder.throwawayMark);
  if (isThrowaway === (durability === 'test')) return;
  const reason = isThrowaway
    ? 'was made for tests, without durability: choose another with BOARDWIRE_DATA'
    : 'holds real data: tests take a folder of their own';
  throw new EmbeddedPostgresError('unsafe_settings', `The data folder ${folder.root} ${reason}`);
}

function readMajor(cluster: string): string | null {
  try {
    return readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function initFailed(place: ServerPlace, end: ProgramEnd): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'start_failed',
    `The database in ${place.folder.cluster} could not be created (${basename(place.binaries.initdb)}: ${lastLines(end)}): mend that and start again, or set DATABASE_URL`,
  );
}

function lastLines({ code, output }: ProgramEnd): string {
  const lines = output.trim().split('\n').slice(-OUTPUT_TAIL_LINES);
  return lines.join(' ').trim() || `exit code ${code}`;
}
