import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running server writes into its folder as `postmaster.pid` (miscinit.c of Postgres). */
export interface PostmasterFile {
  pid: number;
  /** Start time in seconds since 1970, by the server's clock. */
  startedAtS: number;
  port: number;
  status: 'starting' | 'ready' | 'stopping' | 'standby' | 'unknown';
}

const LINE_PID = 0;
const LINE_STARTED_AT = 2;
const LINE_PORT = 3;
const LINE_STATUS = 7;
const STATUSES = ['starting', 'ready', 'stopping', 'standby'] as const;

/** Path of the file in `cluster`. */
export function postmasterFilePath(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

/** Reads the file of `cluster`; null when there is none. A torn or empty one reads as a process number of 0. */
export function readPostmasterFile(cluster: string): PostmasterFile | null {
  try {
    return parsePostmasterFile(readFileSync(postmasterFilePath(cluster), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Parses the file's text; what is missing reads as 0 or `unknown`. */
export function parsePostmasterFile(text: string): PostmasterFile {
  const lines = text.split('\n').map((line) => line.trim());
  const status = STATUSES.find((name) => name === lines[LINE_STATUS]);
  return {
    pid: toNumber(lines[LINE_PID]),
    startedAtS: toNumber(lines[LINE_STARTED_AT]),
    port: toNumber(lines[LINE_PORT]),
    status: status ?? 'unknown',
  };
}

function toNumber(text: string | undefined): number {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0;
}
