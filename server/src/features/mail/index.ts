import { z } from 'zod';
import { mailQueued } from '@boardwire/contract/instance';
import { createId } from '../../kernel/ids.ts';
import { DAY_MS, SECOND_MS } from '../../kernel/time.ts';
import type { Feature } from '../../platform/feature.ts';
import type { Log } from '../../platform/log.ts';
import type { MailParams, MailTemplate } from '../../platform/mail/templates.ts';
import type { OperationContext } from '../../platform/operation.ts';
import { defineJob, handleJob } from '../../platform/queue/job.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { deliverDue, sealPlace, type DeliveryParts } from './deliver.ts';
import { countFailedMails, countWaitingMails, deleteOldMails, insertMail } from './store.ts';

export { readMailOutcome, type MailFate } from './store.ts';

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

/** Creates the function that operations queue mails with. */
export function createQueueMail(sealer: Sealer): QueueMail {
  return async (context, { template, params, to, locale, organizationId }) => {
    const id = createId();
    const paramsSealed = sealer.seal(JSON.stringify(params), sealPlace(id));
    await insertMail(context.tx, {
      id,
      template,
      recipient: to,
      paramsSealed,
      locale,
      organizationId: organizationId ?? null,
    });
    context.emit(
      mailQueued,
      id,
      { mailId: id },
      { isNew: true, ...(organizationId === undefined ? {} : { organizationId }) },
    );
    return id;
  };
}

/** Sends queued mails: the event rings the bell, the job looks at the rows, the sweep makes up for lost bells. */
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
        read: async () => [{ value: await parts.database.read('all', countFailedMails) }],
      },
    ],
    chores: [
      {
        name: 'mail.sweep',
        intervalMs: SWEEP_INTERVAL_MS,
        run: async (signal) => void (await deliverDue(parts, signal)),
      },
      {
        name: 'mail.forget',
        intervalMs: DAY_MS,
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
