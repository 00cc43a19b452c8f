import type { Config } from '../../platform/config/config.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { OpenFailureCounts } from '../../platform/failure-counts.ts';
import type { InstanceKeys } from '../../platform/instance-keys.ts';
import type { OperationContext } from '../../platform/operation.ts';
import type { Passwords } from '../../platform/passwords.ts';
import type { Sealer } from '../../platform/sealing.ts';
import type { AccessTokens } from '../../platform/tokens.ts';
import type { QueueMail } from '../mail/index.ts';

/** An invitation that still lets somebody in. */
export interface Invitation {
  invitationId: string;
  organizationId: string;
  /** The only address it takes; null when it takes any. */
  email: string | null;
  /** Whether holding its token proves that one reads mails to `email`. */
  provesAddress: boolean;
}

/** What the feature stands on. */
export interface AccountsParts {
  config: Pick<Config, 'isExposed' | 'PUBLIC_URL'>;
  keys: Pick<InstanceKeys, 'refresh'>;
  sealer: Sealer;
  tokens: AccessTokens;
  passwords: Passwords;
  /** Where failed tries at a password are counted. */
  openFailureCounts: OpenFailureCounts;
  database: Pick<Database, 'write'>;
  queueMail: QueueMail;
  /** Who may create an account without being asked. */
  signUpMode(tx: Transaction): Promise<'open' | 'invitation'>;
  findInvitation(tx: Transaction, token: string): Promise<Invitation | null>;
  /** Ends every API key of somebody, in all organizations; called before the first write, since it takes locks. */
  revokeApiKeys(context: OperationContext, userId: string): Promise<void>;
}
