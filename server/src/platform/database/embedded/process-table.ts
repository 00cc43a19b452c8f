import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { runProgram } from './run-program.ts';

/** What the system tells about a living process. */
export interface ProcessFacts {
  pid: number;
  uid: number;
  /** Name of the program, as in `postgres`. */
  name: string;
  /** Path of the program; null when we may not know. A deleted one ends in ` (deleted)`. */
  executable: string | null;
  /** Null when we may not know, and where the system does not tell. */
  workingFolder: string | null;
  commandLine: readonly string[];
  startedAtMs: number;
  /** Differs between two processes that got the same number. */
  startMark: string;
}

/** Clock ticks in a second in /proc, the same on every Linux. */
const TICKS_PER_SECOND = 100;
/** Positions in /proc/<pid>/stat counted from the state, which follows the name. */
const FIELD_STATE = 0;
const FIELD_START_TICKS = 19;

/** Facts about process `pid`; null when there is none, or only its unreaped remains. */
export async function inspectProcess(pid: number): Promise<ProcessFacts | null> {
  if (pid <= 0) return null;
  return process.platform === 'linux' ? inspectByProc(pid) : inspectByPs(pid);
}

/** Whether the process seen as `startMark` still runs: false for remains and for another with the same number. */
export async function isSameProcess(pid: number, startMark: string): Promise<boolean> {
  if (process.platform !== 'linux') return (await inspectProcess(pid))?.startMark === startMark;
  return readStat(pid)?.[FIELD_START_TICKS] === startMark;
}

/** Processes of Postgres whose working folder is `folder`; empty where the system does not tell. */
export async function findServersIn(folder: string): Promise<ProcessFacts[]> {
  const path = quietly(() => realpathSync(folder));
  if (process.platform !== 'linux' || path === null) return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const insiders = pids.filter((pid) => quietly(() => readlinkSync(`/proc/${pid}/cwd`)) === path);
  return insiders
    .map((pid) => inspectByProc(Number(pid)))
    .filter((found) => found?.name === 'postgres') as ProcessFacts[];
}

function inspectByProc(pid: number): ProcessFacts | null {
  const stat = readStat(pid);
  const uid = quietly(() => statSync(`/proc/${pid}`).uid);
  if (!stat || uid === null) return null;
  const startMark = stat[FIELD_START_TICKS] ?? '';
  return {
    pid,
    uid,
    name: quietly(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim()) ?? '',
    executable: quietly(() => readlinkSync(`/proc/${pid}/exe`)),
    workingFolder: quietly(() => readlinkSync(`/proc/${pid}/cwd`)),
    commandLine: (quietly(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '').split('\0'),
    startedAtMs: bootTimeMs() + (Number(startMark) / TICKS_PER_SECOND) * 1000,
    startMark,
  };
}

/** State and the fields after it; null when the process is gone or waits to be reaped. */
function readStat(pid: number): string[] | null {
  const text = quietly(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (text === null) return null;
  // The name stands in parentheses and may itself hold parentheses and blanks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ['Z', 'X', 'x'].includes(fields[FIELD_STATE] ?? 'X') ? null : fields;
}

function bootTimeMs(): number {
  const text = readFileSync('/proc/stat', 'utf8');
  return Number(/^btime (\d+)$/m.exec(text)?.[1] ?? 0) * 1000;
}

/** The same by ps(1), for systems without /proc. */
export async function inspectByPs(pid: number): Promise<ProcessFacts | null> {
  const columns = 'stat=,uid=,lstart=,command=';
  const { output } = await runProgram({
    executable: 'ps',
    args: ['-ww', '-o', columns, '-p', String(pid)],
  });
  const match = /^\s*(\S+)\s+(\d+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.+)$/m.exec(output);
  const [, state = 'Z', uid = '', startMark = '', command = ''] = match ?? [];
  if (!match || state.startsWith('Z')) return null;
  const executable = command.split(' ')[0] ?? '';
  return {
    pid,
    uid: Number(uid),
    name: basename(executable),
    executable,
    workingFolder: null,
    commandLine: command.split(' '),
    // ps ran in UTC.
    startedAtMs: Date.parse(`${startMark} UTC`),
    startMark,
  };
}

function quietly<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    // Gone in the meantime, or another user's.
    return null;
  }
}
