import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/** How a running Postgres was started, to start it once more without us. */
export interface PostgresCommand {
  file: string;
  args: string[];
  /** The folder that the command expects as its third descriptor. */
  home: string;
  uid: number;
  gid: number;
}

/** The command of the Postgres that `pid` started (Linux). Throws when there is none. */
export function readPostgresCommand(pid: number): PostgresCommand {
  const child = listTree(pid).find((candidate) => readProgram(candidate).endsWith('/postgres'));
  if (child === undefined) throw new Error(`process ${pid} runs no Postgres`);
  const { uid, gid } = statSync(`/proc/${child}`);
  return {
    file: readProgram(child),
    args: readFileSync(`/proc/${child}/cmdline`, 'utf8').split('\0').slice(1, -1),
    home: readlinkSync(`/proc/${child}/fd/3`),
    uid,
    gid,
  };
}

/** Memory of a process and all that it started, in bytes (Linux). */
export function readTreeMemoryBytes(pid: number): number {
  return listTree(pid).reduce((sum, own) => sum + readMemoryBytes(own), 0);
}

/** Proportional set size of a process in bytes: shared pages count once among those that share them. */
function readMemoryBytes(pid: number): number {
  const line = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1_024;
}

/** The process and its descendants, parents first. */
export function listTree(root: number): number[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  const parents = new Map(pids.map((pid) => [Number(pid), readParent(Number(pid))]));
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

function readParent(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return null;
  }
}

/** The file that a process runs; empty when it has ended. */
export function readProgram(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return '';
  }
}
