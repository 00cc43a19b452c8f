import {
  createAccountsFeature,
  ensureSetupCode,
  isInstanceOwner,
  isSessionActive,
  PASSWORD_MIN_LENGTH,
  verifyOwnPassword,
} from '../features/accounts/index.ts';
import {
  apiKeyLocator,
  createApiKeyAuthenticator,
  createApiKeysFeature,
  revokeAllKeys,
} from '../features/api-keys/index.ts';
import { createAuditFeature } from '../features/audit/index.ts';
import {
  createInstanceFeature,
  keepInMailbox,
  readSignUpMode,
  sendsMail,
  testQueue,
} from '../features/instance/index.ts';
import {
  createMailFeature,
  createQueueMail,
  deliverMails,
  readMailOutcome,
} from '../features/mail/index.ts';
import {
  createOrganizationsFeature,
  findInvitation,
  loadGrant,
  locators,
} from '../features/organizations/index.ts';
import type { GrantLoader, Locator } from '../platform/access.ts';
import type { Actor } from '../platform/actor.ts';
import type { ObjectType } from '@boardwire/contract/define';
import type { Transaction } from '../platform/database/database.ts';
import type { Feature } from '../platform/feature.ts';
import { createMailboxTransport } from '../platform/mail/mailbox-transport.ts';
import { createSmtpTransport } from '../platform/mail/smtp-transport.ts';
import type { JobDefinition } from '../platform/queue/job.ts';
import { version } from '../platform/version.ts';
import type { Foundation } from './foundation.ts';

/** Rings a job's doorbell. */
export type Enqueue = <Payload>(
  job: JobDefinition<Payload>,
  payload: Payload,
  dedupeId: string,
) => Promise<void>;

/** All features, and what the interfaces need to know of them. */
export interface ComposedFeatures {
  features: Feature[];
  locators: Record<ObjectType, Locator>;
  loadGrant: GrantLoader;
  isInstanceOwner(tx: Transaction, userId: string): Promise<boolean>;
  isSessionActive(sessionId: string): Promise<boolean>;
  authenticateApiKey(key: string): Promise<Actor | null>;
  /** The code for the first account of an exposed instance, or null when none is asked. */
  ensureSetupCode(): Promise<string | null>;
}

/** Creates every feature with what it needs of the others. */
export function composeFeatures(foundation: Foundation, enqueue: Enqueue): ComposedFeatures {
  const { config, database, sealer, passwords, epochs, egress, tracing } = foundation;
  const queueMail = createQueueMail(sealer);
  const transport =
    config.SMTP_URL === undefined
      ? createMailboxTransport((message) => keepInMailbox(database, message))
      : createSmtpTransport({ url: config.SMTP_URL, egress, tracing });
  const apiKeys = createApiKeyAuthenticator({ database, epochs });
  const features = [
    createAccountsFeature({
      ...foundation,
      queueMail,
      findInvitation,
      revokeApiKeys: revokeAllKeys,
      signUpMode: (tx) => readSignUpMode(tx, config),
    }),
    createOrganizationsFeature({
      ...foundation,
      queueMail,
      sendsMail: (tx) => sendsMail(tx, config),
      passwordCheck: verifyOwnPassword(passwords),
    }),
    createApiKeysFeature({ ...foundation, authenticator: apiKeys }),
    createAuditFeature(foundation),
    createInstanceFeature({
      config,
      version,
      passwordMinLength: PASSWORD_MIN_LENGTH,
      database,
      queueMail,
      readMailOutcome,
      ringTest: (testId) => enqueue(testQueue, { testId }, testId),
    }),
    createMailFeature({
      ...foundation,
      transport,
      from: config.MAIL_FROM,
      ring: () => enqueue(deliverMails, {}, 'mail'),
    }),
  ];
  return {
    features,
    locators: { ...locators, apiKey: apiKeyLocator },
    loadGrant,
    isInstanceOwner,
    isSessionActive: (sessionId) => database.read('all', (tx) => isSessionActive(tx, sessionId)),
    authenticateApiKey: apiKeys.authenticate,
    ensureSetupCode: () => ensureSetupCode(foundation),
  };
}
