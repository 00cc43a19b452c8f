import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { sleep } from '../../../kernel/time.ts';
import { EmbeddedPostgresError, errorCode } from './errors.ts';
import { runProgram } from './run-program.ts';

/**
 * A lock that the operating system drops when the last descriptor of it closes, also after `kill -9`: flock(2).
 * It belongs to the open file, not to the process, so a child that inherits the descriptor holds it too. It works
 * between containers that share the folder, where process numbers and abstract sockets do not.
 */
export interface FileLock {
  descriptor: number;
  /** Closes our descriptor; children that inherited it go on holding the lock. */
  release(): void;
}

const PRIVATE_FILE = 0o600;
/** O_EXLOCK of BSD and macOS, where open(2) itself takes the lock; Node.js has no name for it. */
const OPEN_EXCLUSIVELY_LOCKED = 0x20;
/** flock(1) answers so when somebody else holds the lock. */
const EXIT_LOCKED = 1;
/** The holder writes its number right after it got the lock; a reader in between looks again. */
const HOLDER_READS = 20;
const HOLDER_READ_PAUSE_MS = 10;

/** Locks the file at `path`, created when absent; null when another process holds it. Throws EmbeddedPostgresError. */
export async function tryLockFile(path: string): Promise<FileLock | null> {
  const lock = process.platform === 'linux' ? await lockByProgram(path) : lockByOpen(path);
  if (lock === null) return null;
  // Between opening and locking somebody may have put another file in its place.
  if (fstatSync(lock.descriptor).ino === statSync(path, { throwIfNoEntry: false })?.ino)
    return lock;
  lock.release();
  return tryLockFile(path);
}

/** Makes this process the one program of the data folder (reliability R13). Throws EmbeddedPostgresError naming the holder. */
export async function lockDataFolder(path: string, root: string): Promise<FileLock> {
  const lock = await tryLockFile(path);
  if (lock === null) {
    const holder = await describeHolder(path);
    const shown = holder === '' ? '' : ` (${holder})`;
    throw new EmbeddedPostgresError(
      'data_folder_in_use',
      `Another Boardwire program${shown} uses the data folder ${root}: stop it, or choose another data folder with BOARDWIRE_DATA`,
      { holder },
    );
  }
  ftruncateSync(lock.descriptor, 0);
  writeSync(lock.descriptor, `${process.pid} ${hostname()}\n`, 0);
  return lock;
}

async function lockByProgram(path: string): Promise<FileLock | null> {
  const lock = open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW);
  try {
    // util-linux and busybox both have it. Its lock stays with our open file after it exits.
    const { code, output } = await runProgram({
      executable: 'flock',
      args: ['-n', '3'],
      inherit: [lock.descriptor],
    });
    if (code === 0) return lock;
    lock.release();
    if (code === EXIT_LOCKED) return null;
    throw cannotLock(
      path,
      output.trim() || `flock ended with ${code}; is the folder on a network drive without locks?`,
    );
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    lock.release();
    throw cannotLock(path, 'the program flock is missing, install util-linux');
  }
}

function lockByOpen(path: string): FileLock | null {
  try {
    return open(
      path,
      constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | OPEN_EXCLUSIVELY_LOCKED,
    );
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return null;
    throw error;
  }
}

function open(path: string, flags: number): FileLock {
  try {
    const descriptor = openSync(path, flags, PRIVATE_FILE);
    let isOpen = true;
    // Once only: the number may be another file's by the second time.
    const release = () => {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    };
    return { descriptor, release };
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') throw error;
    throw cannotLock(path, (error as Error).message);
  }
}

function cannotLock(path: string, reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'data_folder_unusable',
    `Cannot lock ${path}: ${reason}. Use a folder on a local disk that this user can write (BOARDWIRE_DATA), or set DATABASE_URL`,
  );
}

async function describeHolder(path: string): Promise<string> {
  for (let read = 0; read < HOLDER_READS; read += 1) {
    const [pid, host] = readFileSync(path, 'utf8').trim().split(' ');
    const isElsewhere = host !== undefined && host !== hostname();
    if (pid && isElsewhere) return `pid ${pid} on ${host}`;
    if (pid && isThere(Number(pid))) return `pid ${pid}`;
    await sleep(HOLDER_READ_PAUSE_MS);
  }
  return '';
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
