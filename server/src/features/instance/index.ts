import type { Config } from '../../platform/config/config.ts';
import { HOUR_MS, SECOND_MS } from '../../kernel/time.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { createCacheOperations, type CacheOperationParts } from './cache.ts';
import { createConnectionOperations, type ConnectionParts } from './connections.ts';
import { createInstanceOperations, type SignUpMode } from './operations.ts';
import { mailEngine } from './parts.ts';
export { describeParts } from './parts.ts';
export { testQueue } from './queue-test.ts';
import { createQueueTest, type QueueTestParts } from './queue-test.ts';
import { insertMailboxMessage, readSetting, trimMailbox, type MailboxRow } from './store.ts';
import { readWorkerReport, reportWorker } from './worker-report.ts';

const MAILBOX_KEEPS = 1_000;
/** A worker started with other settings is told apart from its predecessor within this time. */
const REPORT_INTERVAL_MS = 15 * SECOND_MS;

/** Who may sign up: what the owner chose, or the configured default. */
export async function readSignUpMode(tx: Transaction, config: Config): Promise<SignUpMode> {
  const chosen = await readSetting(tx, 'signUp');
  return chosen === 'open' || chosen === 'invitation' ? chosen : config.SIGN_UP;
}

/** Whether mails leave the machine, by the process that sends them. */
export async function sendsMail(tx: Transaction, config: Config): Promise<boolean> {
  return mailEngine(config, await readWorkerReport(tx)) === 'smtp';
}

/** Keeps a mail in the built-in mailbox; a repeated attempt keeps it once. */
export async function keepInMailbox(
  database: Database,
  message: Omit<MailboxRow, 'at'>,
): Promise<void> {
  await database.write('all', (tx) => insertMailboxMessage(tx, message));
}

interface InstanceFeatureParts extends CacheOperationParts, ConnectionParts, QueueTestParts {
  config: Config;
  version: string;
  passwordMinLength: number;
  database: Database;
}

/** Status, settings and cache of the instance, and its built-in mailbox. */
export function createInstanceFeature(parts: InstanceFeatureParts): Feature {
  return {
    ...createQueueTest(parts),
    operations: [
      ...createInstanceOperations({
        ...parts,
        signUpMode: (tx) => readSignUpMode(tx, parts.config),
      }),
      ...createConnectionOperations(parts),
      ...createCacheOperations(parts),
    ],
    chores: [
      {
        name: 'instance.reportWorker',
        intervalMs: REPORT_INTERVAL_MS,
        run: () => parts.database.write('all', (tx) => reportWorker(tx, parts.config)),
      },
      {
        name: 'mailbox.trim',
        intervalMs: HOUR_MS,
        run: () => parts.database.write('all', (tx) => trimMailbox(tx, MAILBOX_KEEPS)),
      },
    ],
  };
}
