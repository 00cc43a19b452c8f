import { describeParts } from '../features/instance/index.ts';
import { describeAddress, type Config } from '../platform/config/config.ts';
import { version } from '../platform/version.ts';
import type { Program } from '../roles/program.ts';
import type { ReadyPostgres } from '../roles/postgres.ts';

/** Tells the person at the console where to go, what is kept where, and what is switched off. */
export function announce(started: {
  config: Config;
  program: Program;
  postgres: ReadyPostgres;
  takenPort: number | null;
}): void {
  const { config, program, postgres, takenPort } = started;
  const lines = [`Boardwire ${version}`];
  if (takenPort !== null)
    lines.push(`  port ${takenPort} is taken; using ${config.PORT} (set PORT to choose)`);
  const isWorker = config.BOARDWIRE_ROLE === 'worker';
  lines.push(
    isWorker
      ? `  health     ${describeAddress(config)}/health`
      : `  open       ${config.PUBLIC_URL}`,
  );
  lines.push(`  data       ${config.BOARDWIRE_DATA}`);
  lines.push(
    `  database   ${postgres.kind === 'embedded' ? 'embedded Postgres' : 'your Postgres'}`,
  );
  for (const { name, state, variable, detail } of describeParts(config)) {
    if (name !== 'database')
      lines.push(`  ${name.padEnd(10)} ${state === 'on' ? detail : `${detail} (set ${variable})`}`);
  }
  if (program.setupCode !== null) {
    lines.push(
      '',
      `  set-up code for the first account: ${program.setupCode} (valid for 24 hours)`,
    );
  }
  lines.push('', `ready ${isWorker ? 'worker' : config.PUBLIC_URL}`, '');
  process.stdout.write(lines.join('\n'));
}
