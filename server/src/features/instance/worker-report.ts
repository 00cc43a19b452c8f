import { z } from 'zod';
import type { Config } from '../../platform/config/config.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { readSetting, writeSetting } from './store.ts';

const KEY = 'workerReport';

const workerReport = z.object({
  mail: z.enum(['on', 'builtIn']),
  queue: z.enum(['on', 'builtIn']),
  at: z.iso.datetime(),
});

/** What a worker said of the connections that it alone uses. */
export type WorkerReport = z.output<typeof workerReport>;

/** Writes down what this process's settings say, for processes that answer requests beside it. */
export async function reportWorker(tx: Transaction, config: Config): Promise<void> {
  const stateOf = (variable: string | undefined) => (variable === undefined ? 'builtIn' : 'on');
  await writeSetting(tx, KEY, {
    mail: stateOf(config.SMTP_URL),
    queue: stateOf(config.REDIS_URL),
    at: new Date().toISOString(),
  } satisfies WorkerReport);
}

/** The latest report of a worker, or null when none has run yet. */
export async function readWorkerReport(tx: Transaction): Promise<WorkerReport | null> {
  const { data } = workerReport.safeParse(await readSetting(tx, KEY));
  return data ?? null;
}
