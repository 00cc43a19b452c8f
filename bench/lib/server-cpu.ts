import { readFileSync } from 'node:fs';
import { listTree, readProgram, readTreeMemoryBytes } from './process-tree.ts';
import { readCpuSeconds, type ServerProcess } from './processes.ts';

/** CPU seconds that the parts of a running system have used so far. */
export interface CpuUsed {
  api: number;
  worker: number;
  /** With all its backends, those that have ended too. */
  postgres: number;
}

const TICKS_PER_SECOND = 100;

/** Reads what has been used (Linux); Postgres is looked for below this process, where the benches start it. */
export function readCpuUsed(nodes: {
  apis: readonly ServerProcess[];
  workers: readonly ServerProcess[];
}): CpuUsed {
  const sum = (processes: readonly ServerProcess[]) =>
    processes.reduce((total, { pid }) => total + readCpuSeconds(pid), 0);
  return { api: sum(nodes.apis), worker: sum(nodes.workers), postgres: readPostgresCpuSeconds() };
}

/** What was used between two readings, for each of `units`, in microseconds. */
export function cpuMicrosecondsEach(before: CpuUsed, after: CpuUsed, units: number): CpuUsed {
  const each = (part: keyof CpuUsed) => ((after[part] - before[part]) / units) * 1e6;
  return { api: each('api'), worker: each('worker'), postgres: each('postgres') };
}

/** Memory of these processes together, in MB. */
export function readMemoryMb(processes: readonly ServerProcess[]): number {
  return processes.reduce((sum, { pid }) => sum + readTreeMemoryBytes(pid), 0) / 2 ** 20;
}

function readPostgresCpuSeconds(): number {
  return listTree(process.pid)
    .filter((pid) => readProgram(pid).endsWith('/postgres'))
    .reduce((sum, pid) => sum + readOwnAndReapedSeconds(pid), 0);
}

/** Of a process and of those children that it has waited for. */
function readOwnAndReapedSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}
