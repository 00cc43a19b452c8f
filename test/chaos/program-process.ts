import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTargets } from '../../scripts/lib/build.mjs';
import { bundleServer } from '../../scripts/lib/bundle.mjs';

/** The real program in a process that can be killed. */
export interface ProgramProcess {
  pid: number;
  /** Resolves with the exit code, or the signal's name. */
  exited: Promise<number | string>;
  isRunning(): boolean;
  output(): string;
  signal(name: NodeJS.Signals): void;
}

/** Builds the program unless it is built; answers its main file. */
export async function buildProgram(): Promise<string> {
  await buildTargets({ isForced: false });
  return fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));
}

/** A change of a source file that breaks a promise; `find` stands in the file exactly once. */
export interface Mutation {
  file: string;
  find: string;
  replace: string;
}

/** Of this process: tests that run beside each other build broken programs of the same names. */
const mutantsFolder = fileURLToPath(
  new URL(`../../.cache/mutants/${process.pid}/`, import.meta.url),
);

/** Builds a broken program; answers its main file. */
export async function buildMutant(name: string, mutations: readonly Mutation[]): Promise<string> {
  const outDir = join(mutantsFolder, name);
  const applied = new Set<Mutation>();
  await bundleServer({
    outDir,
    edit(text, path) {
      let edited = text;
      for (const mutation of mutations.filter(({ file }) => path.endsWith(file))) {
        if (text.split(mutation.find).length !== 2)
          throw new Error(`${name}: ${mutation.file} changed, the mutant no longer fits`);
        edited = edited.replace(mutation.find, mutation.replace);
        applied.add(mutation);
      }
      return edited;
    },
  });
  if (applied.size !== mutations.length) throw new Error(`${name}: a file to mutate is gone`);
  return join(outDir, 'main.js');
}

const running = new Set<ChildProcess>();

/** Ends what a failed test has left behind, and removes broken programs; for `afterAll`. */
export function killLeftPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
  rmSync(mutantsFolder, { recursive: true, force: true });
}

/** Starts the program and resolves once it says `ready`. Rejects with its output when it ends before. */
export async function startProgramProcess(
  main: string,
  environment: Record<string, string>,
  args: readonly string[] = [],
): Promise<ProgramProcess> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ready = new Promise<void>((resolve) => {
    const onText = (chunk: Buffer) => {
      output += chunk.toString();
      if (/^ready /m.test(output)) resolve();
    };
    child.stdout.on('data', onText);
    child.stderr.on('data', onText);
  });
  running.add(child);
  const exited = waitForExit(child).finally(() => running.delete(child));
  const early = exited.then((how) => {
    throw new Error(`the program ended (${how}) before it was ready:\n${output}`);
  });
  await Promise.race([ready, early]);
  early.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    output: () => output,
    signal: (name) => void child.kill(name),
  };
}

function waitForExit(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
}

/** Process number of the embedded Postgres of a data folder. */
export function readPostmasterPid(dataFolder: string): number {
  const [pid] = readFileSync(
    join(dataFolder, 'postgres', 'cluster', 'postmaster.pid'),
    'utf8',
  ).split('\n');
  return Number(pid);
}
