import { parseArgs } from 'node:util';
import { ConfigError } from './platform/config/config.ts';

const USAGE = `boardwire <command>

  start                 start the server (the default)
    --role all|api|worker
    --port <number>
  config                print the configuration, secrets hidden
  keys                  print new keys for SECRETS_FILE
  doctor                say what is wrong and what to do
  migrate               bring the database to this version and stop
  reset-owner-password  give the instance owner a new password
    --disable-mfa       and turn off their second factor
  version               print the version

Settings are environment variables: see docs/generated/config.md.
`;

/** As shells and getopt report a command line that cannot be understood. */
const EXIT_USAGE = 2;

/** Flags that only some commands read. */
interface CommandFlags {
  disableMfa: boolean;
}

const commands: Record<
  string,
  () => Promise<{
    run(environment: NodeJS.ProcessEnv, flags: CommandFlags): Promise<number | null>;
  }>
> = {
  start: () => import('./commands/start.ts'),
  config: () => import('./commands/config.ts'),
  keys: () => import('./commands/keys.ts'),
  doctor: () => import('./commands/doctor.ts'),
  migrate: () => import('./commands/migrate.ts'),
  'reset-owner-password': () => import('./commands/reset-owner-password.ts'),
  version: () => import('./commands/version.ts'),
};

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const name = values.version ? 'version' : (positionals[0] ?? 'start');
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined || positionals.length > 1) {
    const problem =
      load === undefined
        ? `there is no command ${JSON.stringify(name)}`
        : `${name} takes no ${JSON.stringify(positionals[1])}`;
    process.stderr.write(`boardwire: ${problem}\n\n${USAGE}`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  const environment = {
    ...process.env,
    ...(values.role === undefined ? {} : { BOARDWIRE_ROLE: values.role }),
    ...(values.port === undefined ? {} : { PORT: values.port }),
  };
  const exitCode = await (await load()).run(environment, { disableMfa: values['disable-mfa'] });
  // Null: the command goes on until a signal ends it.
  if (exitCode !== null) process.exit(exitCode);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        port: { type: 'string' },
        'disable-mfa': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', short: 'v', default: false },
      },
    });
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}; boardwire --help lists what there is`);
  }
}

main().catch((error: unknown) => {
  const isExpected = error instanceof Error && 'isForOperator' in error;
  process.stderr.write(`boardwire: ${isExpected ? error.message : (error as Error).stack}\n`);
  process.exit(1);
});
