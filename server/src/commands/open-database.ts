import { ConfigError, type Config } from '../platform/config/config.ts';
import { EmbeddedPostgresError } from '../platform/database/embedded/errors.ts';
import type { Log } from '../platform/log.ts';
import { openPostgres, type ReadyPostgres } from '../roles/postgres.ts';

/** Opens the database for a command that ends. Throws ConfigError when a running server has the embedded one to itself. */
export async function openDatabase(config: Config, log: Log): Promise<ReadyPostgres> {
  try {
    return await openPostgres(config, log, () => undefined);
  } catch (error) {
    const isInUse =
      error instanceof EmbeddedPostgresError && error.problem === 'data_folder_in_use';
    if (!isInUse) throw error;
    // Another data folder, the advice for a second server, would be another database.
    const shown = error.holder === '' ? '' : ` (${error.holder})`;
    throw new ConfigError(
      `Boardwire is running${shown} on the data folder ${config.BOARDWIRE_DATA} and has the embedded database to itself: stop it, run this command, then start it again`,
      { cause: error },
    );
  }
}
