import { spawn } from 'node:child_process';
import { sharedStores } from '../harness/server.ts';

/** How a run of the program ended. */
export interface CommandResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Settings that a surrounding shell may have must not reach the program. */
const UNSET = {
  BOARDWIRE_CONFIG: '',
  BOARDWIRE_ROLE: '',
  DATABASE_URL: '',
  DATABASE_ADMIN_URL: '',
  HOST: '',
  PORT: '',
  PUBLIC_URL: '',
  SECRETS_FILE: '',
  SMTP_URL: '',
  OTEL_EXPORTER_OTLP_ENDPOINT: '',
};

/** The environment of a program with `settings` and no others. */
export function environmentOf(settings: Record<string, string>): Record<string, string> {
  return { ...UNSET, ...sharedStores(), LOG_LEVEL: 'error', ...settings };
}

/** Runs the program to its end. A run that starts a server instead is stopped once it says so, with exit code null. */
export function runCommand(
  main: string,
  args: readonly string[],
  settings: Record<string, string> = {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, ...environmentOf(settings) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const result: CommandResult = { exitCode: null, stdout: '', stderr: '' };
  let isServer = false;
  child.stderr.on('data', (chunk: Buffer) => (result.stderr += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    result.stdout += chunk.toString();
    if (isServer || !/^ready /m.test(result.stdout)) return;
    isServer = true;
    child.kill('SIGTERM');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...result, exitCode: isServer ? null : code }));
  });
}
