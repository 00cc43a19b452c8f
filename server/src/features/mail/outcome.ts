import type { Transaction } from '../../platform/database/database.ts';

/** How far a mail has come, and what stood in its way last. */
export interface MailFate {
  state: 'queued' | 'sending' | 'sent' | 'failed';
  error: string | null;
  /** Under which the mailbox keeps it; null before it is planned. */
  mailId: string | null;
}

/** What of the ledger is under way, and not kept for a digest, an hour or an end of quiet. */
const IS_WAITING = `d.channel = 'email' and (d.state = 'sending'
  or d.state = 'queued' and (d.hold is null or d.hold in ('retry', 'throttled', 'paused')))`;

/** Mails that are not sent yet: of the ledger, messages about accounts that nobody planned yet, and rows of before. */
export async function countWaitingMails(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select (
       (select count(*) from deliveries d where ${IS_WAITING}) +
       (select count(*) from messages where fanout_state = 'waiting' and category = 'account') +
       (select count(*) from mails where state in ('queued', 'sending')))::int as count`,
  );
  return row?.count ?? 0;
}

/** Mails that were given up within the last `days`. */
export async function countFailedMails(tx: Transaction, days: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select (
       (select count(*) from deliveries where channel = 'email' and state = 'failed'
          and final_at > now() - make_interval(days => $1)) +
       (select count(*) from mails where state = 'failed'))::int as count`,
    [days],
  );
  return row?.count ?? 0;
}

/**
 * What became of a mail made with `template`, or null when there is none. A try that failed is told of at once, though it
 * may be repeated: whoever asks sits before the screen.
 */
export async function readMailOutcome(
  tx: Transaction,
  id: string,
  template: string,
): Promise<MailFate | null> {
  const [row] = await tx.query<MailFate>(
    `select d.id as "mailId", coalesce(a.answer, a.code, d.reason) as error,
       case
         when d.state in ('sent', 'delivered') then 'sent'
         when d.state = 'sending' then 'sending'
         when d.id is null or (d.state = 'queued' and d.attempt = 0) then 'queued'
         else 'failed'
       end as state
     from messages m left join deliveries d on d.message_id = m.id
     left join delivery_attempts a on a.delivery_id = d.id and a.number = d.attempt
     where m.id = $1 and m.template_key = $2 and m.category = 'account'`,
    [id, template],
  );
  return row ?? null;
}
