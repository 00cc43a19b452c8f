import type { Config } from '../../platform/config/config.ts';
import type { OperationContext, PrepareContext } from '../../platform/operation.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import type { QueueMail } from '../mail/index.ts';

/** Asks a signed-in person for their password again, before a step that cannot be taken back. */
export interface PasswordCheck {
  /** Compares the password outside the transaction, since that is slow. */
  prepare(password: string, context: PrepareContext): Promise<unknown>;
  /** Refuses when it was wrong, or has changed since. Throws Refusal. */
  demand(context: OperationContext, prepared: unknown): Promise<void>;
}

/** What the feature stands on. */
export interface OrganizationsParts {
  config: Pick<Config, 'PUBLIC_URL'>;
  /** Whether mails leave the machine, so that an address can be proven. */
  sendsMail(tx: Transaction): Promise<boolean>;
  queueMail: QueueMail;
  passwordCheck: PasswordCheck;
  database: Pick<Database, 'write'>;
  log: Log;
}
