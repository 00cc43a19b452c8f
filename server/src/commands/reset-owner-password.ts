import { resetOwnerPassword } from '../features/accounts/index.ts';
import { loadConfig } from '../platform/config/config.ts';
import { createLog } from '../platform/log.ts';
import { closeFoundation, openFoundation } from '../roles/foundation.ts';
import { openDatabase } from './open-database.ts';

const STOP_LIMIT_MS = 10_000;

/** Gives the instance owner a new random password and prints it; their sessions end, the second factor stays unless told. */
export async function run(
  environment: NodeJS.ProcessEnv,
  { disableMfa }: { disableMfa: boolean },
): Promise<number> {
  // Redis is not needed here, and must not stand in the way when it is away.
  const config = { ...loadConfig(environment), REDIS_URL: undefined };
  const log = createLog('warn');
  const postgres = await openDatabase(config, log);
  try {
    const foundation = await openFoundation(config, log, postgres);
    const result = await resetOwnerPassword(foundation.database, foundation.passwords, {
      disableMfa,
    });
    await closeFoundation(foundation);
    if (result === null) {
      process.stderr.write(
        'This instance has no owner yet: open it in a browser and create the first account.\n',
      );
      return 1;
    }
    process.stdout.write(
      `New password of ${result.email}: ${result.password}\nChange it after signing in.\n`,
    );
    return 0;
  } finally {
    await postgres.close(STOP_LIMIT_MS);
  }
}
