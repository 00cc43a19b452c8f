import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const executablePath = process.env['PROMTOOL_PATH'] ?? '/usr/bin/promtool';

/** Whether Prometheus' own checker is here; `npm test` installs it where it can. */
export const hasPromtool = existsSync(executablePath);

/** Runs it in a folder; answers how it ended and all that it said. */
export function runPromtool(cwd: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(executablePath, args, { cwd, encoding: 'utf8' });
  return { isGood: status === 0, text: stdout + stderr };
}
