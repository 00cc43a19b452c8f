import {
  closeSync,
  copyFileSync,
  fstatSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';

/** The log is cut beyond this size, with one older part kept beside it. */
const MAX_BYTES = 10 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 20;
const PRIVATE_FILE = 0o600;

/** Opens the server's log for appending (600); the server writes to this descriptor. */
export function openServerLog(path: string): number {
  return openSync(path, 'a', PRIVATE_FILE);
}

/** Moves a log of more than 10 MB to `<path>.1`. Works while the server writes, for it appends. */
export function trimServerLog(path: string): void {
  if (measureServerLog(path) <= MAX_BYTES) return;
  const older = `${path}.1`;
  try {
    copyFileSync(path, older);
  } catch {
    // A full disk: room matters more than the older part.
    rmSync(older, { force: true });
  }
  truncateSync(path, 0);
}

/** Size of the log in bytes; 0 when there is none. */
export function measureServerLog(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The log's last lines, at most 20, the newest last; only what comes after byte `from`. */
export function readServerLogTail(path: string, from = 0): string[] {
  if (measureServerLog(path) <= from) return [];
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size - from, TAIL_BYTES));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-TAIL_LINES);
  } finally {
    closeSync(descriptor);
  }
}

const DISK_FULL = 'No space left on device';

/** Why a server did not start: its last FATAL or PANIC, else the last line; a full disk is never left out. */
export function findReason(lines: readonly string[]): string {
  const line = lines.findLast((candidate) => /\b(FATAL|PANIC):/.test(candidate)) ?? lines.at(-1);
  const reason = line?.replace(/^.*?\b(FATAL|PANIC|ERROR|LOG):\s*/, '') ?? 'it printed nothing';
  const isHidden = !isDiskFull(reason) && lines.some(isDiskFull);
  return isHidden ? `${reason} (${DISK_FULL})` : reason;
}

/** Whether the reason is want of disk space, which an operator can end at any moment. */
export function isDiskFull(reason: string): boolean {
  return reason.includes(DISK_FULL);
}
