import { z } from 'zod';
import { mailQueued } from '@boardwire/contract/instance';
import { MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Feature } from '../../platform/feature.ts';
import type { Log } from '../../platform/log.ts';
import type { MailParams, MailTemplate } from '../../platform/mail/templates.ts';
import type { OperationContext } from '../../platform/operation.ts';
import { defineJob, handleJob } from '../../platform/queue/job.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { notify, type NotificationRequest } from '../delivery/index.ts';
import { deliverDue, type DeliveryParts } from './deliver.ts';
import { countFailedMails, countWaitingMails } from './outcome.ts';
import { deleteOldMails } from './store.ts';

export { readMailOutcome, type MailFate } from './outcome.ts';

/** A mail to send once the transaction commits. */
export interface MailRequest<Template extends MailTemplate = MailTemplate> {
  template: Template;
  params: MailParams[Template];
  to: string;
  locale: string;
  organizationId?: string;
}

/** Adds a mail to the transaction of an operation; answers its id. */
export type QueueMail = <Template extends MailTemplate>(
  context: OperationContext,
  mail: MailRequest<Template>,
) => Promise<string>;

/** Tells workers to look for due mails. */
export const deliverMails = defineJob({
  name: 'mail.deliver',
  queue: 'email',
  payload: z.strictObject({}),
});

/** The sweep finds mails whose doorbell was lost, and those whose retry is due. */
const SWEEP_INTERVAL_MS = 5 * SECOND_MS;
/** Ended mails are kept this long for questions. */
const KEEP_DAYS = 30;

/** Who waits for the answer of a test waits no longer than this; a test that arrives tomorrow tells nothing. */
const TEST_LIFE_MS = MINUTE_MS;

/**
 * Creates the function that operations send mails with: each is a message of the ledger, all of whose values are sealed,
 * since most of them hold links that let somebody in.
 */
export function createQueueMail(sealer: Sealer): QueueMail {
  return async ({ tx, actor, now }, { template, params, to, locale, organizationId }) => {
    const id = await notify(
      tx,
      {
        organizationId: organizationId ?? null,
        category: 'account',
        templateKey: template,
        payload: {},
        secrets: params,
        recipients: [{ email: to, locale }],
        channels: ['email'],
        // Somebody waits for it before a screen.
        priority: 'high',
        expiresAt: template === 'connectionTest' ? new Date(now.getTime() + TEST_LIFE_MS) : null,
        actor: toMessageActor(actor),
      },
      { sealer },
    );
    if (id === null) throw new Error('a message without a dedupe key was there already');
    return id;
  };
}

function toMessageActor(actor: Actor): NotificationRequest['actor'] {
  if (actor.kind === 'user') return { kind: 'user', id: actor.userId };
  if (actor.kind === 'apiKey') return { kind: 'apiKey', id: actor.apiKeyId };
  return { kind: 'system' };
}

/**
 * Sends what was queued before mails were messages of the ledger: an upgrade loses nothing. The event rings the bell, the
 * job looks at the rows, the sweep makes up for lost bells.
 */
export function createMailFeature(parts: DeliveryParts & { ring(): Promise<void> }): Feature {
  const ringSoon = createBell(parts);
  return {
    operations: [],
    reactions: [{ name: 'mail', on: [mailQueued.type], handle: async () => ringSoon() }],
    jobs: [handleJob(deliverMails, async ({ signal }) => void (await deliverDue(parts, signal)))],
    gauges: [
      {
        name: 'boardwire_mails_waiting',
        help: 'Mails that are not sent yet',
        read: async () => [{ value: await parts.database.read('all', countWaitingMails) }],
      },
      {
        name: 'boardwire_mails_failed',
        help: `Mails that were given up within the last ${KEEP_DAYS} days`,
        read: async () => [
          { value: await parts.database.read('all', (tx) => countFailedMails(tx, KEEP_DAYS)) },
        ],
      },
    ],
    chores: [
      {
        name: 'mail.sweep',
        intervalMs: SWEEP_INTERVAL_MS,
        run: async (signal) => void (await deliverDue(parts, signal)),
      },
    ],
    scheduled: [
      {
        name: 'mail.forget',
        schedule: 'cleanup',
        run: () => parts.database.write('all', (tx) => deleteOldMails(tx, KEEP_DAYS)),
      },
    ],
  };
}

/**
 * Rings without anybody waiting, one ring at a time: while the queue is away each takes seconds, and the transaction that
 * reads events would hold back every other reader as long (reliability R19). The sweep makes up for what is lost.
 */
function createBell({ ring, log }: { ring(): Promise<void>; log: Log }): () => void {
  let isRinging = false;
  let isAsked = false;
  const ringUntilQuiet = async () => {
    while (isAsked) {
      isAsked = false;
      await ring().catch((error: unknown) =>
        log.warn({ err: error }, 'the queue took no bell for mails; the sweep finds them'),
      );
    }
    isRinging = false;
  };
  return () => {
    isAsked = true;
    if (isRinging) return;
    isRinging = true;
    void ringUntilQuiet();
  };
}
