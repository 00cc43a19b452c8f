import { spawn, type StdioOptions } from 'node:child_process';

/** The user that Postgres runs as when we are root, which it refuses to run as. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/** A program to run to its end. */
export interface ProgramRun {
  executable: string;
  args: readonly string[];
  /** Runs as this user instead of ours; only root can. */
  user?: ServerUser | null;
  /** Descriptors that it inherits, as 3, 4 and so on. */
  inherit?: readonly number[];
  /** Text for its standard input. */
  input?: string;
}

/** How a program ended: its exit code (null when a signal ended it) and everything that it printed. */
export interface ProgramEnd {
  code: number | null;
  output: string;
}

/** Surroundings for a program of Postgres: none of our secrets, no `PG…` variable that would change what it does. */
export function cleanEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Runs a program to its end. Rejects with the system's error (`ENOENT`, `EACCES`) when it cannot be started. */
export function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const stdio: StdioOptions = [
    run.input === undefined ? 'ignore' : 'pipe',
    'pipe',
    'pipe',
    ...(run.inherit ?? []),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(run.executable, run.args, {
      stdio,
      // Our own working directory may be one that the other user cannot enter.
      cwd: '/',
      env: cleanEnvironment(),
      ...(run.user ? { uid: run.user.uid, gid: run.user.gid } : {}),
    });
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(run.input);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
