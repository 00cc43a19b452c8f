import { loadConfig } from '../platform/config/config.ts';
import { createLog } from '../platform/log.ts';
import { openDatabase } from './open-database.ts';

const STOP_LIMIT_MS = 10_000;

/** Brings the database to this version, so that a rolling upgrade can do it before the first new process starts. */
export async function run(environment: NodeJS.ProcessEnv): Promise<number> {
  const config = loadConfig(environment);
  const postgres = await openDatabase(config, createLog(config.LOG_LEVEL));
  await postgres.close(STOP_LIMIT_MS);
  process.stdout.write('The database is at this version.\n');
  return 0;
}
