import type { Config } from '../../platform/config/config.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { createInstanceOperations, type SignUpMode } from './operations.ts';
export { describeParts } from './parts.ts';
import { insertMailboxMessage, readSetting, trimMailbox, type MailboxRow } from './store.ts';

const MAILBOX_KEEPS = 1_000;

/** Who may sign up: what the owner chose, or the configured default. */
export async function readSignUpMode(tx: Transaction, config: Config): Promise<SignUpMode> {
  const chosen = await readSetting(tx, 'signUp');
  return chosen === 'open' || chosen === 'invitation' ? chosen : config.SIGN_UP;
}

/** Keeps a mail in the built-in mailbox; a repeated attempt keeps it once. */
export async function keepInMailbox(
  database: Database,
  message: Omit<MailboxRow, 'at'>,
): Promise<void> {
  await database.write('all', (tx) => insertMailboxMessage(tx, message));
}

/** Status and settings of the instance, and its built-in mailbox. */
export function createInstanceFeature(parts: {
  config: Config;
  version: string;
  passwordMinLength: number;
  database: Database;
}): Feature {
  return {
    operations: createInstanceOperations({
      ...parts,
      signUpMode: (tx) => readSignUpMode(tx, parts.config),
    }),
    chores: [
      {
        name: 'mailbox.trim',
        intervalMs: HOUR_MS,
        run: () => parts.database.write('all', (tx) => trimMailbox(tx, MAILBOX_KEEPS)),
      },
    ],
  };
}
