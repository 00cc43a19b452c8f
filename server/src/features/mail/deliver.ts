import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import type { MailOutcome, MailTransport } from '../../platform/mail/mail-transport.ts';
import { renderMail, type MailTemplate } from '../../platform/mail/templates.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { unreachable } from '../../kernel/assert.ts';
import { claimMail, giveUpAbandoned, settleMail, type ClaimedMail } from './store.ts';

/** What sending stands on. */
export interface DeliveryParts {
  database: Database;
  transport: MailTransport;
  sealer: Sealer;
  from: string;
  log: Log;
}

const FIRST_DELAY_S = 30;
const MAX_DELAY_S = 4 * 3_600;
/** With the delays above, tries span more than a day: an SMTP outage overnight loses nothing (fault F7). */
const MAX_ATTEMPTS = 16;
/** Whoever tries the connection waits for the answer; a test that arrives tomorrow tells nothing. */
const MAX_TEST_ATTEMPTS = 1;
const GIVEN_UP = 'a mail was given up';

/** Place that a mail's parameters are sealed for; they hold links. */
export function sealPlace(mailId: string): string {
  return `mails.params_sealed ${mailId}`;
}

/** Sends every mail that is due; answers how many were tried. Any number of workers may do so at once. */
export async function deliverDue(parts: DeliveryParts, signal?: AbortSignal): Promise<number> {
  let tried = 0;
  await reportAbandoned(parts);
  while (signal?.aborted !== true) {
    const mail = await parts.database.write('all', (tx) => claimMail(tx, MAX_ATTEMPTS));
    if (mail === null) break;
    tried += 1;
    await deliverOne(parts, mail);
  }
  return tried;
}

async function reportAbandoned({ database, log }: DeliveryParts): Promise<void> {
  const abandoned = await database.write('all', (tx) => giveUpAbandoned(tx, MAX_ATTEMPTS));
  for (const { id, template, attempts, error } of abandoned)
    log.error({ mailId: id, template, attempt: attempts, error }, GIVEN_UP);
}

async function deliverOne(parts: DeliveryParts, mail: ClaimedMail): Promise<void> {
  const outcome = await attempt(parts, mail);
  const result = decide(outcome, mail.attempts, attemptsOf(mail.template));
  const isOurs = await parts.database.write('all', (tx) => settleMail(tx, mail, result));
  const fields = { mailId: mail.id, template: mail.template, attempt: mail.attempts, outcome };
  if (!isOurs) parts.log.warn(fields, 'a mail was taken over by another worker');
  else if (result.state === 'failed') parts.log.error(fields, GIVEN_UP);
  else if (result.state === 'queued')
    parts.log.warn(fields, 'a mail could not be sent; trying again later');
}

async function attempt(parts: DeliveryParts, mail: ClaimedMail): Promise<MailOutcome> {
  try {
    const params: unknown = JSON.parse(parts.sealer.open(mail.paramsSealed, sealPlace(mail.id)));
    const rendered = renderMail(mail.template as MailTemplate, params as never, mail.locale);
    return await parts.transport.send({
      id: mail.id,
      from: parts.from,
      to: mail.recipient,
      ...rendered,
    });
  } catch (error) {
    return { status: 'later', reason: (error as Error).message };
  }
}

function attemptsOf(template: string): number {
  return template === 'connectionTest' ? MAX_TEST_ATTEMPTS : MAX_ATTEMPTS;
}

/** What to do after an attempt. Mails are repeated when uncertain: twice the link is better than none (reliability R6). */
export function decide(
  outcome: MailOutcome,
  attempts: number,
  maxAttempts = MAX_ATTEMPTS,
): { state: 'sent' | 'failed' | 'queued'; error: string | null; delayS: number } {
  switch (outcome.status) {
    case 'sent':
      return { state: 'sent', error: null, delayS: 0 };
    case 'refused':
      return { state: 'failed', error: outcome.reason, delayS: 0 };
    case 'later':
    case 'uncertain':
      if (attempts >= maxAttempts) return { state: 'failed', error: outcome.reason, delayS: 0 };
      return {
        state: 'queued',
        error: outcome.reason,
        delayS: Math.min(MAX_DELAY_S, FIRST_DELAY_S * 2 ** (attempts - 1)),
      };
    default:
      return unreachable(outcome);
  }
}
