import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Client } from 'pg';
import { sleep } from '../../../kernel/time.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { findServersIn } from './process-table.ts';
import type { ProgramOrder, Report } from './program.fixture.ts';

/** A program of its own process group, started on a data folder. */
export interface Program {
  pid: number;
  reports: Report[];
  /** The first report of `kind`, also one that came already. */
  wait<Kind extends Report['kind']>(
    kind: Kind,
    accept?: (report: Report) => boolean,
  ): Promise<Extract<Report, { kind: Kind }>>;
  /** Signals the program, or its whole group, and waits for its end; answers its exit code. */
  end(signal: NodeJS.Signals, target?: 'program' | 'group'): Promise<number | null>;
}

/** Folders, programs and servers of one test file; `clear` ends and removes them all. */
export interface Sandbox {
  /** A new folder that holds a data folder `data`. */
  folder(): string;
  start(order: ProgramOrder, user?: { uid: number; gid: number }): Promise<Program>;
  /** Kills every program, also one that has not reported yet. */
  killAll(): void;
  /** The main process of the server in a data folder; 0 when there is none. */
  serverPid(dataDir: string): number;
  clear(): Promise<void>;
}

/** Folder of the clone. */
export const REPOSITORY = fileURLToPath(new URL('../../../../../', import.meta.url));
/** Below the tests' own limit, so that a test says what it waited for. */
const WAIT_LIMIT_MS = 40_000;
/** For tests that start programs and servers. */
export const TEST_LIMIT_MS = 60_000;
const POLL_MS = 10;

/** Whether the tests run as root, which changes who runs the server. */
export const isRoot = process.getuid?.() === 0;

/** Creates a sandbox; the program is bundled once, so that its start costs no compilation. */
export async function createSandbox(): Promise<Sandbox> {
  // Inside the repository, for its packages are resolved from there.
  const bundle = join(REPOSITORY, '.cache', `embedded-postgres-program-${process.pid}.mjs`);
  await bundleProgram(bundle);
  const folders: string[] = [];
  const children: ChildProcess[] = [];
  const killAll = () => children.splice(0).forEach((child) => child.kill('SIGKILL'));
  return {
    killAll,
    folder() {
      const folder = mkdtempSync(join(tmpdir(), 'boardwire-embedded-'));
      chmodSync(folder, 0o755);
      folders.push(folder);
      return folder;
    },
    start: (order, user) => startProgram(bundle, order, children, user),
    serverPid: (dataDir) => readPostmasterFile(join(dataDir, 'postgres', 'cluster'))?.pid ?? 0,
    async clear() {
      killAll();
      await Promise.all(folders.map(stopServersBelow));
      // Freeing a cluster's blocks takes up to a second: nobody needs to wait for that.
      spawn('rm', ['-rf', ...folders], { detached: true, stdio: 'ignore' }).unref();
      rmSync(bundle, { force: true });
    },
  };
}

/** Runs one `statement` at `url` and answers the first column of its rows. */
export async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: statement, rowMode: 'array' });
    return rows.map((row) => row[0]);
  } finally {
    await client.end();
  }
}

/** Waits until `condition` holds. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  const deadline = performance.now() + WAIT_LIMIT_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(POLL_MS);
  }
}

/** Stops the server of a folder that a test used. */
async function stopServersBelow(folder: string): Promise<void> {
  const cluster = join(folder, 'data', 'postgres', 'cluster');
  for (const { pid } of await findServersIn(cluster)) {
    signal(pid, 'SIGCONT');
    signal(pid, 'SIGQUIT');
  }
  await until(async () => (await findServersIn(cluster)).length === 0, `the end of ${cluster}`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself, as backends do with their postmaster.
  }
}

async function bundleProgram(outfile: string): Promise<void> {
  const entry = fileURLToPath(new URL('./program.fixture.ts', import.meta.url));
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
}

async function startProgram(
  bundle: string,
  order: ProgramOrder,
  children: ChildProcess[],
  user?: { uid: number; gid: number },
): Promise<Program> {
  const child = spawn(process.execPath, [bundle, JSON.stringify(order)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
  children.push(child);
  const reports: Report[] = [];
  if (child.stdout)
    createInterface(child.stdout).on('line', (line) => reports.push(JSON.parse(line) as Report));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const pid = child.pid ?? 0;
  const program: Program = {
    pid,
    reports,
    async wait(kind, accept = () => true) {
      const find = () => reports.find((report) => report.kind === kind && accept(report));
      const isRefused = () =>
        kind !== 'refused' && reports.some((report) => report.kind === 'refused');
      await until(
        () => find() !== undefined || isRefused(),
        `${kind}, got ${JSON.stringify(reports)}`,
      );
      const found = find();
      if (found === undefined) throw new Error(`refused: ${JSON.stringify(reports)}`);
      return found as Extract<Report, { kind: typeof kind }>;
    },
    end(name, target = 'program') {
      signal(target === 'group' ? -pid : pid, name);
      return exited;
    },
  };
  await until(
    () => reports.length > 0 || child.signalCode !== null,
    'the first report of the program',
  );
  return program;
}
