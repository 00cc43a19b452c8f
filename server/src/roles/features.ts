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
  createInboxFeature,
  refreshInbox,
  rewordInbox,
  withdrawInbox,
} from '../features/inbox/index.ts';
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
  type QueueMail,
} from '../features/mail/index.ts';
import { createNotificationSettingsFeature } from '../features/notification-settings/index.ts';
import { deliveries, deliveryLocators, notify } from '../features/delivery/index.ts';
import { createNotices } from '../features/notices/index.ts';
import { createJobsFeature } from '../features/jobs/index.ts';
import { itemReads } from '../features/items/index.ts';
import {
  createOrganizationsFeature,
  findInvitation,
  loadGrants,
  locators,
} from '../features/organizations/index.ts';
import { endpointLocator } from '../features/webhooks/index.ts';
import { createFailureCounts } from '../platform/failure-counts.ts';
import type { Cache } from '../platform/cache/cache.ts';
import type { BoardAccessLoader, GrantsLoader, Locators } from '../platform/access.ts';
import type { MutateBoard } from '../platform/board/mutate-board.ts';
import type { Actor } from '../platform/actor.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Feature } from '../platform/feature.ts';
import { createNightlyHousekeeping } from '../platform/housekeeping.ts';
import { createMailboxTransport } from '../platform/mail/mailbox-transport.ts';
import type { MailTransport } from '../platform/mail/mail-transport.ts';
import { createSmtpTransport } from '../platform/mail/smtp-transport.ts';
import { version } from '../platform/version.ts';
import { composeBoards, type ComposedBoards } from './board-features.ts';
import { composeChannels, type ComposedChannels } from './channel-features.ts';
import { composeDelivery, type ComposedDelivery } from './delivery-features.ts';
import type { Enqueue } from './enqueue.ts';
import type { Foundation } from './foundation.ts';

/** All features, and what the interfaces need to know of them. */
export interface ComposedFeatures extends ComposedBoards {
  locators: Locators;
  loadGrants: GrantsLoader;
  isInstanceOwner(tx: Transaction, userId: string): Promise<boolean>;
  isSessionActive(sessionId: string): Promise<boolean>;
  authenticateApiKey(key: string): Promise<Actor | null>;
  channels: ComposedChannels;
  /** Plans and sends what the ledger holds; the worker role starts it. */
  sender: ComposedDelivery['sender'];
  /** Watches over what should have been sent; the api role starts it. */
  createWatch: ComposedDelivery['createWatch'];
  /** The code for the first account of an exposed instance, or null when none is asked. */
  ensureSetupCode(): Promise<string | null>;
}

/** What features stand on: beside the foundation, what is remembered, to be looked at. */
type Ground = Foundation & { cache: Pick<Cache, 'describe'> };

/** Creates every feature with what it needs of the others. */
export function composeFeatures(
  foundation: Ground,
  enqueue: Enqueue,
  mutateBoard: MutateBoard,
): ComposedFeatures {
  const { database } = foundation;
  const queueMail = createQueueMail(foundation.sealer);
  const apiKeys = createApiKeyAuthenticator(foundation);
  const notices = composeNotices(foundation, (...board) => boards.loadBoard(...board));
  const boards: ComposedBoards = composeBoards(foundation, enqueue, {
    mutateBoard,
    onImportEnded: notices.tellImport,
  });
  const access = { loadGrants, loadBoard: boards.loadBoard };
  const channels = composeChannels(foundation, boards.loadBoard);
  const { feature, noteEnds, ...sending } = composeDelivery(foundation, boards.loadBoard, channels);
  const others = [
    ...createPeople(foundation, queueMail),
    ...boards.features,
    createInboxFeature({ ...foundation, access, noteEnds }),
    notices.feature,
    createNotificationSettingsFeature({
      ...foundation,
      pushPublicKey: () => foundation.vapid.publicKey,
      sendsTexts: () => channels.providers.list.some(({ channel }) => channel === 'sms'),
    }),
    ...channels.features,
    feature,
    createApiKeysFeature({ ...foundation, authenticator: apiKeys }),
    ...createOperating(foundation, queueMail, enqueue),
  ];
  return {
    ...boards,
    features: [...others, createJobs(foundation, others)],
    channels,
    ...sending,
    locators: {
      ...locators,
      ...boards.locators,
      apiKey: apiKeyLocator,
      webhookEndpoint: endpointLocator,
      ...deliveryLocators,
    },
    loadGrants,
    isInstanceOwner,
    isSessionActive: (sessionId) => database.read('all', (tx) => isSessionActive(tx, sessionId)),
    authenticateApiKey: apiKeys.authenticate,
    ensureSetupCode: () => ensureSetupCode(foundation),
  };
}

/** Boards tell of their imports, and notices ask whether boards may be seen. */
function composeNotices(foundation: Foundation, loadBoard: BoardAccessLoader) {
  const { sealer } = foundation;
  const facts = { sealer, access: { loadGrants, loadBoard } };
  return createNotices({
    ...foundation,
    notify,
    cancelMessage: deliveries.takeBackWithin,
    refreshInbox,
    rewordInbox,
    withdrawInbox,
    readLongText: itemReads.readLongText,
    readLenses: itemReads.readLenses,
    publicUrl: foundation.config.PUBLIC_URL,
    foresee: (tx, to) => deliveries.foresee(tx, facts, to),
  });
}

/** Accounts, and the organizations that people belong to. */
function createPeople(foundation: Foundation, queueMail: QueueMail): Feature[] {
  const { config, passwords } = foundation;
  const openFailureCounts = createFailureCounts(foundation.redis);
  return [
    createAccountsFeature({
      ...foundation,
      openFailureCounts,
      queueMail,
      findInvitation,
      revokeApiKeys: revokeAllKeys,
      signUpMode: (tx) => readSignUpMode(tx, config),
    }),
    createOrganizationsFeature({
      ...foundation,
      queueMail,
      sendsMail: (tx) => sendsMail(tx, config),
      passwordCheck: verifyOwnPassword({ passwords, openFailureCounts }),
    }),
  ];
}

/** What whoever operates the instance looks at. */
function createOperating(foundation: Ground, queueMail: QueueMail, enqueue: Enqueue): Feature[] {
  return [
    createAuditFeature(foundation),
    createInstance(foundation, queueMail, enqueue),
    createMail(foundation, enqueue),
  ];
}

function createMail(foundation: Foundation, enqueue: Enqueue): Feature {
  return createMailFeature({
    ...foundation,
    transport: createTransport(foundation),
    from: foundation.config.MAIL_FROM,
    ring: () => enqueue(deliverMails, {}, 'mail'),
  });
}

function createInstance(
  { config, database, cache }: Ground,
  queueMail: QueueMail,
  enqueue: Enqueue,
): Feature {
  return createInstanceFeature({
    config,
    cache,
    version,
    passwordMinLength: PASSWORD_MIN_LENGTH,
    database,
    queueMail,
    readMailOutcome,
    ringTest: (testId) => enqueue(testQueue, { testId }, testId),
  });
}

/** Background jobs, with the nightly work of all others. */
function createJobs(foundation: Foundation, others: readonly Feature[]): Feature {
  const scheduled = [
    ...createNightlyHousekeeping(foundation.database),
    ...others.flatMap((feature) => feature.scheduled ?? []),
  ];
  return createJobsFeature({ ...foundation, notify, scheduled });
}

function createTransport({ config, database, egress, tracing }: Foundation): MailTransport {
  return config.SMTP_URL === undefined
    ? createMailboxTransport((message) => keepInMailbox(database, message))
    : createSmtpTransport({ url: config.SMTP_URL, egress, tracing });
}
